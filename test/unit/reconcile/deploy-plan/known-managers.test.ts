import { yields } from '../../../../lib/reconcile/deploy-plan/known-managers';

describe('a field manager gives up what it owns', () => {
  it.each([
    'istio-operator',
    'helm',
    'kubectl',
    'kubectl-client-side-apply',
    'kubectl-edit',
    'kubectl-label',
    'before-first-apply',
  ])('if it is a way of installing by hand: %s', (manager) => {
    expect(yields(manager)).toBe(true);
  });

  it.each([
    'argocd-controller',
    'helm-controller',
    'kustomize-controller',
    'kube-controller-manager',
    'istio-operator-controller',
    'pilot-discovery',
    'kubectl2',
    'Mozilla',
    '',
  ])('never if it goes on writing, or is unknown: %s', (manager) => {
    expect(yields(manager)).toBe(false);
  });
});
