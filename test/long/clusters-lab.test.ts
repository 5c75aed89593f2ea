import type { V1ConfigMap } from '@kubernetes/client-node';
import type { UserRequests } from '../../lab/agent/traffic/traffic-model';
import { labStatus } from '../../lab/lab-status';
import { parseVector } from '../../lib/cluster/prometheus/parse-answer';
import { awaitThat } from '../support/await-that';
import { startFleetLab, type FleetLab, type TestMember } from '../support/fleet-lab';
import {
  fleetMesh,
  hostOf,
  linkClusters,
  MESH,
  shopNamespace,
  shopService,
} from '../support/fleet-mesh';

jest.setTimeout(900_000);

/** A mesh over three clusters, of which the second is in a network of its own; the tests go on where the one before stopped. */
describe('a lab with three clusters in two networks', () => {
  let lab: FleetLab;
  let first: TestMember;
  let second: TestMember;

  const counts = (): UserRequests => labStatus(first.dir).crossNetwork ?? { sent: 0, failed: 0 };

  /** What workloads sent to the other network during `work`. */
  const during = async (work: () => Promise<unknown>): Promise<UserRequests> => {
    const before = counts();
    await work();
    const after = counts();
    return { sent: after.sent - before.sent, failed: after.failed - before.failed };
  };

  /** So many requests to the other network. */
  const requests = async (count: number) => {
    const { sent } = counts();
    await awaitThat('requests are sent', () => (counts().sent - sent >= count ? true : undefined));
  };

  /** Waits until requests to the other network fail, or no more do. */
  const untilThey = (outcome: 'fail' | 'succeed') =>
    awaitThat(`requests ${outcome}`, async () => {
      const { sent, failed } = await during(() => requests(20));
      return (outcome === 'fail' ? failed > 0 : failed === 0) && sent > 0 ? true : undefined;
    });

  const query = async ({ state }: TestMember, text: string) => {
    const url = `http://127.0.0.1:${String(state.ports.prometheus)}/api/v1/query?`;
    const answer = await fetch(url + new URLSearchParams({ query: text }).toString());
    return parseVector(await answer.text());
  };

  beforeAll(async () => {
    lab = await startFleetLab({ clusters: 3, networks: 2 });
    [first, second] = lab.members as [TestMember, TestMember, TestMember];
    await lab.up(fleetMesh);
    await linkClusters(lab);
    for (const member of lab.members) {
      const objects = [
        shopNamespace(),
        ...shopService('front', member === first ? 2 : 0, ['far', 'near']),
        ...shopService('far', member === second ? 2 : 0),
        ...shopService('near', member.name === 'cluster-3' ? 2 : 0),
      ];
      for (const object of objects) await member.client.objects.create(object);
    }
    await untilThey('succeed');
  });

  afterAll(async () => {
    await lab.down();
  });

  it('has one root of trust', async () => {
    const roots = await Promise.all(
      lab.members.map(async ({ client }) => {
        const map = await client.objects.read<V1ConfigMap>({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'istio-ca-root-cert', namespace: 'shop' },
        });
        return map.data?.['root-cert.pem'];
      }),
    );
    expect(roots[0]).toContain('BEGIN CERTIFICATE');
    expect(new Set(roots).size).toBe(1);
  });

  it('gives each cluster addresses of its own, to pods and to load balancers', async () => {
    const { items } = await second.client.core.listNamespacedPod({ namespace: 'shop' });
    expect(items.map(({ status }) => status?.podIP)).toEqual([
      expect.stringMatching(/^10\.2\./),
      expect.stringMatching(/^10\.2\./),
    ]);
    const service = await second.client.core.readNamespacedService({
      name: 'eastwest',
      namespace: 'gateways',
    });
    expect(service.status?.loadBalancer?.ingress?.[0]?.ip).toMatch(/^172\.31\.2\./);
  });

  it('carries every request from one network to the other', async () => {
    const { sent, failed } = await during(() => requests(500));
    expect(sent).toBeGreaterThanOrEqual(500);
    expect(failed).toBe(0);
  });

  it('counts requests where they are sent and where they come to, by the names of the clusters', async () => {
    const labels = `source_cluster="cluster-1",destination_service="${hostOf('far')}",response_code="200"`;
    const at = (member: TestMember, reporter: string) =>
      awaitThat(`${member.name} has counted`, async () => {
        const [found] = await query(
          member,
          `sum(istio_requests_total{reporter="${reporter}",${labels},destination_cluster="cluster-2"})`,
        );
        return found !== undefined && found.value > 100 ? true : undefined;
      });
    await at(first, 'source');
    await at(second, 'destination');
    const near = `sum(istio_requests_total{reporter="source",destination_service="${hostOf('near')}",destination_cluster="cluster-3"})`;
    expect((await query(first, near))[0]?.value).toBeGreaterThan(100);
  });

  it('loses requests while an east-west gateway drops connections, and none after', async () => {
    await lab.lab('fault', 'set', 'east-west-drops', '--cluster', 'cluster-2');
    await untilThey('fail');
    await lab.lab('fault', 'clear');
    await untilThey('succeed');
    expect((await during(() => requests(500))).failed).toBe(0);
  });

  it('loses none while a cluster is cut off, whose API server then answers nobody', async () => {
    await lab.lab('fault', 'set', 'cut-off', '--cluster', 'cluster-2');
    const { failed } = await during(async () => {
      await awaitThat('the API server is unreachable', async () => {
        const read = second.client.core.readNamespace({ name: MESH });
        return read.then(
          () => undefined,
          () => true as const,
        );
      });
      await requests(500);
    });
    expect(failed).toBe(0);
    await lab.lab('fault', 'clear');
    await awaitThat('the API server answers', () =>
      second.client.core.readNamespace({ name: MESH }).then(
        () => true as const,
        () => undefined,
      ),
    );
  });

  it('trusts no cluster of another root, and trusts it again once it has that of all', async () => {
    await lab.lab('fault', 'set', 'foreign-root', '--cluster', 'cluster-2');
    await untilThey('fail');
    await lab.lab('fault', 'clear');
    await untilThey('succeed');
  });
});
