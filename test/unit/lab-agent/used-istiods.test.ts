import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiException } from '@kubernetes/client-node';
import type { KubeClient } from '../../../lib/cluster/kube-client';
import { planFleet } from '../../../lab/fleet/fleet';
import { FailureLog } from '../../../lab/agent/failure-log';
import { PeerClient } from '../../../lab/agent/peers/peer-client';
import { openPeerServer } from '../../../lab/agent/peers/peer-server';
import { Receiver } from '../../../lab/agent/peers/receiver';
import type { TrafficProxy } from '../../../lab/agent/traffic/traffic-proxy';
import { UsedIstiods, type IstiodHop } from '../../../lab/agent/used-istiods';

const SERVICE = { namespace: 'istio-system', name: 'istiod-1-31' };

/** A cluster in which the Service leads to the address of a gateway, as Istio's chart has it. */
function cluster(spec: object, status: number | null = null): KubeClient {
  const ports = [
    { name: 'tcp-istiod', port: 15012 },
    { name: 'tcp-webhook', port: 443, targetPort: 15017 },
  ];
  const slice = {
    endpoints: [{ addresses: ['172.31.1.1'] }],
    ports: [
      { name: 'tcp-istiod', port: 15012 },
      { name: 'tcp-webhook', port: 15017 },
    ],
  };
  const read = () =>
    status === null
      ? Promise.resolve({ spec: { ports, ...spec } })
      : Promise.reject(new ApiException(status, 'refused', '', {}));
  const slices = { listNamespacedEndpointSlice: () => Promise.resolve({ items: [slice] }) };
  return {
    core: { readNamespacedService: read },
    config: { makeApiClient: () => slices },
  } as unknown as KubeClient;
}

describe('the istiods of another cluster', () => {
  const follow = jest.fn((hop: IstiodHop) => Promise.resolve(hop.port));

  it('are behind the address that the endpoints of the Service name, by the name of that Service', async () => {
    const used = new UsedIstiods(cluster({}), follow);
    expect(await used.find(SERVICE, 15012, 3)).toBe(15012);
    expect(follow).toHaveBeenLastCalledWith({
      address: '172.31.1.1',
      port: 15012,
      sni: 'istiod-1-31.istio-system.svc',
      turn: 3,
    });
    expect(await used.find(SERVICE, 443, 0)).toBe(15017);
    expect(await used.find(SERVICE, 15010, 0)).toBeNull();
  });

  it('are not asked for where the Service has pods of its own, or is not there', async () => {
    const own = new UsedIstiods(cluster({ selector: { app: 'istiod' } }), follow);
    expect(await own.find(SERVICE, 15012, 0)).toBeNull();
    expect(await new UsedIstiods(cluster({}, 404), follow).find(SERVICE, 15012, 0)).toBeNull();
    await expect(new UsedIstiods(cluster({}, 500), follow).find(SERVICE, 1, 0)).rejects.toThrow();
  });
});

describe('a connection that comes for the istiods of a cluster', () => {
  const SNI = 'istiod-1-31.istio-system.svc';
  const gateway = {
    caller: { pod: 'gateways/eastwest-a', namespace: 'gateways' },
    revision: '1-31',
    config: {
      clusters: new Map(),
      endpoints: new Map([['istiods', [{ address: '10.1.0.5', port: 15012 }]]]),
      routes: new Map(),
      passthrough: new Map([[`15012/${SNI}`, 'istiods']]),
    },
  } as unknown as TrafficProxy;
  const receiver = new Receiver({
    inbound: null as never,
    outbound: null as never,
    balancers: {
      at: (address, port) =>
        address === '172.31.1.1' ? { service: 'gateways/eastwest', targetPort: port } : null,
    },
    isBehind: (_service, pod) => pod === 'gateways/eastwest-a',
  });
  const hop = { address: '172.31.1.1', port: 15012, sni: SNI, turn: 0 };
  const lead = (changes: Partial<IstiodHop>, faults: readonly { readonly type: string }[] = []) =>
    receiver.lead({ ...hop, ...changes }, { proxies: [gateway], faults: faults as never });

  it('is passed on by the server name, as the proxy of the gateway was told', () => {
    expect(lead({})).toEqual({ address: '10.1.0.5', port: 15012 });
    expect(lead({ sni: 'istiod-1-29.istio-system.svc' })).toBeNull();
    expect(lead({ port: 15017 })).toBeNull();
    expect(lead({ address: '172.31.1.2' })).toBeNull();
    expect(receiver.lead(hop, { proxies: [], faults: [] })).toBeNull();
  });

  it('ends at a gateway that drops connections', () => {
    expect(lead({}, [{ type: 'east-west-drops' }])).toBeNull();
  });

  describe('asked of the agent of that cluster', () => {
    let server: Server;
    afterEach(() => server.close());

    it('is answered with the port of an istiod, or with none', async () => {
      server = await openPeerServer(
        0,
        () => Promise.resolve([]),
        ({ sni }) => (sni === SNI ? 4711 : null),
      );
      const { port } = server.address() as AddressInfo;
      const { members } = planFleet('/lab', { clusters: 1, networks: 1 }, [port]);
      const peers = new PeerClient(new FailureLog(() => undefined));
      expect(await peers.istiod(members[0]!, hop)).toBe(4711);
      expect(await peers.istiod(members[0]!, { ...hop, sni: 'x' })).toBeNull();
    });
  });
});
