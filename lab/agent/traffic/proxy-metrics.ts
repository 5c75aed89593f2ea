import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Callee, Outcome } from './outcome';

/** The workload that sends requests. */
export type Caller = Pick<
  Callee,
  'pod' | 'namespace' | 'workload' | 'serviceAccount' | 'version' | 'app' | 'cluster'
>;

/** Envoy's buckets of durations, in milliseconds. */
const BUCKETS = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000, 300000, 600000,
  1800000, 3600000,
];

const CLUSTER = 'Kubernetes';
const TRUST_DOMAIN = 'cluster.local';

/** @see https://istio.io/latest/docs/reference/config/metrics/ the labels of Istio's standard metrics */
const LABELS = [
  'reporter',
  ...['source', 'destination'].flatMap((side) =>
    [
      'workload',
      'workload_namespace',
      'principal',
      'app',
      'version',
      'canonical_service',
      'canonical_revision',
      'cluster',
    ].map((label) => `${side}_${label}`),
  ),
  'destination_service',
  'destination_service_name',
  'destination_service_namespace',
  'request_protocol',
  'response_code',
  'grpc_response_status',
  'response_flags',
  'connection_security_policy',
] as const;

/** One proxy's metrics, as its pod serves them on port 15020. */
export class ProxyMetrics {
  readonly #registry = new Registry();
  readonly #requests: Counter;
  readonly #durations: Histogram;
  readonly #certificate: Gauge;

  /** @param tag - version of the proxy */
  constructor(tag: string) {
    const registers = [this.#registry];
    const shape = { labelNames: [...LABELS], registers };
    this.#requests = new Counter({
      name: 'istio_requests_total',
      help: 'requests that the proxy saw',
      ...shape,
    });
    this.#durations = new Histogram({
      name: 'istio_request_duration_milliseconds',
      help: 'how long they took',
      buckets: BUCKETS,
      ...shape,
    });
    this.#certificate = new Gauge({
      name: 'istio_agent_cert_expiry_seconds',
      help: 'seconds until the certificate expires',
      labelNames: ['resource_name'],
      registers,
    });
    new Gauge({
      name: 'istio_build',
      help: 'version of the proxy',
      labelNames: ['component', 'tag'],
      registers,
    }).set({ component: 'proxy', tag }, 1);
  }

  /** Counts requests that all ended in the same way. */
  count(reporter: 'source' | 'destination', caller: Caller, outcome: Outcome, times = 1): void {
    const labels = labelsOf(reporter, caller, outcome);
    this.#requests.inc(labels, times);
    for (let n = 0; n < times; n += 1) this.#durations.observe(labels, outcome.milliseconds);
  }

  /** What a scrape gets. @param certificateExpiresAt - epoch milliseconds, `null` before there is one */
  async text(certificateExpiresAt: number | null, now: number): Promise<string> {
    if (certificateExpiresAt !== null) {
      const seconds = (certificateExpiresAt - now) / 1000;
      this.#certificate.set({ resource_name: 'default' }, seconds);
    }
    return this.#registry.metrics();
  }
}

function labelsOf(
  reporter: 'source' | 'destination',
  caller: Caller,
  { callee, code, flags, service, security }: Outcome,
): Record<(typeof LABELS)[number], string> {
  const [name = 'unknown', namespace = 'unknown'] = service.split('.');
  const isMutual = security === 'mutual_tls';
  return {
    reporter,
    ...side('source', caller, isMutual),
    ...side('destination', callee, isMutual),
    destination_service: service,
    destination_service_name: name,
    // The caller's proxy learns the namespace from the one that answers.
    destination_service_namespace: callee === null ? 'unknown' : namespace,
    request_protocol: 'http',
    response_code: String(code),
    grpc_response_status: '',
    response_flags: flags,
    // The sender's proxy does not say.
    connection_security_policy: reporter === 'destination' ? security : 'unknown',
  };
}

type Side<S extends 'source' | 'destination'> = Record<
  Extract<(typeof LABELS)[number], `${S}_${string}`>,
  string
>;

function side<S extends 'source' | 'destination'>(
  prefix: S,
  peer: Caller | null,
  isMutual: boolean,
): Omit<
  Side<S>,
  'destination_service' | 'destination_service_name' | 'destination_service_namespace'
> {
  const of = (value: string | undefined) =>
    value === undefined || value === '' ? 'unknown' : value;
  const account = `spiffe://${TRUST_DOMAIN}/ns/${of(peer?.namespace)}/sa/${of(peer?.serviceAccount)}`;
  const labels = {
    [`${prefix}_workload`]: of(peer?.workload),
    [`${prefix}_workload_namespace`]: of(peer?.namespace),
    [`${prefix}_principal`]: peer !== null && isMutual ? account : 'unknown',
    [`${prefix}_app`]: of(peer?.app),
    [`${prefix}_version`]: of(peer?.version),
    [`${prefix}_canonical_service`]: of(peer?.app),
    [`${prefix}_canonical_revision`]: of(peer?.version),
    [`${prefix}_cluster`]: peer === null ? 'unknown' : (peer.cluster ?? CLUSTER),
  };
  return labels as Side<S>;
}
