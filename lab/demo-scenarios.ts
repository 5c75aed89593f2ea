import type { FaultType } from './agent/faults';

/** How a demo has to end. */
export interface DemoScenario {
  readonly fault: FaultType | null;
  /** Namespace that is broken; absent where the fault takes none. */
  readonly namespace?: string;
  /** `held`: neither forward nor back while the fault stands, and forward once it is gone. */
  readonly ending: 'moved' | 'rolled-back' | 'held';
  /** Labels of the requests that are spoiled by the fault; absent where no request is. */
  readonly spoiled?: string;
}

/** In the wave before the last, so that there is one that nothing may touch. */
const NAMESPACE = 'catalog';

function spoiling(fault: FaultType, labels: string): DemoScenario {
  const received = `reporter="destination",destination_workload_namespace="${NAMESPACE}"`;
  const spoiled = `istio_requests_total{${received},${labels}}`;
  return { fault, namespace: NAMESPACE, ending: 'rolled-back', spoiled };
}

/** Every demo by its name, `''` for the one without a fault. */
export const SCENARIOS: Readonly<Record<string, DemoScenario>> = {
  '': { fault: null, ending: 'moved' },
  'never-ready': { fault: 'never-ready', namespace: NAMESPACE, ending: 'rolled-back' },
  'reject-config': { fault: 'reject-config', namespace: NAMESPACE, ending: 'rolled-back' },
  errors: spoiling('errors', 'response_code="500"'),
  denied: spoiling('denied', 'response_code="403"'),
  plaintext: spoiling('plaintext', 'connection_security_policy="none"'),
  latency: {
    ...spoiling('latency', ''),
    // Slow ones are all that are not within the next smaller bucket.
    spoiled: `(istio_request_duration_milliseconds_count{reporter="destination",destination_workload_namespace="${NAMESPACE}"} - ignoring(le) istio_request_duration_milliseconds_bucket{reporter="destination",destination_workload_namespace="${NAMESPACE}",le=~"500(\\\\.0)?"})`,
  },
  'prometheus-down': { fault: 'prometheus-down', ending: 'held' },
  'no-metrics': { fault: 'no-metrics', namespace: NAMESPACE, ending: 'held' },
};
