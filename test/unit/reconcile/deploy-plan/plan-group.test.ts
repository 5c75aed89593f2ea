import { mapTree, type KubeBody } from '../../../../lib/deploy/map-tree';
import { groupKey } from '../../../../lib/reconcile/deploy-plan/blast-radius';
import { labelledRevisions, planGroup } from '../../../../lib/reconcile/deploy-plan/plan-group';
import type { RolloutPosition } from '../../../../lib/rollout/position';
import { devEnvironment } from '../../../../stacks/environments/dev';
import type { EnvironmentSpec } from '../../../../stacks/environments/environment';
import { platformApp } from '../../../../stacks/platform-app';
import { RENDER_SETUP_MS, renderEnvironment } from '../../../support/render-environment';
import { aBody, aLabelPatch, anIstiodBody, aResource } from '../../../support/deploy-builders';

const REVISIONS = ['1-3', '1-30', '1-31', '1-31-0'];

const groupOf = (body: KubeBody, revisions: readonly string[] = REVISIONS) =>
  groupKey(planGroup(aResource(body), revisions));

function ofChart(chart: string, kind: string, name: string): KubeBody {
  return aBody(kind, name, { metadata: { name, labels: { 'helm.sh/chart': chart } } });
}

describe('an object belongs', () => {
  it('to the revision of its label', () => {
    expect(groupOf(anIstiodBody(), [])).toBe('revision 1-31');
  });

  it('to the revision of its document', () => {
    const document = (spec: unknown) =>
      groupOf(aBody('IstioOperator', 'istiod-1-31', { spec }), []);
    expect(document({ revision: '1-31' })).toBe('revision 1-31');
    expect(document({ components: {} })).toBe('shared');
    expect(document(undefined)).toBe('shared');
  });

  it.each([
    ['ServiceAccount', 'istiod-1-31', 'revision 1-31'],
    ['ClusterRole', 'istiod-clusterrole-1-30-istio-system', 'revision 1-30'],
    ['ClusterRole', 'istio-reader-clusterrole-1-31-0-istio-system', 'revision 1-31-0'],
    ['ClusterRoleBinding', 'istiod-gateway-controller-1-3-istio-system', 'revision 1-3'],
    ['ServiceAccount', 'istiod-1-29', 'shared'],
  ])(
    'to the revision in its name where the chart does not label it: %s %s',
    (kind, name, group) => {
      expect(groupOf(ofChart('istiod-1.31.0', kind, name))).toBe(group);
    },
  );

  it('to no revision for a name alone', () => {
    expect(groupOf(ofChart('base-1.31.0', 'ServiceAccount', 'istiod-1-31'))).toBe('shared');
    expect(groupOf(aBody('Secret', 'copy-of-1-31'))).toBe('shared');
  });

  it('to the gateways by its chart, whatever it is and whoever injects it', () => {
    const labels = { 'helm.sh/chart': 'gateway-1.31.0', 'istio.io/rev': '1-31' };
    expect(groupOf(aBody('Service', 'ingress', { metadata: { name: 'ingress', labels } }))).toBe(
      'gateways',
    );
    expect(groupOf(ofChart('istio-ingress-1.20.0', 'Service', 'ingress'))).toBe('gateways');
    expect(groupOf(ofChart('gateway-api-1.0', 'Service', 'ingress'))).toBe('shared');
  });

  it('to the gateways if it says what an east-west gateway lets in, but not as a gateway of the Gateway API', () => {
    const gateway = (apiVersion: string) => groupOf(aBody('Gateway', 'eastwest', { apiVersion }));
    expect(gateway('networking.istio.io/v1')).toBe('gateways');
    expect(gateway('gateway.networking.k8s.io/v1')).toBe('shared');
  });

  it('to the rollout if it is the label of a namespace', () => {
    expect(groupKey(planGroup(aLabelPatch('shop', '1-31'), REVISIONS))).toBe('rollout');
  });

  it('to everybody else', () => {
    expect(groupOf(aBody('Namespace', 'istio-system'))).toBe('shared');
    expect(groupKey(planGroup({ type: 'kubernetes:core/v1:Secret', body: {} }, REVISIONS))).toBe(
      'shared',
    );
  });
});

it('the revisions that there are, are those of the labels, each once', () => {
  const bodies = [anIstiodBody(), anIstiodBody(), aBody('Secret', 'x'), {}];
  expect(labelledRevisions(bodies)).toEqual(['1-31']);
});

describe('the objects that Istio’s charts make', () => {
  let variables: NodeJS.ProcessEnv;
  beforeAll(async () => {
    variables = await renderEnvironment();
  }, RENDER_SETUP_MS);

  it('belong to the construct that they come from', () => {
    const position: RolloutPosition = {
      installed: true,
      retired: [],
      namespaces: [{ name: 'shop', uid: 'u', revision: '1-30' }],
      gateways: {},
      tags: {},
      pointers: {},
      status: '',
    };
    const { mesh } = devEnvironment;
    const eastwest = { name: 'eastwest', namespace: 'gateways', revision: '1-30', eastWest: true };
    const environment: EnvironmentSpec = {
      ...devEnvironment,
      mesh: { ...mesh, network: 'one', gateways: [...mesh.gateways, eastwest] },
    };
    const resources = mapTree(platformApp(environment, position, variables), 'tests');
    const revisions = labelledRevisions(resources.map(({ body }) => body));
    const groups = new Map<string, string[]>();
    for (const resource of resources) {
      const group = groupKey(planGroup(resource, revisions));
      const { kind, metadata } = resource.body;
      groups.set(group, [...(groups.get(group) ?? []), `${kind} ${metadata.name}`]);
    }
    expect([...groups.keys()].sort()).toEqual([
      'gateways',
      'revision 1-30',
      'revision 1-31',
      'rollout',
      'shared',
    ]);
    const shared = (groups.get('shared') ?? []).filter(
      (name) => !name.startsWith('CustomResource'),
    );
    expect(shared).toEqual([
      'Namespace istio-system',
      'Namespace gateways',
      'ServiceAccount istio-reader-service-account',
      'IstioOperator base',
    ]);
    const named = (revision: string) =>
      (groups.get(`revision ${revision}`) ?? []).map((name) => name.replaceAll(revision, 'REV'));
    expect(named('1-30')).toEqual(named('1-31'));
    expect(named('1-31')).toContain('ClusterRole istiod-clusterrole-REV-istio-system');
    expect(groups.get('gateways')).toContain('Gateway eastwest');
    expect(groups.get('rollout')).toEqual(['Namespace shop']);
  });
});
