import type { V1Pod } from '@kubernetes/client-node';
import { loadBalancerAddress } from '../../lab/fleet/addresses';
import { listAll } from '../../lib/cluster/list-all';
import { podHttpGet } from '../../lib/cluster/pod-http';
import type { FleetSpec } from '../../stacks/environments/fleet';
import { awaitThat } from '../support/await-that';
import { checkoutWithFleet } from '../support/checkout';
import { cliExpecting } from '../support/cli';
import { startFleetLab, type FleetLab, type TestMember } from '../support/fleet-lab';
import { MESH, shopService } from '../support/fleet-mesh';

jest.setTimeout(1_800_000);

const MONITORING_PORT = 15014;
const FROM = '1-30';
const TO = '1-31';

/** Two clusters on two networks, the second of which has no istiods. */
const FLEET: Omit<FleetSpec, 'name'> = {
  clusters: [
    { name: 'cluster-1', cluster: { lab: 'cluster-1' }, network: 'network-1' },
    {
      name: 'cluster-2',
      cluster: { lab: 'cluster-2' },
      network: 'network-2',
      controlPlane: { cluster: 'cluster-1', address: loadBalancerAddress({ number: 1 }, 1) },
    },
  ],
  mesh: {
    namespace: MESH,
    base: { version: '1.31.0', defaultRevision: FROM },
    hub: 'registry.istio.io/release',
    revisions: [
      { revision: FROM, version: '1.30.3', values: { global: { meshID: 'shop' } } },
      { revision: TO, version: '1.31.0', values: { global: { meshID: 'shop' } } },
    ],
    gateways: [
      {
        name: 'eastwest',
        namespace: 'gateways',
        revision: FROM,
        eastWest: true,
        exposeIstiod: true,
        values: { replicaCount: 2, autoscaling: { enabled: false } },
      },
    ],
  },
  rollout: {
    from: FROM,
    to: TO,
    waves: [
      { name: 'shop', namespaces: ['shop'] },
      {
        name: 'east-west',
        gateways: [{ namespace: 'gateways', name: 'eastwest' }],
        coverage: 90,
      },
    ],
    soakSeconds: 2,
    deadlineSeconds: 90,
    retainSeconds: 5,
  },
};

interface SyncedProxy {
  readonly cluster_id?: string;
  readonly proxy?: string;
}

/** One mesh, one story: each test goes on where the one before stopped. */
describe('a cluster that uses the istiods of another', () => {
  let lab: FleetLab;
  let primary: TestMember;
  let remote: TestMember;
  let checkout: string;

  const podsOf = (member: TestMember, namespace: string, labelSelector?: string) =>
    listAll<V1Pod>(member.client, 'v1', 'Pod', {
      namespace,
      ...(labelSelector === undefined ? {} : { labelSelector }),
    });

  /** The revision that injected each living pod of the shop, once all of them are ready. */
  const shopOf = (member: TestMember) =>
    awaitThat(`the shop of ${member.name} is ready`, async () => {
      const pods = (await podsOf(member, 'shop')).filter(
        ({ metadata }) => metadata?.deletionTimestamp === undefined,
      );
      const isReady = ({ status }: V1Pod) =>
        status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
      if (pods.length < 2 || !pods.every(isReady)) return undefined;
      return [
        ...new Set(pods.map(({ metadata }) => metadata?.annotations?.['istio.io/rev'] ?? 'none')),
      ];
    });

  /** Which proxies of a cluster the istiods of a revision in the primary have. */
  const proxiesAt = async (revision: string, cluster: string): Promise<string[]> => {
    const istiods = await podsOf(primary, MESH, `app=istiod,istio.io/rev=${revision}`);
    const lists = await Promise.all(
      istiods.map(async ({ metadata }) => {
        const target = { namespace: MESH, pod: metadata?.name ?? '', port: MONITORING_PORT };
        const text = await podHttpGet(primary.client, target, '/debug/syncz');
        return (JSON.parse(text) as SyncedProxy[] | null) ?? [];
      }),
    );
    return lists
      .flat()
      .flatMap(({ cluster_id: id, proxy = '' }) => (id === cluster ? [proxy] : []));
  };

  const exists = async ({ client }: TestMember, kind: string, apiVersion: string, name: string) => {
    const found = await listAll(client, apiVersion, kind, { namespace: MESH });
    return found.some(({ metadata }) => metadata?.name === name);
  };

  beforeAll(async () => {
    lab = await startFleetLab({ clusters: 2, networks: 2 });
    [primary, remote] = lab.members as [TestMember, TestMember];
    checkout = checkoutWithFleet(FLEET);
  });

  afterAll(async () => {
    await lab.down();
  });

  it('gets its gateways with one "up" of the mesh, which gives those istiods access meanwhile', async () => {
    const { stdout } = await cliExpecting(0, ['up', '--env', 'multi'], lab.env, checkout);
    expect(stdout).toContain('multi-cluster-2');
    expect(await podsOf(remote, MESH, 'app=istiod')).toEqual([]);
    expect(await podsOf(remote, 'gateways')).toHaveLength(2);
  });

  it('has pods that are injected by them, and proxies that they know as those of the cluster', async () => {
    for (const { client } of lab.members) {
      const labels = { 'istio.io/rev': FROM };
      await client.objects.create({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'shop', labels },
      } as never);
      for (const object of shopService('front', 2)) await client.objects.create(object);
    }
    expect(await shopOf(primary)).toEqual([FROM]);
    expect(await shopOf(remote)).toEqual([FROM]);
    const pods = (await podsOf(remote, 'shop')).map(
      ({ metadata }) => `${metadata?.name ?? ''}.shop`,
    );
    const seen = await proxiesAt(FROM, 'cluster-2');
    expect(seen).toEqual(expect.arrayContaining(pods));
    expect(await proxiesAt(FROM, 'cluster-1')).not.toEqual(expect.arrayContaining(pods));
  });

  it('moves with the other in one rollout, and has nothing of the old revision in the end', async () => {
    await cliExpecting(0, ['rollout', 'run', '--env', 'multi'], lab.env, checkout);
    expect(await shopOf(primary)).toEqual([TO]);
    expect(await shopOf(remote)).toEqual([TO]);
    expect(await exists(remote, 'Service', 'v1', `istiod-${FROM}`)).toBe(false);
    expect(await exists(remote, 'Service', 'v1', `istiod-${TO}`)).toBe(true);
    expect(await exists(primary, 'Deployment', 'apps/v1', `istiod-${FROM}`)).toBe(false);
    const pods = (await podsOf(remote, 'shop')).map(
      ({ metadata }) => `${metadata?.name ?? ''}.shop`,
    );
    expect(await proxiesAt(TO, 'cluster-2')).toEqual(expect.arrayContaining(pods));
  });
});
