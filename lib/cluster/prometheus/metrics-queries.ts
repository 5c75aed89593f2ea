/** The queries of one snapshot: absolute values only, since the counting is done where it can be tested. */
export interface MetricsQueries {
  readonly requests: readonly string[];
  readonly durations: readonly string[];
  readonly durationsWithin: readonly string[];
  readonly scraped: string;
  readonly certificates: string;
}

/** So many namespaces fit into one query that travels in a URL. */
const NAMESPACES_AT_ONCE = 50;

const REQUEST_LABELS = [
  'namespace',
  'pod',
  'reporter',
  'source_workload',
  'source_workload_namespace',
  'destination_service',
  'destination_workload_namespace',
  'response_code',
  'response_flags',
  'grpc_response_status',
  'connection_security_policy',
].join(',');

const DURATION_LABELS = 'namespace,pod,destination_workload_namespace';

/**
 * Queries for what the proxies of Istio's standard metrics say of some namespaces. What was sent is found by the service that
 * was asked: the other labels of a destination are unknown where it was never reached.
 * @param slowerThanMs - an edge of the latency histogram; Prometheus before 3 writes `500`, later ones `500.0`
 */
export function metricsQueries(
  namespaces: readonly string[],
  senders: readonly string[],
  slowerThanMs: number,
): MetricsQueries {
  const received = chunks(namespaces).map(alternatives);
  const durations = (metric: string, more: string) =>
    received.map(
      (of) =>
        `sum by (${DURATION_LABELS}) (${metric}{reporter="destination",destination_workload_namespace=~"${of}"${more}})`,
    );
  const edge = `,le=~"${String(slowerThanMs).replace('.', '\\\\.')}(\\\\.0)?"`;
  return {
    requests: [
      ...received.map((of) =>
        requests(`reporter="destination",destination_workload_namespace=~"${of}"`),
      ),
      ...received.map((of) =>
        requests(
          `reporter=~"source|waypoint",destination_service=~".+\\\\.(${of})\\\\.svc\\\\..+"`,
        ),
      ),
      ...chunks(senders)
        .map(alternatives)
        .map((of) => requests(`reporter="source",source_workload_namespace=~"${of}"`)),
    ],
    durations: durations('istio_request_duration_milliseconds_count', ''),
    durationsWithin: durations('istio_request_duration_milliseconds_bucket', edge),
    scraped: 'max by (namespace,pod) (timestamp(istio_build{component="proxy"}))',
    certificates:
      'min by (namespace,pod) (istio_agent_cert_expiry_seconds{resource_name="default"})',
  };
}

function requests(selector: string): string {
  return `sum by (${REQUEST_LABELS}) (istio_requests_total{${selector}})`;
}

/** Names of namespaces hold nothing that a regular expression reads as more than itself. */
function alternatives(names: readonly string[]): string {
  return names.join('|');
}

function chunks(names: readonly string[]): string[][] {
  const count = Math.ceil(names.length / NAMESPACES_AT_ONCE);
  return Array.from({ length: count }, (_, index) =>
    names.slice(index * NAMESPACES_AT_ONCE, (index + 1) * NAMESPACES_AT_ONCE),
  );
}
