import { destroyStages } from '../../../../lib/reconcile/destroy/destroy-stages';
import { destroyToken } from '../../../../lib/reconcile/destroy/destroy-token';
import { usersLeft } from '../../../../lib/reconcile/destroy/users-left';
import { known, unknown } from '../../../../lib/rollout/fact';
import { aBody, aLabelPatch, anIstiodBody, aResource } from '../../../support/deploy-builders';
import {
  aDefaultValidator,
  aNamespace,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aProxy,
  AT,
  aWorkload,
  TO,
} from '../../../support/rollout-builders';

const meta = (name: string, labels: Readonly<Record<string, string>>, namespace?: string) => ({
  metadata: { name, labels, ...(namespace === undefined ? {} : { namespace }) },
});
const WEBHOOKS = { apiVersion: 'admissionregistration.k8s.io/v1' };

const ISTIOD = aResource(anIstiodBody());
const INJECTOR = aResource(
  aBody('MutatingWebhookConfiguration', '', {
    ...WEBHOOKS,
    ...meta('istio-sidecar-injector-1-31', { 'istio.io/rev': TO }),
  }),
);
const TAG = aResource(
  aBody('MutatingWebhookConfiguration', '', {
    ...WEBHOOKS,
    ...meta('istio-revision-tag-stable', { 'istio.io/rev': TO, 'istio.io/tag': 'stable' }),
  }),
);
const VALIDATOR = aResource(
  aBody('ValidatingWebhookConfiguration', '', {
    ...WEBHOOKS,
    ...meta('istiod-default-validator', { 'istio.io/rev': TO }),
  }),
);
const GATEWAY = aResource(
  aBody('Deployment', '', {
    apiVersion: 'apps/v1',
    ...meta('ingress-1-31', { 'helm.sh/chart': 'gateway-1.31.0' }, 'edge'),
  }),
);
const ADDRESS = aResource(
  aBody('Service', '', meta('ingress', { 'helm.sh/chart': 'gateway-1.31.0' }, 'edge')),
  { protect: true, retainOnDelete: true },
);
const ACCOUNT = aResource(aBody('ServiceAccount', 'istio-reader-service-account'));
const DEFINITION = aResource(aBody('CustomResourceDefinition', 'gateways.networking.istio.io'), {
  protect: true,
  retainOnDelete: true,
});
const LABEL = aLabelPatch('shop', TO);

const TREE = [DEFINITION, ACCOUNT, ISTIOD, INJECTOR, VALIDATOR, TAG, GATEWAY, ADDRESS, LABEL];
const STAGES = destroyStages(TREE);

describe('how a mesh goes', () => {
  it('is gateways, then what leads to istiods, then these, then what they share', () => {
    expect(STAGES.map(({ what, gone }) => [what, gone])).toEqual([
      ['gateways', [GATEWAY]],
      ['tags and the default validator', [VALIDATOR, TAG]],
      ['revisions', [ISTIOD, INJECTOR]],
      ['base', [ACCOUNT]],
    ]);
  });

  it('leaves after each stage all that goes later, and at the end what is protected', () => {
    expect(STAGES.map(({ left }) => left.length)).toEqual([7, 5, 3, 2]);
    expect(STAGES.at(-1)?.left).toEqual([DEFINITION, ADDRESS]);
  });

  it('never labels a namespace again that somebody took out of the mesh', () => {
    for (const { left } of STAGES) expect(left).not.toContain(LABEL);
  });

  it('has no stage for nothing', () => {
    expect(destroyStages([DEFINITION, ACCOUNT]).map(({ what }) => what)).toEqual(['base']);
    expect(destroyStages([DEFINITION, ADDRESS])).toEqual([]);
  });

  it('is named by a token that stands for exactly what goes', () => {
    const token = destroyToken('dev', STAGES);
    expect(token).toMatch(/^dev\/[0-9a-f]{8}$/);
    expect(destroyToken('dev', destroyStages([...TREE].reverse()))).toBe(token);
    expect(destroyToken('dev', destroyStages(TREE.filter((one) => one !== TAG)))).not.toBe(token);
  });
});

const OWN_POD = aPod({
  namespace: 'edge',
  name: 'ingress-1-31-a',
  workload: { kind: 'Deployment', name: 'ingress-1-31' },
});

/** A mesh that only its own gateway, tag and validator use. */
const unused = {
  namespaces: known([aNamespace({ labels: {} })], AT),
  pods: known([OWN_POD], AT),
  workloads: known([aWorkload({ namespace: 'edge', name: 'ingress-1-31', templateRev: TO })], AT),
  istiods: known([anIstiod(TO, { proxies: known([aProxy(OWN_POD)], AT) })], AT),
  injectors: known(
    [anInjector(TO), anInjector(TO, { name: 'istio-revision-tag-stable', tag: 'stable' })],
    AT,
  ),
  pointers: known([aDefaultValidator(TO)], AT),
};
const users = (changes: Parameters<typeof anObservation>[0]) =>
  usersLeft([TO], STAGES, anObservation({ ...unused, ...changes }));

describe('who would be left without a mesh', () => {
  it('is nobody where only what goes with it uses it', () => {
    expect(users({})).toEqual([]);
  });

  it.each<[string, Parameters<typeof anObservation>[0], RegExp]>([
    [
      'a labelled namespace',
      { namespaces: known([aNamespace()], AT) },
      /namespaces labelled: shop/,
    ],
    [
      'a namespace with a tag',
      { namespaces: known([aNamespace({ labels: { 'istio.io/rev': 'stable' } })], AT) },
      /namespaces that it injects: shop/,
    ],
    ['a pod', { pods: known([OWN_POD, aPod()], AT) }, /pods injected by it: shop\/cart-1/],
    [
      'a proxy of another cluster',
      { istiods: known([anIstiod(TO, { elsewhere: ['cart.shop (eu)'] })], AT) },
      /proxies connected .*cart\.shop \(eu\)/,
    ],
    [
      'a tag of somebody else',
      { pointers: known([aDefaultValidator(TO, { name: 'their-validator' })], AT) },
      /webhooks and tags that lead to it: .*their-validator/,
    ],
    ['what cannot be read', { pods: unknown('pods are forbidden', AT) }, /pods are forbidden/],
    ['istiods that cannot be asked', { istiods: unknown('no answer', AT) }, /no answer/],
  ])('is %s', (_what, changes, reason) => {
    expect(users(changes).join('\n')).toMatch(reason);
  });
});
