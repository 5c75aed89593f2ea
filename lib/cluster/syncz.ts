import type { ProxyFact } from '../rollout/observation';

const TYPES = ['cluster', 'listener', 'endpoint', 'route'] as const;

type State = ProxyFact['state'];
const WORST_FIRST: readonly State[] = ['error', 'stale', 'not-sent', 'synced'];

/**
 * istiod's answer of `/debug/syncz`, one fact per proxy.
 *
 * CDS and LDS must have been sent and acknowledged. EDS and RDS are allowed to be never sent: istiod has nothing to send
 * to a proxy whose clusters and listeners name no endpoints or routes.
 *
 * @throws Error when the text is not the list that istiod answers.
 * @see https://github.com/istio/istio/blob/1.31.0/pilot/pkg/xds/debug.go SyncStatus
 */
export function parseSyncz(text: string): ProxyFact[] {
  const answer: unknown = text.trim() === '' ? [] : JSON.parse(text);
  if (answer === null) return [];
  if (!Array.isArray(answer))
    throw new Error('istiod answered /debug/syncz with something else than a list');
  return answer.map((entry) => proxyFact(entry as Readonly<Record<string, unknown>>));
}

function proxyFact(entry: Readonly<Record<string, unknown>>): ProxyFact {
  const rejected = rejection(entry);
  const states = TYPES.map((type) => stateOf(entry, type));
  const worst = WORST_FIRST.find((state) => states.includes(state)) ?? 'synced';
  return {
    proxy: text(entry['proxy']),
    version: text(entry['istio_version']),
    state: rejected === null ? worst : 'error',
    message: rejected ?? (worst === 'synced' ? '' : describe(entry)),
  };
}

function stateOf(entry: Readonly<Record<string, unknown>>, type: (typeof TYPES)[number]): State {
  const sent = text(entry[`${type}_sent`]);
  const acked = text(entry[`${type}_acked`]);
  if (sent === '') return type === 'cluster' || type === 'listener' ? 'not-sent' : 'synced';
  return sent === acked ? 'synced' : 'stale';
}

function rejection(entry: Readonly<Record<string, unknown>>): string | null {
  const resources = entry['resources'];
  if (typeof resources !== 'object' || resources === null) return null;
  for (const [type, state] of Object.entries(resources as Record<string, unknown>)) {
    const lastError = text((state as Readonly<Record<string, unknown>> | null)?.['lastError']);
    if (lastError !== '') return `${type} rejected: ${lastError}`;
  }
  return null;
}

function describe(entry: Readonly<Record<string, unknown>>): string {
  return TYPES.filter((type) => stateOf(entry, type) !== 'synced')
    .map((type) => `${type} ${stateOf(entry, type)}`)
    .join(', ');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
