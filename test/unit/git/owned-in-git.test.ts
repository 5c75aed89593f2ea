import { known } from '../../../lib/rollout/fact';
import { ownedInGit } from '../../../lib/reconcile/git/owned-in-git';
import { AT, aNamespace, anObservation } from '../../support/rollout-builders';

const ownersOf = (revOwned: boolean, revManagers: readonly string[]) => {
  const namespaces = known([aNamespace({ revOwned, revManagers })], AT);
  const seen = ownedInGit(anObservation({ namespaces }), 'argocd-controller');
  if (!seen.namespaces.known) throw new Error(seen.namespaces.reason);
  const [fact] = seen.namespaces.value;
  return [fact?.revOwned, fact?.revManagers];
};

describe('who owns the label of a namespace whose tree is in Git', () => {
  it('is the rollout where the applier does, alone or beside us', () => {
    expect(ownersOf(false, ['argocd-controller'])).toEqual([true, []]);
    expect(ownersOf(true, [])).toEqual([true, []]);
  });

  it('is whoever else wrote it, applier or not', () => {
    expect(ownersOf(false, ['argocd-controller', 'kubectl-label'])).toEqual([
      false,
      ['kubectl-label'],
    ]);
    expect(ownersOf(false, ['kubectl-label'])).toEqual([false, ['kubectl-label']]);
    expect(ownersOf(false, [])).toEqual([false, []]);
  });
});
