import type { KubernetesObject, V1Pod } from '@kubernetes/client-node';
import { listAll } from '../../lib/cluster/list-all';
import { observe } from '../../lib/cluster/observe';
import { GATEWAY_API_VERSION, readGatewayApi } from '../../lib/cluster/read-gateway-api';
import { GATEWAY_API } from '../../lib/rollout/rollout-spec';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { awaitThat } from '../support/await-that';
import { startBareLab, type BareLab } from '../support/bare-lab';
import { checkoutWith, declareIn } from '../support/checkout';
import { cliExpecting } from '../support/cli';
import { gatewayApiKinds } from '../support/gateway-api-kinds';

jest.setTimeout(900_000);

const MESH = {
  namespace: 'istio-system',
  base: { version: '1.31.0', defaultRevision: '1-30' },
  hub: 'registry.istio.io/release',
  revisions: [
    { revision: '1-30', version: '1.30.3', values: { revisionTags: ['prod'] } },
    { revision: '1-31', version: '1.31.0' },
  ],
  gateways: [],
} as const;

const WEB = { namespace: 'shop', name: 'web', api: GATEWAY_API } as const;
const API = { namespace: 'shop', name: 'api', api: GATEWAY_API } as const;

const ROLLOUT: RolloutSpec = {
  from: '1-30',
  to: '1-31',
  waves: [
    { name: 'edge', gateways: [WEB, API] },
    { name: 'shop', namespaces: ['shop'] },
  ],
  soakSeconds: 2,
  deadlineSeconds: 600,
  retainSeconds: 3,
};

/** Everybody waits for a person before the namespace moves, and nobody comes. */
const HELD: RolloutSpec = {
  ...ROLLOUT,
  approvalSeconds: 1,
  waves: ROLLOUT.waves.map((wave) => (wave.name === 'shop' ? { ...wave, approval: true } : wave)),
};

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** What istiod makes of both Gateways: two pods each, behind a Service within the cluster. */
const PARAMETERS: KubernetesObject & { readonly data: object } = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'two-pods', namespace: 'shop' },
  data: { deployment: 'spec: { replicas: 2 }', service: 'spec: { type: ClusterIP }' },
};

function gateway(name: string, labels: Record<string, string>): KubernetesObject {
  const spec = {
    gatewayClassName: 'istio',
    listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
    infrastructure: { parametersRef: { group: '', kind: 'ConfigMap', name: 'two-pods' } },
  };
  const metadata = { name, namespace: 'shop', labels };
  return { apiVersion: GATEWAY_API_VERSION, kind: 'Gateway', metadata, spec } as KubernetesObject;
}

