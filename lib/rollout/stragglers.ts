import { known, mapFact, type Fact } from './fact';
import { injectedBy } from './injected-by';
import { injectionLabels } from './injection-labels';
import type { NamespaceFact, Observation } from './observation';
import { isPatch } from './patch/version-of';
import type { FrozenPlan } from './record';
import { gatewaysOf, namespacesOf } from './wave-members';
import { isTerminal, RESTARTABLE } from './wave-scope';

/** Name of the wave that a rollout appends for namespaces that are on `from` at its end; no other may have it. */
export const STRAGGLERS = 'stragglers';

/**
 * The namespaces that `from` injects and no wave has: they came after the plan was made, or nobody thought of them. Each keeps
 * `from` from being removed.
 */
export function stragglersOf(
  plan: FrozenPlan,
  observation: Observation,
): Fact<readonly NamespaceFact[]> {
  const { namespaces } = observation;
  if (!namespaces.known) return namespaces;
  const isOn = isPatch(plan) ? runsAt(plan, observation) : isInjectedBy(plan, observation);
  if (!isOn.known) return isOn;
  const members = new Set(namespacesOf(plan.waves).map(({ uid }) => uid));
  const late = namespaces.value.filter((one) => !members.has(one.uid) && isOn.value(one));
  return known(late, namespaces.at);
}

type IsOn = (namespace: NamespaceFact) => boolean;

function isInjectedBy({ from }: FrozenPlan, { injectors }: Observation): Fact<IsOn> {
  return mapFact(
    injectors,
    (all) =>
      ({ labels }) =>
        injectedBy(injectionLabels(labels), all).revision === from,
  );
}

/** What its istiods inject is new already: who is left is told by the pods. */
function runsAt({ from, waves }: FrozenPlan, { pods }: Observation): Fact<IsOn> {
  return mapFact(pods, (all) => {
    const gateways = new Set(gatewaysOf(waves).map(({ namespace }) => namespace));
    const left = all.filter(
      (pod) =>
        pod.revision === from &&
        !isTerminal(pod) &&
        !pod.optedOut &&
        RESTARTABLE.includes(pod.workload?.kind ?? ''),
    );
    const names = new Set(left.map(({ namespace }) => namespace));
    return ({ name }) => names.has(name) && !gateways.has(name);
  });
}

/** The most that a rollout may append on its own: as many namespaces as the largest wave that was agreed has. */
export function mostStragglers({ waves }: FrozenPlan): number {
  return Math.max(0, ...waves.map((wave) => namespacesOf([wave]).length));
}
