import { planFleet } from '../../../../lab/fleet/fleet';
import type { LoadBalancers } from '../../../../lab/agent/load-balancers';
import { Receiver } from '../../../../lab/agent/peers/receiver';
import type { Fault, FaultType } from '../../../../lab/agent/faults';
import { Inbound } from '../../../../lab/agent/traffic/inbound';
import { Outbound, type Hop } from '../../../../lab/agent/traffic/outbound';
import { TrafficModel, type TrafficProxy } from '../../../../lab/agent/traffic/traffic-model';
import type { Endpoint } from '../../../../lab/agent/xds-codec';

const HOST = 'stock.shop.svc.cluster.local';
const CLUSTER = `outbound|8080||${HOST}`;
const SNI = `outbound_.8080_._.${HOST}`;
const GATEWAY = { address: '172.31.2.1', port: 15443 };
const SERVICE = 'gateways/eastwest';

/** Clusters 1 and 3 are in one network, 2 is in another. */
const { members } = planFleet('/lab', { clusters: 3, networks: 2 }, []);
type Name = 'cluster-1' | 'cluster-2' | 'cluster-3';

const secured = (address: string, changes: Partial<Endpoint> = {}): Endpoint => ({
  address,
  port: 8080,
  mutualTls: true,
  ...changes,
});

function proxy(pod: string, address: string, changes: Partial<TrafficProxy> = {}) {
  const counted: Record<string, number> = {};
  const [namespace = '', name = ''] = pod.split('/');
  const built: TrafficProxy = {
    caller: { pod, namespace, workload: name, serviceAccount: name, app: name, version: 'v1' },
    address,
    revision: '1-31',
    ready: true,
    gateway: null,
    hasCertificate: true,
    root: 'A',
    calls: [],
    config: { clusters: new Map(), endpoints: new Map(), routes: new Map() },
    metrics: {
      count: (reporter, caller, { code }) => {
        const key = `${reporter} ${String(code)} of ${caller.pod}`;
        counted[key] = (counted[key] ?? 0) + 1;
      },
    },
    ...changes,
  };
  return { ...built, counted };
}

/** A workload that asks for the stock ten times a second, of which it was told these endpoints. */
const caller = (endpoints: readonly Endpoint[], changes: Partial<TrafficProxy> = {}) =>
  proxy('shop/front', '10.1.0.9', {
    calls: [{ host: HOST, port: 8080, perSecond: 10 }],
    config: {
      clusters: new Map([[CLUSTER, { mutualTls: true, sni: SNI }]]),
      endpoints: new Map([[CLUSTER, endpoints]]),
      routes: new Map([['8080', [{ domains: [HOST], cluster: CLUSTER }]]]),
    },
    ...changes,
  });

/** A pod of the gateway of cluster 2, which was told of these endpoints behind the server name of the stock. */
const gateway = (
  pod: string,
  endpoints: readonly Endpoint[],
  changes: Partial<TrafficProxy> = {},
) =>
  proxy(pod, '10.2.0.9', {
    config: {
      clusters: new Map(),
      endpoints: new Map([[SNI, endpoints]]),
      routes: new Map(),
      passthrough: new Map([[`15443/${SNI}`, SNI]]),
    },
    ...changes,
  });

type Proxies = Partial<Record<Name, readonly ReturnType<typeof proxy>[]>>;

interface World {
  readonly proxies: Proxies;
  readonly faults?: Partial<Record<Name, readonly Fault[]>>;
  /** Pods behind the address of the gateway. */
  readonly behind?: readonly string[];
}

const balancers: Pick<LoadBalancers, 'at'> = {
  at: (address, port) =>
    address === GATEWAY.address && port === GATEWAY.port
      ? { service: SERVICE, targetPort: 15443 }
      : null,
};

/** Three clusters whose agents ask each other without a wire. */
function agents({ proxies, faults = {}, behind = ['gateways/a', 'gateways/b'] }: World) {
  const asked: (Pick<Hop, 'address'> & { readonly to: string })[] = [];
  const receivers = new Map<string, (hop: Hop) => Promise<unknown>>();
  const built = members.map((member) => {
    const name = member.name as Name;
    const inbound = new Inbound();
    const outbound = new Outbound(member, members, async (to, hop) => {
      asked.push({ to: to.name, address: hop.address });
      return (await receivers.get(to.name)?.(hop)) as never;
    });
    const isBehind = (service: string, pod: string) => service === SERVICE && behind.includes(pod);
    const receiver = new Receiver({ inbound, outbound, balancers, isBehind });
    const situation = { proxies: proxies[name] ?? [], faults: faults[name] ?? [] };
    receivers.set(name, async (hop) => (await receiver.receive([hop], situation))[0] ?? null);
    return { model: new TrafficModel(inbound, outbound), situation };
  });
  return { built, asked };
}

