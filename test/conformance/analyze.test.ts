import { Chart, Testing } from 'cdk8s';
import { AppTraffic, type AppTrafficProps } from '../../constructs';
import { resolveTool } from '../../lab/binaries/resolve-tool';
import { MINORS } from '../../lib/generated/minors';
import { layerObjects } from '../../lib/layers/layer-objects';
import { layerProblems } from '../../lib/layers/layer-problems';
import { analyze } from './istioctl-analyze';
import { ISTIOCTL_BUILD_MS } from './istioctl';

const MINOR = MINORS.at(-1)!;
const GATEWAY = { namespace: 'gateways', name: 'ingress', hosts: ['*.example.org'] };

const TRAFFIC: Readonly<Record<string, Partial<AppTrafficProps>>> = {
  'a route': { timeout: '3s', retries: { attempts: 2, perTryTimeout: '1s' } },
  'a canary': {
    versions: [
      { name: 'v1', weight: 95 },
      { name: 'v2', weight: 5 },
    ],
    outlierDetection: { consecutive5xxErrors: 5, baseEjectionTime: '30s' },
  },
  'users from outside': { entry: { gateway: GATEWAY, hosts: ['shop.example.org'] } },
};

/** What an application stands on: its namespace and service, and the gateway of the platform with a pod. */
const AROUND = [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels: { 'istio.io/rev': '1-31' } },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: { selector: { app: 'cart' }, ports: [{ name: 'http', port: 8080 }] },
  },
  ...['v1', 'v2'].map((version) => pod('shop', `cart-${version}`, { app: 'cart', version })),
  pod('gateways', 'ingress', { istio: 'ingress' }),
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: GATEWAY.name, namespace: GATEWAY.namespace },
    spec: {
      selector: { istio: 'ingress' },
      servers: [{ hosts: GATEWAY.hosts, port: { name: 'http', number: 80, protocol: 'HTTP' } }],
    },
  },
];

describe(`the analyzers of istioctl ${MINOR}`, () => {
  let istioctl: string;

  beforeAll(async () => {
    const say = (line: string) => process.stderr.write(`${line}\n`);
    ({ path: istioctl } = await resolveTool(`istioctl-${MINOR}`, process.env, say));
  }, ISTIOCTL_BUILD_MS);

  /** Codes and objects that they name with an error or a warning. */
  const found = async (objects: readonly unknown[]): Promise<string[]> =>
    (await analyze(istioctl, [...AROUND, ...objects])).map(
      ({ code, origin }) => `${code} ${origin}`,
    );

  const objectsOf = (props: Partial<AppTrafficProps>): unknown[] => {
    const chart = new Chart(Testing.app(), 'app');
    new AppTraffic(chart, 'cart', { namespace: 'shop', service: 'cart', ...props });
    return chart.toJson() as unknown[];
  };

  it.each(Object.entries(TRAFFIC))('find nothing in %s of an application', async (_, props) => {
    expect(await found(objectsOf(props))).toEqual([]);
  });

  it('find what our rules find: a subset and a gateway that are not there', async () => {
    const [route] = objectsOf(TRAFFIC['a canary']!) as object[];
    const lost = { ...route, spec: { hosts: ['shop.example.org'], gateways: ['gateways/other'] } };
    expect(await found([route])).toContainEqual('IST0101 VirtualService shop/cart');
    expect(layerProblems(layerObjects([...AROUND, route]))).not.toEqual([]);
    expect(await found([lost])).toContainEqual('IST0101 VirtualService shop/cart');
    expect(layerProblems(layerObjects([...AROUND, lost]))).not.toEqual([]);
  });
});

function pod(namespace: string, name: string, labels: Readonly<Record<string, string>>) {
  const containers = ['app', 'istio-proxy'].map((container) => ({
    name: container,
    image: container,
  }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: { containers },
  };
}
