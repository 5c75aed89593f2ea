import { known, type Fact } from './fact';
import { injectedBy } from './injected-by';
import { injectionLabels } from './injection-labels';
import type { NamespaceFact, Observation } from './observation';
import type { FrozenPlan } from './record';
import { namespacesOf } from './wave-members';

/** Name of the wave that a rollout appends for namespaces that are on `from` at its end; no other may have it. */
export const STRAGGLERS = 'stragglers';

/**
 * The namespaces that `from` injects and no wave has: they came after the plan was made, or nobody thought of them. Each keeps
 * `from` from being removed.
 */
export function stragglersOf(
  { from, waves }: FrozenPlan,
  { namespaces, injectors }: Observation,
): Fact<readonly NamespaceFact[]> {
  if (!namespaces.known) return namespaces;
  if (!injectors.known) return injectors;
  const members = new Set(namespacesOf(waves).map(({ uid }) => uid));
  const late = namespaces.value
    .filter(({ uid }) => !members.has(uid))
    .filter(({ labels }) => injectedBy(injectionLabels(labels), injectors.value).revision === from);
  return known(late, namespaces.at);
}

/** The most that a rollout may append on its own: as many namespaces as the largest wave that was agreed has. */
export function mostStragglers({ waves }: FrozenPlan): number {
  return Math.max(0, ...waves.map((wave) => namespacesOf([wave]).length));
}
