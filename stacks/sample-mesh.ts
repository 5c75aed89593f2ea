import { Chart } from 'cdk8s';
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

/** What a team would have in the cluster before an upgrade: namespaces on a revision, a service in each. */
export class SampleMesh extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { disableResourceNameHashes: true });
    for (const name of SAMPLE_NAMESPACES) this.#addService(name);
  }

  #addService(name: string): void {
    new Namespace(this, `${name}-namespace`, {
      metadata: { name, labels: { 'istio.io/rev': REVISION } },
    });
    const metadata = { name, namespace: name };
    const deployment = new Deployment(this, name, {
      metadata,
      replicas: REPLICAS,
      podMetadata: { labels: { app: name, version: 'v1' } },
      // Its optional members are typed looser than the interface that it implements.
      serviceAccount: new ServiceAccount(this, `${name}-account`, { metadata }) as IServiceAccount,
      containers: [{ name: 'app', image: `example.org/shop/${name}:1.0`, portNumber: PORT }],
    });
    deployment.exposeViaService({
      name,
      ports: [{ name: 'http', port: PORT, protocol: Protocol.TCP }],
    });
  }
}