/** Sends ten requests of cluster 1. */
async function send(world: World) {
  const { built, asked } = agents(world);
  const [first] = built;
  if (first === undefined) throw new Error('there is no cluster 1');
  const { model, situation } = first;
  for (const at of [0, 1_000]) model.step(situation.proxies, situation.faults, at);
  await new Promise((resolve) => setTimeout(resolve, 0));
  return { ...model.crossNetwork, asked };
}

const fault = (type: FaultType, changes: Partial<Fault> = {}): Fault[] => [
  { type, since: 0, ...changes },
];

describe('a request to another cluster of the same network', () => {
  const pod = () => proxy('shop/stock-3', '10.3.0.1');

  it('comes to the pod itself, and both sides count it', async () => {
    const [from, to] = [caller([secured('10.3.0.1')]), pod()];
    const { sent, asked } = await send({ proxies: { 'cluster-1': [from], 'cluster-3': [to] } });
    expect([from.counted, to.counted]).toEqual([
      { 'source 200 of shop/front': 10 },
      { 'destination 200 of shop/front': 10 },
    ]);
    expect([sent, asked.length]).toEqual([0, 10]);
  });

  it('tries the next endpoint when that pod is not ready, near or far', async () => {
    const near = proxy('shop/stock-1', '10.1.0.1');
    const from = caller([secured('10.3.0.1'), secured('10.1.0.1')]);
    await send({
      proxies: { 'cluster-1': [from, near], 'cluster-3': [{ ...pod(), ready: false }] },
    });
    expect(from.counted).toEqual({ 'source 200 of shop/front': 10 });
    expect(near.counted).toEqual({ 'destination 200 of shop/front': 10 });
  });

  it('meets the faults of the cluster that it comes to, not those of its own', async () => {
    const from = caller([secured('10.3.0.1')]);
    const world = { proxies: { 'cluster-1': [from], 'cluster-3': [pod()] } };
    await send({ ...world, faults: { 'cluster-1': fault('denied') } });
    await send({ ...world, faults: { 'cluster-3': fault('denied') } });
    expect(from.counted).toEqual({
      'source 200 of shop/front': 10,
      'source 403 of shop/front': 10,
    });
  });

  it('finds no connection where the roots of trust differ, and needs none in plain text', async () => {
    const foreign = { ...pod(), root: 'B' };
    const trusting = caller([secured('10.3.0.1')]);
    await send({ proxies: { 'cluster-1': [trusting], 'cluster-3': [foreign] } });
    expect(trusting.counted).toEqual({ 'source 503 of shop/front': 10 });
    const plain = caller([secured('10.3.0.1', { mutualTls: false })]);
    await send({ proxies: { 'cluster-1': [plain], 'cluster-3': [foreign] } });
    expect(plain.counted).toEqual({ 'source 200 of shop/front': 10 });
  });
});

