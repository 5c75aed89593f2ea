import type { V1Service } from '@kubernetes/client-node';
import { ApiException } from '@kubernetes/client-node';
import type { KubeClient } from '../../../lib/cluster/kube-client';
import { FailureLog } from '../../../lab/agent/failure-log';
import { LoadBalancers } from '../../../lab/agent/load-balancers';
import { planFleet } from '../../../lab/fleet/fleet';

const [, member] = planFleet('/lab', { clusters: 2, networks: 2 }, []).members;
const PORTS = [
  { port: 15443, targetPort: 15443 },
  { port: 443, targetPort: 8443 },
  { port: 80, targetPort: 'http' },
];

const service = (name: string, type = 'LoadBalancer', ip?: string): V1Service => ({
  metadata: { name, namespace: 'gateways', uid: name },
  spec: { type, ports: PORTS },
  ...(ip === undefined ? {} : { status: { loadBalancer: { ingress: [{ ip }] } } }),
});

function balancers(write: (name: string) => Promise<void> = () => Promise.resolve()) {
  if (member === undefined) throw new Error('there is no cluster 2');
  const written: [string, unknown][] = [];
  const core = {
    patchNamespacedServiceStatus: async ({ name, body }: { name: string; body: V1Service }) => {
      written.push([name, body.status?.loadBalancer?.ingress]);
      await write(name);
    },
  };
  const failed: string[] = [];
  const log = new FailureLog((event) => failed.push(event));
  const built = new LoadBalancers({ core } as unknown as KubeClient, member, log);
  return { built, written, failed };
}

describe('a Service of type LoadBalancer', () => {
  it('gets an address of its cluster, another than the others have, and no other Service does', async () => {
    const { built, written } = balancers();
    built.changed(service('old', 'LoadBalancer', '172.31.2.1'));
    for (const name of ['a', 'b']) built.changed(service(name));
    built.changed(service('inside', 'ClusterIP'));
    await built.refresh();
    expect(written).toEqual([
      ['a', [{ ip: '172.31.2.2' }]],
      ['b', [{ ip: '172.31.2.3' }]],
    ]);
  });

  it('keeps its address, and is written again only where that failed', async () => {
    let fails = true;
    const { built, written, failed } = balancers(() => {
      const result = fails ? Promise.reject(new Error('no')) : Promise.resolve();
      fails = false;
      return result;
    });
    built.changed(service('a'));
    await Promise.all([built.refresh(), built.refresh()]);
    await built.refresh();
    expect([written.map(([, ingress]) => ingress), failed]).toEqual([
      [[{ ip: '172.31.2.1' }], [{ ip: '172.31.2.1' }]],
      ['load-balancer-failed'],
    ]);
    built.changed(service('a', 'LoadBalancer', '172.31.2.1'));
    await built.refresh();
    expect(written).toHaveLength(2);
  });

  it('that is gone leaves its address to the next one, and its removal is no failure', async () => {
    const gone = new ApiException(404, 'gone', '', {});
    const { built, written, failed } = balancers(() => Promise.reject(gone));
    built.changed(service('a'));
    await built.refresh();
    built.gone(service('a'));
    built.changed(service('b'));
    await built.refresh();
    expect([written.map(([, ingress]) => ingress), failed]).toEqual([
      [[{ ip: '172.31.2.1' }], [{ ip: '172.31.2.1' }]],
      [],
    ]);
  });

  it('leads from its ports to those of its pods, and from no other port or address', async () => {
    const { built } = balancers();
    built.changed(service('a'));
    await built.refresh();
    const to = (targetPort: number) => ({ service: 'gateways/a', targetPort });
    expect(PORTS.map(({ port }) => built.at('172.31.2.1', port))).toEqual([
      to(15443),
      to(8443),
      to(80),
    ]);
    expect([built.at('172.31.2.1', 15012), built.at('172.31.2.9', 443)]).toEqual([null, null]);
    built.changed(service('a', 'ClusterIP'));
    expect(built.at('172.31.2.1', 443)).toBeNull();
  });
});
