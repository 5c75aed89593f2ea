import type {
  V1ConfigMap,
  V1Deployment,
  V1Namespace,
  V1Secret,
  V1Service,
} from '@kubernetes/client-node';
import type {
  FoundAccess,
  FoundGateway,
  FoundMember,
} from '../../rollout/fleet/checks/fleet-facts';
import { CLUSTER_ANNOTATION, REMOTE_SECRET_SELECTOR } from '../../rollout/fleet/remote/names';
import { GENERATION_LABEL, generationName } from '../../rollout/generation-name';
import { injectionLabels } from '../../rollout/injection-labels';
import type { GatewayRef } from '../../rollout/rollout-spec';
import { apiGet } from '../api-get';
import type { KubeClient } from '../kube-client';
import { listAll } from '../list-all';
import { rootsOf, ROOT_CERT } from '../trusted-roots';
import { foundMeshConfig } from './found-mesh-config';
import { foundRemoteSecret } from './found-remote-secret';

const NETWORK_LABEL = 'topology.istio.io/network';

/** What is looked for in a cluster. */
export interface LookedFor {
  readonly meshNamespace: string;
  readonly gateways: readonly GatewayRef[];
}

/**
 * Reads what a rollout over clusters is checked for in one of them. Of remote secrets nothing secret is kept.
 * @param now - milliseconds since 1970, by our clock
 * @throws Error when something of it cannot be read.
 */
export async function readFoundMember(
  client: KubeClient,
  { meshNamespace, gateways }: LookedFor,
  now: () => number,
): Promise<FoundMember> {
  const inMesh = { namespace: meshNamespace };
  const [clockAhead, all, secrets, configs, services, addresses] = await Promise.all([
    readClock(client, now),
    listAll<V1Namespace>(client, 'v1', 'Namespace'),
    listAll<V1Secret>(client, 'v1', 'Secret', {
      ...inMesh,
      labelSelector: REMOTE_SECRET_SELECTOR,
    }),
    listAll<V1ConfigMap>(client, 'v1', 'ConfigMap', inMesh),
    listAll<V1Service>(client, 'v1', 'Service', inMesh),
    readGateways(client, gateways),
  ]);
  const named = (name: string) => all.find(({ metadata }) => metadata?.name === name)?.metadata;
  const root = configs.find(({ metadata }) => metadata?.name === ROOT_CERT);
  return {
    uid: named('kube-system')?.uid ?? '',
    networkLabel: named(meshNamespace)?.labels?.[NETWORK_LABEL] ?? null,
    clockAhead,
    roots: root === undefined ? [] : rootsOf(root).fingerprints,
    secrets: secrets.flatMap(accessOf),
    meshConfigs: configs.map(foundMeshConfig).filter((config) => config !== null),
    services: services.map(pathOf),
    gateways: addresses,
    namespaces: namespacesOfMesh(all, [meshNamespace, ...gateways.map((one) => one.namespace)]),
  };
}

/** Its own clock is in each answer, in whole seconds. */
async function readClock({ config }: KubeClient, now: () => number): Promise<number> {
  const asked = now();
  const answer = await apiGet(config, '/version', {}, new AbortController().signal);
  const between = (asked + now()) / 2;
  answer.destroy();
  const told = Date.parse(answer.headers.date ?? '');
  if (Number.isNaN(told)) throw new Error('the API server does not say what time it is');
  // A second is cut off from its end.
  return Math.round(told + 500 - between);
}

function accessOf(secret: V1Secret): FoundAccess[] {
  const { annotations, clusters } = foundRemoteSecret(secret);
  return Object.entries(clusters).map(([cluster, facts]) => ({
    secret: pathOf(secret),
    cluster,
    annotated: annotations[CLUSTER_ANNOTATION] ?? null,
    server: facts?.server ?? null,
  }));
}

/** The Service of each gateway with its Deployments; none of gateways that have no Service. */
async function readGateways(
  client: KubeClient,
  gateways: readonly GatewayRef[],
): Promise<FoundGateway[]> {
  const namespaces = [...new Set(gateways.map(({ namespace }) => namespace))];
  const found = await Promise.all(
    namespaces.map(async (namespace) => {
      const [services, deployments] = await Promise.all([
        listAll<V1Service>(client, 'v1', 'Service', { namespace }),
        listAll<V1Deployment>(client, 'apps/v1', 'Deployment', { namespace }),
      ]);
      return gateways
        .filter((gateway) => gateway.namespace === namespace)
        .flatMap(({ name }) =>
          services
            .filter(({ metadata }) => metadata?.name === name)
            .map((service) => gatewayOf(service, deployments)),
        );
    }),
  );
  return found.flat();
}

function gatewayOf(service: V1Service, deployments: readonly V1Deployment[]): FoundGateway {
  const name = service.metadata?.name ?? '';
  const workloads = deployments
    .map(({ metadata, spec }) => ({
      name: metadata?.name ?? '',
      labels: spec?.template.metadata?.labels ?? {},
    }))
    .filter((one) => {
      const generation = one.labels[GENERATION_LABEL];
      const expected = generation === undefined ? name : generationName(name, generation);
      return one.name === expected;
    });
  return { gateway: pathOf(service), selector: service.spec?.selector ?? {}, workloads };
}

function namespacesOfMesh(all: readonly V1Namespace[], own: readonly string[]) {
  return all
    .map(({ metadata }) => ({ name: metadata?.name ?? '', labels: metadata?.labels ?? {} }))
    .filter(({ name, labels }) => {
      const { rev, injection } = injectionLabels(labels);
      return own.includes(name) || rev !== null || injection === 'enabled';
    });
}

function pathOf({ metadata }: V1Secret | V1Service): string {
  return `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}
