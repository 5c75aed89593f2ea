import type { V1Pod } from '@kubernetes/client-node';
import { listAll } from '../../lib/cluster/list-all';
import { podHttpGet } from '../../lib/cluster/pod-http';
import { awaitThat } from '../support/await-that';
import { startBareLab, type BareLab } from '../support/bare-lab';
import { checkoutWith, declareIn, type DeclaredEnvironment } from '../support/checkout';
import { cliExpecting } from '../support/cli';

jest.setTimeout(1_200_000);

const MONITORING_PORT = 15014;

/** The lab's proxies say that they are in a cluster of this name. */
const CLUSTER = 'Kubernetes';

const mesh = (revisions: readonly string[]): DeclaredEnvironment['mesh'] => ({
  namespace: 'istio-system',
  base: { version: '1.31.0', defaultRevision: 'none' },
  hub: 'registry.istio.io/release',
  network: 'network-1',
  revisions: [
    { revision: '1-30', version: '1.30.3' },
    { revision: '1-31', version: '1.31.0' },
  ]
    .filter(({ revision }) => revisions.includes(revision))
    .map((revision) => ({
      ...revision,
      values: { global: { multiCluster: { clusterName: CLUSTER } } },
    })),
  gateways: [
    {
      name: 'eastwest',
      namespace: 'gateways',
      revision: '1-31',
      eastWest: true,
      exposeIstiod: true,
      values: {
        replicaCount: 1,
        autoscaling: { enabled: false },
        service: { type: 'ClusterIP' },
      },
    },
  ],
});

interface FilterChain {
  readonly filterChainMatch?: { readonly serverNames?: readonly string[] };
  readonly filters?: readonly { readonly typedConfig?: { readonly cluster?: string } }[];
}

interface Listener {
  readonly address?: { readonly socketAddress?: { readonly portValue?: number } };
  readonly filterChains?: readonly FilterChain[];
}

/** Every listener in a config dump, wherever it is. */
function listenersIn(value: unknown): Listener[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'filterChains' in value && 'address' in value ? [value as Listener] : [];
  return [...own, ...Object.values(value).flatMap(listenersIn)];
}

/** What a port leads to, by SNI: `<sni> → <cluster>`. */
function leadsTo(dump: unknown, port: number): string[] {
  const chains = listenersIn(dump)
    .filter(({ address }) => address?.socketAddress?.portValue === port)
    .flatMap(({ filterChains = [] }) => filterChains);
  const told = chains.flatMap(({ filterChainMatch, filters = [] }) =>
    (filterChainMatch?.serverNames ?? ['*']).flatMap((name) =>
      filters.flatMap(({ typedConfig }) =>
        typedConfig?.cluster === undefined ? [] : [`${name} → ${typedConfig.cluster}`],
      ),
    ),
  );
  return [...new Set(told)].sort();
}

/** One mesh, one story: each test goes on where the one before stopped. */
describe('an east-west gateway that exposes istiods', () => {
  let lab: BareLab;
  let checkout: string;

  const up = () => cliExpecting(0, ['up', '--env', 'dev'], lab.env, checkout);
  const podsOf = async (namespace: string, labelSelector: string): Promise<string[]> =>
    (await listAll<V1Pod>(lab.client, 'v1', 'Pod', { namespace, labelSelector })).map(
      ({ metadata }) => metadata?.name ?? '',
    );

  /** What the gateway's own istiod has sent its pod. */
  const dump = async (): Promise<unknown> => {
    const [istiod = ''] = await podsOf('istio-system', 'app=istiod,istio.io/rev=1-31');
    const [gateway = ''] = await podsOf('gateways', 'istio=eastwest');
    const target = { namespace: 'istio-system', pod: istiod, port: MONITORING_PORT };
    return JSON.parse(
      await podHttpGet(lab.client, target, `/debug/config_dump?proxyID=${gateway}.gateways`),
    );
  };
  const awaitLead = (port: number, expected: readonly string[]) =>
    awaitThat(`port ${port} leading to ${expected.join(', ') || 'nothing'}`, async () => {
      const found = await dump().then(
        (answer) => leadsTo(answer, port),
        () => null,
      );
      return JSON.stringify(found) === JSON.stringify(expected) ? true : undefined;
    });

  const both = (port: number) =>
    ['1-30', '1-31'].flatMap((revision) => {
      const host = `istiod-${revision}.istio-system.svc`;
      const cluster = `outbound|${port}||${host}.cluster.local`;
      return [`${host} → ${cluster}`, `${host}.cluster.local → ${cluster}`];
    });

  beforeAll(async () => {
    checkout = checkoutWith({ mesh: mesh(['1-30', '1-31']) });
    lab = await startBareLab();
    await up();
  });

  afterAll(async () => {
    await lab.down();
  });

  it('is configured by its istiod to lead to each revision by SNI, for proxies and for injectors', async () => {
    await awaitLead(15012, both(15012));
    await awaitLead(15017, both(443));
  });

  it('leads to a revision no longer when it is gone', async () => {
    declareIn(checkout, { mesh: mesh(['1-31']) });
    await up();
    await awaitLead(
      15012,
      both(15012).filter((lead) => lead.includes('1-31')),
    );
  });
});
