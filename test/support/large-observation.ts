import { known } from '../../lib/rollout/fact';
import type { Observation, ProxyFact } from '../../lib/rollout/observation';
import type { RolloutRecord } from '../../lib/rollout/record';
import { namespacesOf } from '../../lib/rollout/wave-members';
import {
  aNamespace,
  anIstiod,
  anObservation,
  aPod,
  aProxy,
  aWorkload,
  FROM,
  TO,
} from './rollout-builders';

const PODS_EACH = 3;

/** A cluster in which every namespace of a record's plan runs well on the new revision: one workload of three pods in each. */
export function aLargeObservation({ plan }: RolloutRecord, at: number): Observation {
  const names = namespacesOf(plan.waves);
  const namespaces = names.map(({ name, uid }) => aNamespace({ name, uid }));
  const workloads = names.map(({ name: namespace, uid }) =>
    aWorkload({
      namespace,
      uid,
      desired: PODS_EACH,
      updated: PODS_EACH,
      ready: PODS_EACH,
      total: PODS_EACH,
    }),
  );
  const pods = names.flatMap(({ name: namespace }) =>
    Array.from({ length: PODS_EACH }, (_, index) =>
      aPod({ namespace, name: `cart-6d5f7-${index}` }),
    ),
  );
  return {
    ...anObservation(),
    at,
    namespaces: known(namespaces, at),
    workloads: known(workloads, at),
    pods: known(pods, at),
    istiods: known(
      istiodsOf(
        pods.map((pod) => aProxy(pod)),
        at,
      ),
      at,
    ),
    roots: known(Object.fromEntries(names.map(({ name }) => [name, ['root']])), at),
  };
}

/** The same cluster at a later look, in which one namespace of a hundred, its workload and its pods are not the objects of before. */
export function afterOnePercent(before: Observation, at: number): Observation {
  const { namespaces, workloads, pods, istiods } = before;
  if (!namespaces.known || !workloads.known || !pods.known || !istiods.known) return before;
  const proxies = istiods.value.flatMap((istiod) =>
    istiod.proxies.known ? istiod.proxies.value : [],
  );
  return {
    ...before,
    at,
    namespaces: known(renewed(namespaces.value, 1), at),
    workloads: known(renewed(workloads.value, 1), at),
    pods: known(renewed(pods.value, PODS_EACH), at),
    istiods: known(istiodsOf(renewed(proxies, PODS_EACH), at), at),
  };
}

function renewed<T extends object>(facts: readonly T[], each: number): readonly T[] {
  return facts.map((fact, index) => (Math.floor(index / each) % 100 === 0 ? { ...fact } : fact));
}

/** Two istiods of the new revision, with half of the proxies each. */
function istiodsOf(proxies: readonly ProxyFact[], at: number) {
  const [first, second] = [0, 1].map((half) =>
    anIstiod(TO, {
      pod: `istio-system/istiod-${TO}-${half}`,
      proxies: known(
        proxies.filter((_, index) => index % 2 === half),
        at,
      ),
    }),
  );
  return [anIstiod(FROM), first, second].flatMap((istiod) => istiod ?? []);
}
