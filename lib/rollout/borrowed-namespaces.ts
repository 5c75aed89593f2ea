import { known, type Fact } from './fact';
import { injectedBy } from './injected-by';
import { namespacesByUid } from './look-up';
import { ORIGINAL_ANNOTATION, REVISION_LABEL } from './names';
import type { NamespaceFact, Observation } from './observation';
import type { NamespaceTarget, RolloutRecord } from './record';
import { namespacesOf } from './wave-members';

/** A namespace that the adopt step gave another label than it had, and how it is now. */
export interface BorrowedNamespace {
  readonly target: NamespaceTarget;
  readonly fact: NamespaceFact;
}

/**
 * The namespaces of a plan that were selected by `istio-injection` or by a revision tag before the rollout: a rollback
 * gives them these labels back. One whose former labels no longer lead to `from` keeps `istio.io/rev=<from>`, since it
 * would be injected by another revision, or by none.
 */
export function borrowedNamespaces(
  { plan }: RolloutRecord,
  { namespaces, injectors }: Observation,
): Fact<readonly BorrowedNamespace[]> {
  const changed = namespacesOf(plan.waves).filter(
    ({ original }) => original.rev !== plan.from || original.injection !== null,
  );
  if (!namespaces.known) return namespaces;
  if (changed.length === 0) return known([], namespaces.at);
  if (!injectors.known) return injectors;
  const borrowed = changed.flatMap((target) => {
    const fact = namespacesByUid(namespaces.value).get(target.uid);
    if (fact === undefined || !isAsWeLeftIt(fact, plan.from)) return [];
    const before = injectedBy(target.original, injectors.value).revision;
    return before === plan.from ? [{ target, fact }] : [];
  });
  return known(borrowed, namespaces.at);
}

/** What somebody else labelled since is theirs. */
function isAsWeLeftIt({ annotations, labels }: NamespaceFact, from: string): boolean {
  return ORIGINAL_ANNOTATION in annotations && labels[REVISION_LABEL] === from;
}
