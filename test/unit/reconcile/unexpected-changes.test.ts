import { unexpectedChanges } from '../../../lib/reconcile/unexpected-changes';
import type { RolloutRecord } from '../../../lib/rollout/record';
import { aGatewayWave, aRecord, aTagWave } from '../../support/rollout-builders';

const inPhase = (phase: RolloutRecord['phase']) => aRecord({ phase });
const change = (op: string, kind: string, name: string) => ({
  op,
  type: `kubernetes:core/v1:${kind}`,
  name,
  urn: '',
  diff: [],
});

describe('unexpectedChanges', () => {
  it('lets a wave change the labels of its own namespaces and nothing else', () => {
    const changes = [
      change('update', 'NamespacePatch', 'web'),
      change('update', 'NamespacePatch', 'core'),
      change('update', 'ConfigMap', 'istio-system/istio-1-30'),
      change('same', 'Service', 'istio-system/istiod-1-30'),
    ];
    expect(unexpectedChanges(inPhase('moving'), ['Namespace web'], changes)).toEqual([
      'update NamespacePatch core',
      'update ConfigMap istio-system/istio-1-30',
    ]);
  });

  it('stops for a namespace that was declared in the middle of a wave, and makes it before the first', () => {
    const born = [change('create', 'NamespacePatch', 'late')];
    expect(unexpectedChanges(inPhase('moving'), ['Namespace web'], born)).toEqual([
      'create NamespacePatch late',
    ]);
    expect(unexpectedChanges(inPhase('adopting'), [], born)).toEqual([]);
  });

  it('lets a gateway wave change what the chart makes of its gateway', () => {
    const changes = [
      change('update', 'Deployment', 'gateways/ingress'),
      change('update', 'Deployment', 'gateways/egress'),
    ];
    expect(unexpectedChanges(inPhase('moving'), ['Deployment gateways/ingress'], changes)).toEqual([
      'update Deployment gateways/egress',
    ]);
  });

  it('lets a wave move its own tag, webhook and Service, and no other', () => {
    const changes = [
      change('update', 'MutatingWebhookConfiguration', 'istio-revision-tag-web'),
      change('update', 'Service', 'istio-system/istiod-revision-tag-web'),
      change('update', 'MutatingWebhookConfiguration', 'istio-revision-tag-web-2'),
      change('update', 'Service', 'istio-system/istiod-revision-tag-web-2'),
    ];
    expect(unexpectedChanges(inPhase('moving'), ['Tag web'], changes)).toEqual([
      'update MutatingWebhookConfiguration istio-revision-tag-web-2',
      'update Service istio-system/istiod-revision-tag-web-2',
    ]);
  });

  it('lets an istiod that somebody deleted in the middle of a rollout come back', () => {
    const changes = [
      change('create', 'Deployment', 'istio-system/istiod-1-31'),
      change('create', 'MutatingWebhookConfiguration', 'istio-sidecar-injector-1-31-istio-system'),
      change('create', 'Deployment', 'istio-system/istiod-1-31-2'),
    ];
    expect(unexpectedChanges(inPhase('moving'), ['Revision 1-31'], changes)).toEqual([
      'create Deployment istio-system/istiod-1-31-2',
    ]);
  });

  it('lets a tag go that was given up, and none that is needed', () => {
    const waves = [aTagWave('web', ['shop'])];
    const plan = { ...aRecord().plan, waves };
    const gone = (record: RolloutRecord, tag: string) =>
      unexpectedChanges(
        record,
        [],
        [change('delete', 'MutatingWebhookConfiguration', `istio-revision-tag-${tag}`)],
      );
    const back = aRecord({ plan, phase: 'rolling-back' });
    expect(gone(back, 'web')).toHaveLength(1);
    expect(gone({ ...back, owned: { ...back.owned, tags: {} } }, 'web')).toEqual([]);
    expect(gone(back, 'stable')).toHaveLength(1);
    const takingOver = aRecord({ plan, released: 0 });
    expect(gone(takingOver, 'old')).toEqual([]);
    expect(gone(takingOver, 'default')).toHaveLength(1);
  });

  it('lets the generation of a gateway go that its address leads to no more, and no other', () => {
    const plan = { ...aRecord().plan, waves: [aGatewayWave()] };
    const gone = (phase: RolloutRecord['phase'], revision: string, name = 'gateway') =>
      ['Deployment', 'HorizontalPodAutoscaler'].flatMap((kind) =>
        unexpectedChanges(
          aRecord({ plan, phase }),
          [],
          [change('delete', kind, `ingress/${name}-${revision}`)],
        ),
      );
    expect(gone('handing-over', '1-30')).toEqual([]);
    expect(gone('moving', '1-30')).toHaveLength(2);
    expect(gone('handing-over', '1-31')).toHaveLength(2);
    expect(gone('handing-over', '1-30', 'other')).toHaveLength(2);
  });

  it('lets a removal delete what is made for the removed revision alone', () => {
    const changes = [
      change('delete', 'Deployment', 'istio-system/istiod-1-30'),
      change('delete', 'ClusterRole', 'istiod-clusterrole-1-30-istio-system'),
      change('delete', 'Deployment', 'istio-system/istiod-1-31'),
      change('delete', 'IstioOperator', 'istio-system/istiod-1-30'),
      change('delete', 'Namespace', 'istio-system'),
      change('delete', 'Deployment', 'gateways/ingress-1-30'),
      change('delete', 'DaemonSet', 'istio-system/istio-cni-node'),
      change('delete', 'MutatingWebhookConfiguration', 'istio-revision-tag-default'),
    ];
    expect(unexpectedChanges(inPhase('removing'), [], changes)).toEqual([
      'delete Deployment istio-system/istiod-1-31',
      'delete Namespace istio-system',
      'delete Deployment gateways/ingress-1-30',
      'delete DaemonSet istio-system/istio-cni-node',
      'delete MutatingWebhookConfiguration istio-revision-tag-default',
    ]);
  });

  it('lets a removal delete the route to its istiods that other clusters came by, and no route to others', () => {
    const route = (name: string) => change('delete', 'VirtualService', `istio-system/${name}`);
    const changes = [
      route('eastwest-istiod-1-30'),
      route('eastwest-istiod-1-31'),
      route('cross-network'),
    ];
    expect(unexpectedChanges(inPhase('removing'), [], changes)).toEqual([
      'delete VirtualService istio-system/eastwest-istiod-1-31',
      'delete VirtualService istio-system/cross-network',
    ]);
    expect(unexpectedChanges(inPhase('retaining'), [], changes)).toHaveLength(3);
  });

  it('refuses a deletion before the removal and a replacement at any time', () => {
    expect(
      unexpectedChanges(inPhase('installing'), [], [change('delete', 'Service', 'x/istiod-1-30')]),
    ).toEqual(['delete Service x/istiod-1-30']);
    expect(
      unexpectedChanges(inPhase('removing'), [], [change('replace', 'Service', 'x/istiod-1-30')]),
    ).toEqual(['replace Service x/istiod-1-30']);
  });

  it('lets a wave drop the label of a namespace that is gone', () => {
    expect(
      unexpectedChanges(
        inPhase('moving'),
        ['Namespace gone'],
        [change('delete', 'NamespacePatch', 'gone')],
      ),
    ).toEqual([]);
  });
});
