import { ISTIO_OPERATOR } from '../../../lib/operator/istio-operator';
import { renderOperator } from '../../../lib/render/render-operator';
import type { LabelSelector } from '../../../lib/rollout/selector/label-selector';
import { matchesSelector } from '../../../lib/rollout/selector/matches-selector';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

type Labels = Readonly<Record<string, string>>;

interface Webhook {
  readonly namespaceSelector: LabelSelector;
  readonly objectSelector: LabelSelector;
}

const [OLD, NEW] = ['old', 'new'];
const onto = (revision: string): Labels => ({ 'istio.io/rev': revision });

/**
 * Which webhooks the API server asks about a new pod, by the labels of its namespace and its own: what ADR 0015 rests on. Nobody
 * else decides; istiod sees a pod only after that.
 */
describe.each(['1.30.3', '1.31.0'])('the injectors of two revisions by the charts of %s', (tag) => {
  let webhooks: readonly (readonly [string, readonly Webhook[]])[];
  beforeAll(async () => {
    const environment = await renderEnvironment();
    webhooks = [OLD, NEW].map((revision) => {
      const spec = { tag, revision, components: { base: { enabled: false } } };
      const operator = { ...ISTIO_OPERATOR, metadata: { name: 'x' }, spec };
      const injector = renderOperator(operator, environment).objects.find(
        ({ kind }) => kind === 'MutatingWebhookConfiguration',
      );
      return [revision, (injector as unknown as { webhooks: Webhook[] }).webhooks] as const;
    });
  }, RENDER_SETUP_MS);

  const asked = (namespace: Labels, pod: Labels) =>
    webhooks.flatMap(([revision, all]) =>
      all.some(
        ({ namespaceSelector, objectSelector }) =>
          matchesSelector(namespaceSelector, namespace) && matchesSelector(objectSelector, pod),
      )
        ? [revision]
        : [],
    );

  it.each([
    ['says another revision', onto(NEW)],
    [
      'says another revision, and that it wants a sidecar',
      { ...onto(NEW), 'sidecar.istio.io/inject': 'true' },
    ],
    ['says nothing', {}],
  ])('follow the label of the namespace where the pod %s', (_name, pod) => {
    expect(asked(onto(OLD), pod)).toEqual([OLD]);
    expect(asked({ ...onto(OLD), app: 'shop' }, pod)).toEqual([OLD]);
  });

  it.each([
    ['with istio-injection=enabled', { 'istio-injection': 'enabled' }],
    ['with istio-injection=disabled', { 'istio-injection': 'disabled' }],
    ['with istio-injection and a revision', { 'istio-injection': 'enabled', ...onto(OLD) }],
  ])('leave alone a pod that names a revision in a namespace %s', (_name, namespace) => {
    expect(asked(namespace, onto(NEW))).toEqual([]);
  });

  it('follow the label of the pod only where its namespace has none, and then leave its neighbours without a sidecar', () => {
    expect(asked({}, onto(NEW))).toEqual([NEW]);
    expect(asked({}, {})).toEqual([]);
  });

  it('leave alone a pod that wants no sidecar, whatever it names beside', () => {
    expect(asked(onto(OLD), { ...onto(NEW), 'sidecar.istio.io/inject': 'false' })).toEqual([]);
  });
});
