import type { FaultType } from './agent/faults';

/** The requests of a namespace that a fault spoils, as PromQL over Istio's metrics; `null` for a fault that spoils none. */
export function spoiledRequests(fault: FaultType, namespace: string): string | null {
  const received = `reporter="destination",destination_workload_namespace="${namespace}"`;
  const durations = 'istio_request_duration_milliseconds';
  const requests: Partial<Record<FaultType, string>> = {
    errors: `istio_requests_total{${received},response_code="500"}`,
    denied: `istio_requests_total{${received},response_code="403"}`,
    plaintext: `istio_requests_total{${received},connection_security_policy="none"}`,
    // All that are not in the bucket of those that are fast; Prometheus 3 writes its edge as 500.0.
    latency: `(${durations}_count{${received}} - ignoring(le) ${durations}_bucket{${received},le=~"500(\\\\.0)?"})`,
  };
  return requests[fault] ?? null;
}
