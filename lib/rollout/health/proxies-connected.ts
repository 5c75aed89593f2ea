import { nameSome } from '../name-some';
import type { PodFact } from '../observation';
import { answersTo, CANNOT_BE_READ, type HealthCondition } from './health-condition';
import type { HealthFacts } from './health-facts';

const { yes, no, unknown } = answersTo('ProxiesConnected');

/** How long a new pod may take to connect before it counts as not connected, in milliseconds. */
const STARTING_MS = 60_000;

/**
 * Whether the proxy of every running pod that a revision injected is connected to an istiod of it. Each istiod knows its own
 * proxies only, so a pod that is on none of them may be on one that could not be asked.
 */
export function proxiesConnected(
  revision: string,
  { pods, istiods }: HealthFacts,
): HealthCondition {
  if (!pods.known) return unknown(CANNOT_BE_READ, pods.reason);
  const injected = pods.value.filter((pod) => isJudged(pod, revision));
  if (injected.length === 0) return yes('NoProxies', `no running pod is injected by ${revision}`);
  if (!istiods.known) return unknown(CANNOT_BE_READ, istiods.reason);
  const connected = new Set(
    istiods.value.flatMap(({ proxies }) =>
      proxies.known ? proxies.value.map(({ proxy }) => proxy) : [],
    ),
  );
  const silent = istiods.value
    .filter(({ terminating }) => !terminating)
    .flatMap(({ proxies }) => (proxies.known ? [] : [proxies.reason]));
  if (silent.length > 0) return unknown('CannotBeAsked', nameSome(silent.sort()));
  const lost = injected
    .filter(({ createdAt }) => pods.at - createdAt >= STARTING_MS)
    .filter(({ namespace, name }) => !connected.has(`${name}.${namespace}`))
    .map(({ namespace, name }) => `${namespace}/${name}`);
  if (lost.length === 0) {
    return yes('Connected', `every proxy of ${revision} that had time to connect is connected`);
  }
  const nextStep = 'look at the log of their istio-proxy';
  return no(
    'NotConnected',
    `not connected to ${revision}: pod ${nameSome(lost.sort())}; ${nextStep}`,
  );
}

/** One that has not begun has no proxy yet, and one that ends lets go of its own. */
function isJudged(pod: PodFact, revision: string): boolean {
  return pod.revision === revision && pod.phase === 'Running' && !pod.terminating;
}
