import { generationsOf } from '../gateway-generation';
import type { PodFact } from '../observation';
import { revisionOf, versionOf } from '../patch/version-of';
import type { RolloutRecord } from '../record';
import { gatewayKey, gatewaysOf } from '../wave-members';
import { isTerminal } from '../wave-scope';
import type { ProxyCount } from './cluster-fact';

/** Counts the proxies of a cluster. */
export function proxyCount(pods: readonly PodFact[], { plan }: RolloutRecord): ProxyCount {
  const gateways = gatewaysOf(plan.waves);
  const generations = new Set(generationsOf(gateways, [plan.from, plan.to]).map(gatewayKey));
  const proxies = pods.filter(
    (pod) =>
      pod.revision !== null &&
      !isTerminal(pod) &&
      !generations.has(`${pod.namespace}/${pod.workload?.name ?? ''}`),
  );
  return { total: proxies.length, moved: proxies.filter((pod) => isAt(pod, plan.to)).length };
}

/** Whether a pod's proxy is at an end of a rollout: on its revision, in a patch at its version. */
export function isAt({ revision, version }: PodFact, end: string): boolean {
  const wanted = versionOf(end);
  return revisionOf(revision ?? '') === revisionOf(end) && (wanted === null || version === wanted);
}
