import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { aloneOn } from '../../../lib/rollout/gateway-places';
import type { KubeObject } from '../../../lib/render/kube-object';
import type { RolloutPosition } from '../../../lib/rollout/position';
import type { EnvironmentSpec } from '../../../stacks/environments';
import { prodEnvironment } from '../../../stacks/environments/prod';
import { stagingEnvironment } from '../../../stacks/environments/staging';
import type { PlatformStack } from '../../../stacks/platform-stack';
import { releasedCharts } from '../../support/released-charts';
import { platformOf } from '../../support/platform-of';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

const GOLDEN = join(__dirname, 'platform-names-prod.txt');
const SHOP = ['catalog', 'checkout', 'frontend', 'orders', 'payments'];
const CHART_LABEL = 'helm.sh/chart';

let environmentVariables: NodeJS.ProcessEnv;
beforeAll(async () => {
  const variables = await renderEnvironment();
  const charts = releasedCharts(variables['ISTIO_REVISIONS_CHARTS'] ?? '');
  environmentVariables = { ...variables, ISTIO_REVISIONS_CHARTS: charts };
}, RENDER_SETUP_MS);

afterAll(() => {
  rmSync(environmentVariables['ISTIO_REVISIONS_CHARTS']!, { recursive: true });
});

/** The first wave has moved. */
const MOVING: RolloutPosition = {
  installed: true,
  retired: [],
  namespaces: SHOP.map((name) => ({ name, uid: `uid-${name}`, revision: '1-30' })),
  gateways: { 'gateways/eastwest': aloneOn('1-31'), 'gateways/ingress': aloneOn('1-30') },
  tags: {},
  pointers: {},
  status: 'wave 1/5',
};

const platform = (environment: EnvironmentSpec, position?: RolloutPosition) =>
  platformOf(environmentVariables, environment, position);

const objectsOf = (environment: EnvironmentSpec, position?: RolloutPosition) =>
  platform(environment, position).toJson() as KubeObject[];

/** `<construct path>  <kind> <namespace>/<name>` of every object. */
function names(stack: PlatformStack): string[] {
  return stack.node
    .findAll()
    .filter((node) => ApiObject.isApiObject(node))
    .map(({ node, kind, metadata, name }) => {
      const namespace = metadata.namespace === undefined ? '' : `${metadata.namespace}/`;
      return `${node.path}  ${kind} ${namespace}${name}`;
    });
}

describe.each([stagingEnvironment, prodEnvironment])('the environment $name', (environment) => {
  const { mesh, rollout, cluster } = environment;
  const waves = rollout!.waves;

  it('is not the lab’s', () => {
    expect(cluster.lab).toBeUndefined();
    expect(cluster.context).toBe(environment.name);
  });

  it('is rendered before and amid its rollout, with the charts of a release', () => {
    // What a definition says of a field names a revision as an example.
    const before = objectsOf(environment).filter(({ kind }) => !kind.endsWith('Definition'));
    expect(JSON.stringify(before)).not.toContain('1-31');
    const amid = objectsOf(environment, MOVING);
    const charts = new Set(amid.map(({ metadata }) => metadata.labels?.[CHART_LABEL]));
    expect(charts).toContain('istiod-1.30.3');
    expect(charts).toContain('istiod-1.31.0');
  });

  it('moves every gateway that it has, and then every namespace of the shop', () => {
    const gateways = waves.flatMap((wave) => ('gateways' in wave ? wave.gateways : []));
    expect(gateways).toEqual(mesh.gateways.map(({ namespace, name }) => ({ namespace, name })));
    const namespaces = waves.flatMap((wave) => ('namespaces' in wave ? wave.namespaces : []));
    expect([...namespaces].sort()).toEqual(SHOP);
  });

  it('is judged by a Prometheus of its cluster', () => {
    expect(rollout!.metrics).toBeDefined();
    expect(environment.prometheus).toEqual({
      namespace: 'monitoring',
      service: 'prometheus',
      port: 9090,
    });
  });
});

describe('the platform of prod', () => {
  it('has the ids and names of the golden list, since a rename is a removal', () => {
    const text = `${names(platform(prodEnvironment, MOVING)).join('\n')}\n`;
    expect(text).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  it('says its network wherever Istio looks for it', () => {
    const objects = objectsOf(prodEnvironment, MOVING);
    const carriers = objects
      .filter(({ metadata }) => metadata.labels?.['topology.istio.io/network'] === 'prod-eu-1')
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(carriers).toEqual(['Namespace istio-system', 'Service eastwest']);
    for (const revision of ['1-30', '1-31']) {
      const injector = objects.find(
        ({ kind, metadata }) =>
          kind === 'ConfigMap' && metadata.name === `istio-sidecar-injector-${revision}`,
      );
      const { values } = injector?.['data'] as { values: string };
      expect(JSON.parse(values)).toMatchObject({
        global: {
          network: 'prod-eu-1',
          meshID: 'shop',
          multiCluster: { clusterName: 'prod-eu-1' },
        },
      });
    }
  });

  it('moves the east-west gateway like any other, and leaves alone what exposes the mesh on it', () => {
    const before = objectsOf(prodEnvironment, {
      ...MOVING,
      gateways: { ...MOVING.gateways, 'gateways/eastwest': aloneOn('1-30') },
      tags: {},
    });
    const after = objectsOf(prodEnvironment, MOVING);
    const changed = after
      .filter((object, index) => JSON.stringify(object) !== JSON.stringify(before[index]))
      .map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
    // Everything of a chart carries the chart's version.
    expect(changed).toEqual([
      'ServiceAccount gateways/eastwest',
      'Role gateways/eastwest',
      'RoleBinding gateways/eastwest',
      'Deployment gateways/eastwest-1-31',
      'Service gateways/eastwest',
      'HorizontalPodAutoscaler gateways/eastwest-1-31',
      'PodDisruptionBudget gateways/eastwest-1-31',
    ]);
  });

  it('survives the loss of a node: two of every istiod, and a budget for each', () => {
    const objects = objectsOf(prodEnvironment, MOVING);
    const budgets = objects.filter(({ kind }) => kind === 'PodDisruptionBudget');
    expect(budgets.map(({ metadata }) => metadata.name)).toEqual([
      'istiod-1-30',
      'istiod-1-31',
      'eastwest-1-31',
      'ingress-1-30',
    ]);
    const scalers = objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
    expect(
      scalers.map((scaler) => (scaler['spec'] as { minReplicas: number }).minReplicas),
    ).toEqual([2, 2, 2, 3]);
  });
});
