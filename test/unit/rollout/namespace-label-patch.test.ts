import { namespaceLabelPatch } from '../../../lib/rollout/namespace-label-patch';
import { TO } from '../../support/rollout-builders';

it('the patch of a namespace has its uid, its revision and who holds it, and nothing else', () => {
  expect(namespaceLabelPatch({ name: 'shop', uid: 'uid-shop', revision: TO })).toEqual({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: 'shop',
      uid: 'uid-shop',
      labels: { 'istio.io/rev': TO },
      annotations: { 'pulumi.com/patchFieldManager': 'istio-revisions' },
    },
  });
});
