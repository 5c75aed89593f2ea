import type { KubernetesObject } from '@kubernetes/client-node';
import type { DeclaredEnvironment } from './checkout';
import { remoteSecret, type FleetLab, type TestMember } from './fleet-lab';

/** Namespace of the mesh. */
export const MESH = 'istio-system';

/** Namespace of the workloads, in every cluster. */
const SHOP = 'shop';

const REVISION = '1-31';
const PORT = 8080;
const PER_SECOND = 50;

/** A mesh of one revision in a cluster of several, with an east-west gateway for its network. */
export function fleetMesh({ name, network }: TestMember): DeclaredEnvironment {
  return {
    mesh: {
      namespace: MESH,
      base: { version: '1.31.0', defaultRevision: 'none' },
      hub: 'registry.istio.io/release',
      network,
      revisions: [
        {
          revision: REVISION,
          version: '1.31.0',
          values: { global: { meshID: 'shop', multiCluster: { clusterName: name } } },
        },
      ],
      gateways: [
        {
          name: 'eastwest',
          namespace: 'gateways',
          revision: REVISION,
          eastWest: true,
          values: { replicaCount: 2, autoscaling: { enabled: false } },
        },
      ],
    },
  };
}

/** Makes the istiods of every cluster read all others. */
export async function linkClusters({ members }: FleetLab): Promise<void> {
  for (const member of members) {
    for (const other of members) {
      if (other !== member) await member.client.objects.create(remoteSecret(other, MESH));
    }
  }
}

/** What a Service in {@link SHOP} is called by its callers. */
export function hostOf(service: string): string {
  return `${service}.${SHOP}.svc.cluster.local`;
}

/**
 * A service of the shop, the same in every cluster, with pods in some.
 * @param replicas - pods in this cluster
 * @param calls - services that they call
 */
export function shopService(
  name: string,
  replicas: number,
  calls: readonly string[] = [],
): KubernetesObject[] {
  const asked = calls.map((to) => `${hostOf(to)}:${String(PORT)}=${String(PER_SECOND)}`).join(',');
  const metadata = { name, namespace: SHOP };
  const labels = { app: name };
  const annotations = asked === '' ? {} : { 'lab.istio-revisions.dev/calls': asked };
  const containers = [{ name: 'app', image: 'app', ports: [{ containerPort: PORT }] }];
  const ports = [{ name: 'http', port: PORT }];
  const template = { metadata: { labels, annotations }, spec: { containers } };
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector: labels, ports },
  };
  const spec = { replicas, selector: { matchLabels: labels }, template };
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec };
  return [service, deployment];
}

/** The namespace of the shop, injected. */
export function shopNamespace(): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: SHOP, labels: { 'istio.io/rev': REVISION } },
  };
}