function workload(): KubernetesObject {
  const labels = { app: 'shop' };
  const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53';
  const template = { metadata: { labels }, spec: { containers: [{ name: 'shop', image }] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop', namespace: 'shop' },
    spec: { replicas: 1, selector: { matchLabels: labels }, template },
  } as KubernetesObject;
}

/** One mesh, one story: each test goes on where the one before stopped. */
describe('two Gateways of the Gateway API on real istiods', () => {
  let lab: BareLab;
  let checkout: string;

  const run = (code: number, ...args: readonly string[]) =>
    cliExpecting(code, [...args, '--env', 'dev'], lab.env, checkout);

  const declare = (rollout: RolloutSpec) => {
    declareIn(checkout, { mesh: MESH, rollout });
  };

  const podsOf = async (name: string): Promise<V1Pod[]> =>
    listAll<V1Pod>(lab.client, 'v1', 'Pod', {
      namespace: 'shop',
      labelSelector: `${GATEWAY_NAME}=${name}`,
    });

  const revisionsOf = async (name: string): Promise<string> => {
    const pods = await podsOf(name);
    const revisions = pods.map(({ metadata }) => metadata?.annotations?.['istio.io/rev'] ?? '');
    return [...new Set(revisions)].sort().join(' and ');
  };

  /** By name the label of each, and who owns it. */
  const labels = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await readGatewayApi(lab.client)).map(({ name, label, revOwned }) => [
        name,
        `${label ?? 'none'}${revOwned ? ', ours' : ''}`,
      ]),
    );

  /** Looks on while something happens: what each Gateway runs on, whenever that changes, and whether both ever roll at once. */
  const watching = async (happening: Promise<unknown>) => {
    const seen: string[] = [];
    const together: string[] = [];
    const state = { isOver: false };
    const ended = happening.finally(() => (state.isOver = true));
    while (!state.isOver) {
      const all = await Promise.all(['web', 'api'].map(podsOf));
      const templates = all.map(
        (pods) => new Set(pods.map(({ metadata }) => metadata?.labels?.['pod-template-hash'])).size,
      );
      if (templates.every((count) => count > 1)) together.push(templates.join());
      const [web, api] = await Promise.all(['web', 'api'].map(revisionsOf));
      const told = `web ${web ?? ''}, api ${api ?? ''}`;
      if (seen.at(-1) !== told) seen.push(told);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await ended;
    expect(together).toEqual([]);
    return seen;
  };

  beforeAll(async () => {
    checkout = checkoutWith({ mesh: MESH, rollout: ROLLOUT });
    lab = await startBareLab();
    for (const kind of await gatewayApiKinds()) await lab.client.objects.create(kind);
  });

  afterAll(async () => {
    await lab.down();
  });

  it('are made by the istiod that the default tag, and a tag of theirs, lead to', async () => {
    await run(0, 'up');
    const namespace = { name: 'shop', labels: { 'istio-injection': 'enabled' } };
    for (const object of [
      { apiVersion: 'v1', kind: 'Namespace', metadata: namespace },
      PARAMETERS,
      gateway('web', {}),
      gateway('api', { 'istio.io/rev': 'prod' }),
      workload(),
    ])
      await lab.client.objects.create(object, undefined, undefined, 'kubectl-create');
    await awaitThat('both Gateways programmed, with two ready pods each', async () => {
      const { gatewayApi, workloads } = await observe(lab.client, ['1-30', '1-31'], Date.now);
      const isWell =
        gatewayApi.known &&
        gatewayApi.value.length === 2 &&
        gatewayApi.value.every((one) => one.unprogrammed === null && one.addresses.length > 0) &&
        workloads.known &&
        workloads.value.filter(({ name, ready }) => name.endsWith('-istio') && ready === 2)
          .length === 2;
      return isWell || undefined;
    });
    expect(await watching(Promise.resolve())).toEqual(['web 1-30, api 1-30']);
    expect(await labels()).toEqual({ web: 'none', api: 'prod' });
  });

  it('are in a wave, or the rollout that would move them by accident is refused', async () => {
    declare({ ...ROLLOUT, waves: [{ name: 'shop', namespaces: ['shop'] }] });
    const { stderr } = await run(2, 'rollout', 'run');
    expect(stderr).toContain('Gateway shop/web follows the label of its namespace');
    expect(stderr).toContain('Gateway shop/api follows revision tag prod');
    expect(await labels()).toEqual({ web: 'none', api: 'prod' });
  });

  it('are pinned and moved one by one, and then held by their own labels', async () => {
    declare(HELD);
    const seen = await watching(run(4, 'rollout', 'run'));
    expect(seen).toEqual([
      'web 1-30, api 1-30',
      'web 1-30 and 1-31, api 1-30',
      'web 1-31, api 1-30',
      'web 1-31, api 1-30 and 1-31',
      'web 1-31, api 1-31',
    ]);
    expect(await labels()).toEqual({ web: '1-31, ours', api: '1-31, ours' });
  });

  it('go back one by one, the newest first, and get the labels back that they had', async () => {
    const seen = await watching(run(3, 'rollout', 'rollback', '--reason', 'try it'));
    expect(seen).toEqual([
      'web 1-31, api 1-31',
      'web 1-31, api 1-30 and 1-31',
      'web 1-31, api 1-30',
      'web 1-30 and 1-31, api 1-30',
      'web 1-30, api 1-30',
    ]);
    expect(await labels()).toEqual({ web: 'none', api: 'prod' });
  });

  it('move to the end, where neither their namespace nor the tags that are handed over move them again', async () => {
    declare(ROLLOUT);
    const seen = await watching(run(0, 'rollout', 'run'));
    expect(seen).toHaveLength(5);
    expect(seen.at(-1)).toBe('web 1-31, api 1-31');
    expect(await labels()).toEqual({ web: '1-31, ours', api: '1-31, ours' });
    const { revisionObjects } = await observe(lab.client, ['1-30'], Date.now);
    expect(revisionObjects).toEqual(expect.objectContaining({ value: { '1-30': [] } }));
  });

  it('have nothing changed by up', async () => {
    const { stdout } = await run(0, 'up', '--json');
    const { counts } = JSON.parse(stdout) as { counts: Record<string, number> };
    expect(Object.keys(counts)).toEqual(['same']);
  });
});
