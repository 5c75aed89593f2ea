import type { ProxyFact } from '../rollout/observation';

const TYPES = ['cluster', 'listener', 'endpoint', 'route'] as const;
type XdsType = (typeof TYPES)[number];

const TYPE_URLS: Readonly<Record<XdsType, string>> = {
  cluster: 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
  listener: 'type.googleapis.com/envoy.config.listener.v3.Listener',
  endpoint: 'type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment',
  route: 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
};

/** A proxy with the cluster that it says it is in; empty where it names none. */
export type SyncedProxy = ProxyFact & { readonly cluster: string };

/** How long a proxy that has taken a configuration before may take for the next one, in milliseconds. */
const ACKNOWLEDGE_MS = 30_000;

type State = ProxyFact['state'];
const WORST_FIRST: readonly State[] = ['error', 'stale', 'not-sent', 'synced'];

/**
 * istiod's answer of `/debug/syncz`, one fact per proxy.
 *
 * CDS and LDS must have been sent and acknowledged. EDS and RDS are allowed to be never sent: istiod has nothing to send
 * to a proxy whose clusters and listeners name no endpoints or routes. A push that a proxy has not acknowledged makes it
 * stale after a while: in a busy mesh there is always one under way.
 *
 * @param now - epoch milliseconds
 * @throws Error when the text is not the list that istiod answers.
 * @see https://github.com/istio/istio/blob/1.31.0/pilot/pkg/xds/debug.go SyncStatus
 */
export function parseSyncz(text: string, now: number): SyncedProxy[] {
  const answer: unknown = text.trim() === '' ? [] : JSON.parse(text);
  if (answer === null) return [];
  if (!Array.isArray(answer))
    throw new Error('istiod answered /debug/syncz with something else than a list');
  return answer.map((entry) => proxyFact(entry as Readonly<Record<string, unknown>>, now));
}

function proxyFact(entry: Readonly<Record<string, unknown>>, now: number): SyncedProxy {
  const rejected = rejection(entry);
  const states = TYPES.map((type) => stateOf(entry, type, now));
  const worst = WORST_FIRST.find((state) => states.includes(state)) ?? 'synced';
  return {
    cluster: text(entry['cluster_id']),
    proxy: text(entry['proxy']),
    version: text(entry['istio_version']),
    state: rejected === null ? worst : 'error',
    message: rejected ?? (worst === 'synced' ? '' : describe(entry, now)),
  };
}

function stateOf(entry: Readonly<Record<string, unknown>>, type: XdsType, now: number): State {
  const sent = text(entry[`${type}_sent`]);
  const acked = text(entry[`${type}_acked`]);
  if (sent === '') return type === 'cluster' || type === 'listener' ? 'not-sent' : 'synced';
  if (sent === acked) return 'synced';
  return acked !== '' && isUnderWay(entry, type, now) ? 'synced' : 'stale';
}

/** Whether the newest push of a type was made a moment ago. */
function isUnderWay(entry: Readonly<Record<string, unknown>>, type: XdsType, now: number): boolean {
  const sentAt = Date.parse(text(resourcesOf(entry)[TYPE_URLS[type]]?.['sentTime']));
  return Math.abs(now - sentAt) <= ACKNOWLEDGE_MS;
}

function resourcesOf(
  entry: Readonly<Record<string, unknown>>,
): Readonly<Record<string, Readonly<Record<string, unknown>> | null>> {
  const resources = entry['resources'];
  return typeof resources === 'object' && resources !== null ? { ...resources } : {};
}

function rejection(entry: Readonly<Record<string, unknown>>): string | null {
  for (const [type, state] of Object.entries(resourcesOf(entry))) {
    const lastError = text(state?.['lastError']);
    if (lastError !== '') return `${type} rejected: ${lastError}`;
  }
  return null;
}

function describe(entry: Readonly<Record<string, unknown>>, now: number): string {
  return TYPES.filter((type) => stateOf(entry, type, now) !== 'synced')
    .map((type) => `${type} ${stateOf(entry, type, now)}`)
    .join(', ');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
