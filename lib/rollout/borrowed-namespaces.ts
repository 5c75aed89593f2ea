import { known, type Fact } from './fact';
import { injectedBy } from './injected-by';
import { namespacesByUid } from './look-up';
import { ORIGINAL_ANNOTATION, REVISION_LABEL } from './names';
import type { NamespaceFact, Observation } from './observation';
import type { NamespaceTarget, RolloutRecord } from './record';
import { isWhole, labelFor, namespacesOf } from './wave-members';

/** A namespace that the adopt step gave another label than it had, and how it is now. */
export interface BorrowedNamespace {
  readonly target: NamespaceTarget;
  readonly fact: NamespaceFact;
}

/**
 * The namespaces of a plan that were selected by another label before the rollout, such as `istio-injection` or a revision tag
 * of somebody else: a rollback gives them these labels back. One whose former labels no longer lead to `from` keeps the label
 * that it was given, since it would be injected by another revision, or by none.
 */
export function borrowedNamespaces(
  { plan }: RolloutRecord,
  { namespaces, injectors }: Observation,
): Fact<readonly BorrowedNamespace[]> {
  const changed = plan.waves
    .filter(isWhole)
    .flatMap((wave) =>
      namespacesOf([wave]).map((target) => ({ target, label: labelFor(wave, plan.from) })),
    )
    .filter(
      ({ target: { original }, label }) => original.rev !== label || original.injection !== null,
    );
  if (!namespaces.known) return namespaces;
  if (changed.length === 0) return known([], namespaces.at);
  if (!injectors.known) return injectors;
  const borrowed = changed.flatMap(({ target, label }) => {
    const fact = namespacesByUid(namespaces.value).get(target.uid);
    if (fact === undefined || !isAsWeLeftIt(fact, label)) return [];
    const before = injectedBy(target.original, injectors.value).revision;
    return before === plan.from ? [{ target, fact }] : [];
  });
  return known(borrowed, namespaces.at);
}

/** What somebody else labelled since is theirs. */
function isAsWeLeftIt({ annotations, labels }: NamespaceFact, label: string): boolean {
  return ORIGINAL_ANNOTATION in annotations && labels[REVISION_LABEL] === label;
}
