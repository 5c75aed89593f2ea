import { ApiObject, Chart } from 'cdk8s';
import {
  Deployment,
  type IServiceAccount,
  Namespace,
  Protocol,
  ServiceAccount,
} from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

/** Namespaces of the sample, each a small service of a shop. */
export const SAMPLE_NAMESPACES = [
  'frontend',
  'catalog',
  'checkout',
  'checkout-canary',
  'payments',
  'orders',
] as const;

const REVISION = '1-30';
const REPLICAS = 2;
const PORT = 8080;

type SampleNamespace = (typeof SAMPLE_NAMESPACES)[number];

/** Host under which users reach the shop. */
const HOST = 'shop.example.org';

/** Requests per second that a service sends to others, by their namespaces; the lab's proxies send them. */
type Calls = Readonly<Record<string, number>>;

const CALLS: Readonly<Partial<Record<SampleNamespace, Calls>>> = {
  frontend: { catalog: 150, checkout: 150, 'checkout-canary': 80 },
  checkout: { payments: 120, orders: 100 },
  'checkout-canary': { payments: 40, orders: 40 },
};

/** Where the lab's proxies read what their workload asks of others. */
const CALLS_ANNOTATION = 'lab.istio-revisions.dev/calls';

/** The lab pulls no image; this one answers on a cluster that does. */
const IMAGE = 'registry.k8s.io/e2e-test-images/agnhost:2.53';

/** Requests per second that each further service sends to the next one. */
const FURTHER_CALLS = 20;

/** The namespaces of so many further services: `service-01`, `service-02` and so on. */
export function furtherNamespaces(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `service-${String(index + 1).padStart(2, '0')}`,
  );
}

/** How large the sample is. */
export interface SampleMeshProps {
  /** Services beside the shop, each in a namespace of its own and called by another of them. @default 0 */
  readonly further?: number;
}

/** What a team would have in the cluster before an upgrade: namespaces on a revision, a service in each. */
export class SampleMesh extends Chart {
  constructor(scope: Construct, id: string, { further = 0 }: SampleMeshProps = {}) {
    super(scope, id, { disableResourceNameHashes: true });
    for (const name of SAMPLE_NAMESPACES) this.#addService(name, CALLS[name] ?? {});
    const others = furtherNamespaces(further);
    others.forEach((name, index) => {
      const next = others[(index + 1) % others.length] ?? name;
      this.#addService(name, { [next]: FURTHER_CALLS });
    });
    this.#addEntrance();
  }

  /** What leads users from the ingress gateway to the frontend. */
  #addEntrance(): void {
    const metadata = { name: 'shop', namespace: 'frontend' };
    new ApiObject(this, 'entrance', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata,
      spec: {
        selector: { istio: 'ingress' },
        servers: [{ hosts: [HOST], port: { name: 'http', number: 80, protocol: 'HTTP' } }],
      },
    });
    new ApiObject(this, 'entrance-route', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata,
      spec: {
        hosts: [HOST],
        gateways: ['shop'],
        http: [{ route: [{ destination: { host: hostOf('frontend'), port: { number: PORT } } }] }],
      },
    });
  }

  #addService(name: string, calls: Calls): void {
    new Namespace(this, `${name}-namespace`, {
      metadata: { name, labels: { 'istio.io/rev': REVISION } },
    });
    const metadata = { name, namespace: name };
    const deployment = new Deployment(this, name, {
      metadata,
      replicas: REPLICAS,
      podMetadata: { labels: { app: name, version: 'v1' }, ...asking(calls) },
      // Its optional members are typed looser than the interface that it implements.
      serviceAccount: new ServiceAccount(this, `${name}-account`, { metadata }) as IServiceAccount,
      containers: [
        { name: 'app', image: IMAGE, args: ['netexec', `--http-port=${PORT}`], portNumber: PORT },
      ],
    });
    deployment.exposeViaService({
      name,
      ports: [{ name: 'http', port: PORT, protocol: Protocol.TCP }],
    });
  }
}

function hostOf(name: string): string {
  return `${name}.${name}.svc.cluster.local`;
}

function asking(calls: Calls): { annotations?: Record<string, string> } {
  const called = Object.entries(calls);
  if (called.length === 0) return {};
  const text = called.map(([to, rate]) => `${hostOf(to)}:${PORT}=${String(rate)}`).join(',');
  return { annotations: { [CALLS_ANNOTATION]: text } };
}
