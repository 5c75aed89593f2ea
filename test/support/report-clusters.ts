import { known, mapFact } from '../../lib/rollout/fact';
import type { Observation, PodFact } from '../../lib/rollout/observation';
import { NOW } from './metrics-builders';
import { aReportObservation } from './report-builders';
import { aNamespace, anInjector, anIstiod, aPod, aProxy, FROM, TO } from './rollout-builders';

/** A pod of the old revision that no restart moves. */
export const BARE_POD = aPod({ namespace: 'bank', name: 'tool', workload: null, revision: FROM });

const GATEWAY_POD = aPod({
  namespace: 'ingress',
  workload: { kind: 'Deployment', name: `gateway-${TO}` },
  name: 'gateway-1',
});

/** Every wave is on the new revision. */
export function everywhere(pods: readonly PodFact[] = []) {
  const all = ['bank', 'ledger'].map((namespace) => aPod({ namespace, name: `${namespace}-1` }));
  const moved = [...all, aPod(), aPod({ name: 'cart-2' }), GATEWAY_POD];
  const proxies = known(
    moved.map((pod) => aProxy(pod)),
    NOW,
  );
  return aReportObservation({
    namespaces: known(
      ['shop', 'bank', 'ledger'].map((name) => aNamespace({ name })),
      NOW,
    ),
    pods: known([...moved, ...pods], NOW),
    istiods: known([anIstiod(FROM), anIstiod(TO, { proxies })], NOW),
  });
}

/** The same with one pod left on the old one, which no restart moves. */
export function withLastPod() {
  return everywhere([BARE_POD]);
}

/** Namespaces of each wave are labelled with its tag, those of `web` have no pods. */
export function byTag() {
  const labelled = [
    ['shop', 'web'],
    ['bank', 'core'],
    ['ledger', 'core'],
  ] as const;
  const pods = aReportObservation().pods;
  const tags = { web: TO, core: FROM };
  return aReportObservation({
    namespaces: known(
      labelled.map(([name, tag]) => aNamespace({ name, labels: { 'istio.io/rev': tag } })),
      NOW,
    ),
    pods: known(pods.known ? pods.value.filter(({ namespace }) => namespace !== 'shop') : [], NOW),
    injectors: known(
      [
        anInjector(FROM),
        anInjector(TO),
        ...Object.entries(tags).map(([tag, revision]) => anInjector(revision, { tag })),
      ],
      NOW,
    ),
  });
}

/** A cluster whose namespaces trust these roots. */
export function withRoots(roots: readonly string[]) {
  const all = ['shop', 'bank', 'ledger', 'ingress'].map((name) => [name, roots] as const);
  return aReportObservation({ roots: known(Object.fromEntries(all), NOW) });
}

/** A cluster to which the new revision was not added yet. */
export function withoutNew() {
  return aReportObservation({ istiods: known([anIstiod(FROM)], NOW), injectors: known([], NOW) });
}

/** The same cluster with a pod that no restart moves. */
export function withPod() {
  const observation = aReportObservation();
  const pods = observation.pods.known ? observation.pods.value : [];
  return { ...observation, pods: known([...pods, BARE_POD], NOW) };
}

/** Its old generation goes before the old revision does. */
export function withoutOldGateway(observation: Observation): Observation {
  return {
    ...observation,
    workloads: mapFact(observation.workloads, (all) =>
      all.filter(({ templateRev }) => templateRev !== FROM),
    ),
  };
}
