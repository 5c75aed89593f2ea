import {
  adoptLabelsPatch,
  adoptOwnershipPatch,
  restoreLabelsPatch,
} from '../../../lib/cluster/adopt-namespace';

const target = { name: 'shop', uid: 'u1', original: { rev: null, injection: 'enabled' } };

describe('adoptLabelsPatch', () => {
  it('sets the revision and removes istio-injection in one patch, guarded by the uid', () => {
    const labels = { 'istio-injection': 'enabled' };
    const namespace = { metadata: { resourceVersion: '7', labels, annotations: {} } };
    expect(adoptLabelsPatch(namespace, target, '1-30')).toEqual([
      { op: 'test', path: '/metadata/uid', value: 'u1' },
      { op: 'test', path: '/metadata/resourceVersion', value: '7' },
      { op: 'add', path: '/metadata/labels/istio.io~1rev', value: '1-30' },
      { op: 'remove', path: '/metadata/labels/istio-injection' },
      {
        op: 'add',
        path: '/metadata/annotations/istio-revisions.dev~1original',
        value: '{"rev":null,"injection":"enabled"}',
      },
    ]);
  });
});

describe('restoreLabelsPatch', () => {
  const namespace = {
    metadata: {
      labels: { 'istio.io/rev': '1-30', team: 'a' },
      annotations: {
        'istio-revisions.dev/original': '{}',
        'pulumi.com/patchFieldManager': 'istio-revisions',
        owner: 'a',
      },
    },
  };

  it('swaps the labels in one patch, guarded by the uid and by the label, and takes our annotations away', () => {
    expect(restoreLabelsPatch(namespace, target)).toEqual([
      { op: 'test', path: '/metadata/uid', value: 'u1' },
      { op: 'test', path: '/metadata/labels/istio.io~1rev', value: '1-30' },
      { op: 'remove', path: '/metadata/labels/istio.io~1rev' },
      { op: 'add', path: '/metadata/labels/istio-injection', value: 'enabled' },
      { op: 'remove', path: '/metadata/annotations/istio-revisions.dev~1original' },
      { op: 'remove', path: '/metadata/annotations/pulumi.com~1patchFieldManager' },
    ]);
  });

  it('gives a revision tag back in place', () => {
    const tagged = { ...target, original: { rev: 'stable', injection: null } };
    expect(restoreLabelsPatch(namespace, tagged)).toContainEqual({
      op: 'add',
      path: '/metadata/labels/istio.io~1rev',
      value: 'stable',
    });
  });
});

describe('adoptOwnershipPatch', () => {
  it('takes only the revision label from its former owner', () => {
    const theirs = {
      manager: 'kubectl',
      operation: 'Update',
      fieldsV1: { 'f:metadata': { 'f:labels': { 'f:istio.io/rev': {}, 'f:team': {} } } },
    };
    const namespace = { metadata: { resourceVersion: '7', managedFields: [theirs] } };
    const [guard, change] = adoptOwnershipPatch(namespace, new Date('2026-01-02T03:04:05.678Z'));
    expect(guard).toEqual({ op: 'test', path: '/metadata/resourceVersion', value: '7' });
    expect(change?.value).toEqual([
      { ...theirs, fieldsV1: { 'f:metadata': { 'f:labels': { 'f:team': {} } } } },
      expect.objectContaining({
        manager: 'istio-revisions',
        operation: 'Apply',
        time: '2026-01-02T03:04:05Z',
        fieldsV1: { 'f:metadata': { 'f:labels': { 'f:istio.io/rev': {} } } },
      }),
    ]);
  });

  it('gives it to whoever applies a tree in Git, beside what that manager owns already', () => {
    const theirs = {
      manager: 'argocd-controller',
      operation: 'Apply',
      fieldsV1: { 'f:metadata': { 'f:annotations': { 'f:a': {} } } },
    };
    const ours = {
      manager: 'istio-revisions',
      operation: 'Apply',
      fieldsV1: { 'f:metadata': { 'f:labels': { 'f:istio.io/rev': {} } } },
    };
    const namespace = { metadata: { resourceVersion: '7', managedFields: [theirs, ours] } };
    const [, change] = adoptOwnershipPatch(namespace, new Date(0), 'argocd-controller');
    expect(change?.value).toEqual([
      { ...ours, fieldsV1: { 'f:metadata': { 'f:labels': {} } } },
      expect.objectContaining({
        manager: 'argocd-controller',
        fieldsV1: {
          'f:metadata': { 'f:annotations': { 'f:a': {} }, 'f:labels': { 'f:istio.io/rev': {} } },
        },
      }),
    ]);
  });
});
