import type { RawMetadata } from '../../../../lib/cluster/raw-objects';
import { reconciledBy } from '../../../../lib/reconcile/deploy-plan/reconciled-by';

function found(metadata: Partial<RawMetadata>): string | null {
  return reconciledBy({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'istiod', ...metadata },
  });
}

describe('the controller that reconciles an object', () => {
  it.each([
    ['Argo CD', { annotations: { 'argocd.argoproj.io/tracking-id': 'a:b/c' } }],
    ['Argo CD', { labels: { 'argocd.argoproj.io/instance': 'mesh' } }],
    ['Flux', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'mesh' } }],
    ['Flux', { labels: { 'helm.toolkit.fluxcd.io/name': 'mesh' } }],
  ])('is %s by the mark that it leaves', (controller, metadata) => {
    expect(found(metadata)).toBe(controller);
  });

  it('is the Sail operator by the owner of the object', () => {
    const owner = { apiVersion: 'sailoperator.io/v1', kind: 'IstioRevision', name: '1-31' };
    const other = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'x' };
    expect(found({ ownerReferences: [other, owner] })).toBe(
      'the Sail operator (IstioRevision 1-31)',
    );
    expect(found({ ownerReferences: [other] })).toBeNull();
  });

  it('is nobody where only Helm or istioctl signed, which do nothing by themselves', () => {
    const labels = {
      'app.kubernetes.io/managed-by': 'Helm',
      'app.kubernetes.io/instance': 'istio',
      'operator.istio.io/component': 'Pilot',
    };
    expect(found({ labels })).toBeNull();
    expect(found({})).toBeNull();
  });
});