describe('a request to another network', () => {
  const stock = () => proxy('shop/stock-2', '10.2.0.1');
  const balanced = secured(GATEWAY.address, { port: GATEWAY.port });
  const clean = () => ({
    'cluster-1': [caller([balanced])],
    'cluster-2': [
      gateway('gateways/a', [secured('10.2.0.1')]),
      gateway('gateways/b', [secured('10.2.0.1')], { revision: '1-30' }),
      stock(),
    ],
  });

  it('goes through the gateway, by what the proxy of the gateway was told', async () => {
    const proxies = clean();
    expect(await send({ proxies })).toMatchObject({ sent: 10, failed: 0 });
    expect(proxies['cluster-2'][2]?.counted).toEqual({ 'destination 200 of shop/front': 10 });
  });

  it('never reaches a pod by its own address, which an istiod gives that knows no gateway', async () => {
    const proxies = { ...clean(), 'cluster-1': [caller([secured('10.2.0.1')])] };
    expect(await send({ proxies })).toMatchObject({ sent: 10, failed: 10, asked: [] });
  });

  it.each([
    ['no pod is behind the address', { behind: [] }],
    ['another port is asked', { endpoint: { ...balanced, port: 15012 } }],
    ['there is no mutual TLS, so no server name', { endpoint: { ...balanced, mutualTls: false } }],
    ['the roots of trust differ', { root: 'B' }],
    ['every gateway drops connections', { faults: { 'cluster-2': fault('east-west-drops') } }],
  ])('fails when %s, and is counted', async (_when, changes) => {
    const {
      endpoint = balanced,
      root = 'A',
      ...world
    } = changes as Partial<World> & {
      endpoint?: Endpoint;
      root?: string;
    };
    const proxies = { ...clean(), 'cluster-1': [caller([endpoint], { root })] };
    expect(await send({ proxies, ...world })).toMatchObject({ sent: 10, failed: 10 });
  });

  it('fails as often as it comes to a gateway of the revision that drops connections', async () => {
    const faults = { 'cluster-2': fault('east-west-drops', { revision: '1-30' }) };
    expect(await send({ proxies: clean(), faults })).toMatchObject({ sent: 10, failed: 5 });
  });

  it('fails when the gateway was not told of the service, or of no pod that is ready', async () => {
    const untold = gateway('gateways/a', [], { config: stock().config });
    const world = { 'cluster-1': [caller([balanced])] };
    const behind = ['gateways/a'];
    const first = { ...world, 'cluster-2': [untold, stock()] };
    expect(await send({ proxies: first, behind })).toMatchObject({ sent: 10, failed: 10 });
    const gone = gateway('gateways/a', [secured('10.2.0.7')]);
    const second = { ...world, 'cluster-2': [gone, stock()] };
    expect(await send({ proxies: second, behind })).toMatchObject({ sent: 10, failed: 10 });
  });

  it('takes the next pod behind the gateway when it is tried again', async () => {
    const told = [secured('10.2.0.7'), secured('10.2.0.1')];
    const proxies = {
      'cluster-1': [caller([balanced])],
      'cluster-2': [gateway('gateways/a', told), stock()],
    };
    expect(await send({ proxies, behind: ['gateways/a'] })).toMatchObject({ sent: 10, failed: 0 });
  });

  it('is passed on by the gateway to another cluster of its network, and not in circles', async () => {
    const target = proxy('shop/stock-3', '10.3.0.1');
    const behind = ['gateways/a'];
    const onward = { 'cluster-2': [gateway('gateways/a', [secured('10.3.0.1')])] };
    const world = { 'cluster-1': [caller([balanced])], ...onward, 'cluster-3': [target] };
    // Cluster 3 is in the network of the caller, so the gateway has no way there.
    expect(await send({ proxies: world, behind })).toMatchObject({ sent: 10, failed: 10 });
    const circle = { 'cluster-2': [gateway('gateways/a', [balanced])] };
    const { asked, failed } = await send({ proxies: { ...world, ...circle }, behind });
    expect([failed, asked.length]).toEqual([10, 10 * 3 * 5]);
  });

  it('is still one when there is nowhere left to send it', async () => {
    const proxies = clean();
    const { built } = agents({ proxies });
    const [first] = built;
    if (first === undefined) throw new Error('there is no cluster 1');
    const lost = caller([]);
    first.model.step(proxies['cluster-1'], [], 0);
    first.model.step(proxies['cluster-1'], [], 1_000);
    await new Promise((resolve) => setTimeout(resolve, 0));
    first.model.step([lost], [], 2_000);
    expect(first.model.crossNetwork).toEqual({ sent: 20, failed: 10 });
  });
});

describe('endpoints with weights', () => {
  it('get requests by their weight, as a gateway stands for all pods behind it', async () => {
    const near = proxy('shop/stock-1', '10.1.0.1');
    const told = [secured('10.1.0.1'), secured(GATEWAY.address, { port: 15443, weight: 4 })];
    const proxies = {
      'cluster-1': [caller(told), near],
      'cluster-2': [gateway('gateways/a', [secured('10.2.0.1')]), proxy('shop/s', '10.2.0.1')],
    };
    const { sent, failed } = await send({ proxies, behind: ['gateways/a'] });
    expect([sent, failed, near.counted]).toEqual([8, 0, { 'destination 200 of shop/front': 2 }]);
  });
});
