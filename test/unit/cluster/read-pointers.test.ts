import type { V1MutatingWebhook } from '@kubernetes/client-node';
import { webhookPointer } from '../../../lib/cluster/read-pointers';

const webhook = (name: string, clientConfig: V1MutatingWebhook['clientConfig']) => ({
  name,
  clientConfig,
  admissionReviewVersions: ['v1'],
  sideEffects: 'None',
});
const service = { namespace: 'istio-system', name: 'istiod-1-30' };

describe('a webhook configuration as a pointer', () => {
  it('leads to the Services that its webhooks call, under the name of a tag', () => {
    const metadata = {
      name: 'istio-revision-tag-prod',
      labels: { 'istio.io/rev': '1-30', 'istio.io/tag': 'prod' },
      managedFields: [
        { manager: 'pilot-discovery' },
        { manager: 'helm' },
        { manager: 'istio-revisions-deploy' },
      ],
    };
    const webhooks = ['rev.namespace.', 'rev.object.'].map((prefix) =>
      webhook(`${prefix}sidecar-injector.istio.io`, { service, caBundle: 'eA==' }),
    );
    expect(webhookPointer('MutatingWebhookConfiguration', { metadata, webhooks })).toEqual([
      {
        kind: 'MutatingWebhookConfiguration',
        name: 'istio-revision-tag-prod',
        revision: '1-30',
        tag: 'prod',
        calls: ['istio-system/istiod-1-30'],
        caBundle: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        ours: true,
        manager: 'helm',
      },
    ]);
  });

  it.each([
    ['one has none', [{ service, caBundle: 'eA==' }, { service }]],
    [
      'they differ',
      [
        { service, caBundle: 'eA==' },
        { service, caBundle: 'eQ==' },
      ],
    ],
  ])('has no CA bundle where %s', (_title, configs) => {
    const webhooks = configs.map((config) => webhook('validation.istio.io', config));
    const [pointer] = webhookPointer('ValidatingWebhookConfiguration', { webhooks });
    expect(pointer).toMatchObject({ caBundle: null, revision: null, ours: false });
  });

  it('is none of Istio where none of its webhooks is', () => {
    const webhooks = [webhook('policies.example.org', { url: 'https://policies' })];
    expect(webhookPointer('ValidatingWebhookConfiguration', { webhooks })).toEqual([]);
  });
});
