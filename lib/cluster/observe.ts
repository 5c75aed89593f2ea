import type { V1MutatingWebhookConfiguration } from '@kubernetes/client-node';
import { mapFact, type Fact } from '../rollout/fact';
import type { Observation, PeerAuthenticationFact, WorkloadFact } from '../rollout/observation';
import type { PinnedFact } from '../rollout/pointers/pointer-fact';
import { remembered } from '../rollout/remembered';
import type { GatewayRef } from '../rollout/rollout-spec';
import { readCapacity } from './capacity/read-capacity';
import { injectorFact } from './injector-fact';
import { askUsed } from './ask-used';
import type { IstiodPlace } from './istiod-place';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';
import { listMesh, type ListedPod, type MeshLists } from './mesh-lists';
import { readAddresses } from './read-addresses';
import { pinnedGateways, readGatewayApi } from './read-gateway-api';
import { readPinned } from './read-pinned';
import type { MomentQuestions } from './moment-questions';
import { readPointers } from './read-pointers';
import { readPeerAuthentications } from './peer-authentications';
import { readPlacedIstiods } from './placed-istiods';
import { probeFact } from './probe-fact';
import { readRevisionObjects } from './revision-objects';
import { ROOT_CERT, type NamespaceRoots } from './trusted-roots';

const NOTHING: MomentQuestions = {
  metrics: () => null,
  admission: () => null,
  handOver: () => null,
  clusters: () => null,
};

/** How a look is taken, where it is more than the cluster listed anew. */
export interface Look {
  /** Where the most of a mesh is read from. @default the API server, each time */
  readonly lists?: MeshLists;
  /** What is asked beside. @default nothing */
  readonly ask?: MomentQuestions;
  /** Gateways whose addresses are read. @default none */
  readonly gateways?: readonly GatewayRef[];
  /** Whether it is read what room there is for new pods. @default false: only a rollout asks for it */
  readonly capacity?: boolean;
  /** Where the cluster's istiods are, of one of several. @default all are its own, and nobody else's */
  readonly place?: IstiodPlace | null;
}

/**
 * Reads everything that one tick of a rollout needs. A read that fails becomes an unknown fact with its reason; it never
 * becomes an empty list.
 */
export async function observe(
  client: KubeClient,
  revisions: readonly string[],
  now: () => number,
  look: Look = {},
): Promise<Observation> {
  const { lists = listMesh(client), ask = NOTHING, gateways = [], capacity = false } = look;
  const { place = null } = look;
  const at = now();
  const pods = await fact(now, 'pods', () => lists.pods.read());
  const roots = fact(now, ROOT_CERT, () => lists.roots.read());
  const mutating = fact(now, 'injectors', () => readInjectors(client));
  const gatewayApi = fact(now, 'Gateways of the Gateway API', () => readGatewayApi(client));
  const parts = await Promise.all([
    fact(now, 'namespaces', () => lists.namespaces.read()),
    fact(now, 'workloads', () => readWorkloads(lists)),
    fact(now, 'istiod pods', () =>
      readPlacedIstiods(pods, { client, roots: () => pemsOf(roots), now, place }),
    ),
    mutating,
    fact(now, 'webhooks and tags', async () => {
      const read = await mutating;
      if (!read.known) throw new Error(read.reason);
      return readPointers(client, read.value);
    }),
    fact(now, 'objects of the revisions', () => readRevisionObjects(client, revisions)),
    fact(now, 'objects labelled for a revision', () => allPinned(client, revisions, gatewayApi)),
    fact(now, 'PeerAuthentications', () => policiesOf(client, place)),
    roots,
    fact(now, 'the Services of gateways', () => readAddresses(client, gateways)),
    capacity ? readCapacity(lists, pods, now) : null,
    ask.metrics(),
    ask.admission(),
    ask.handOver(),
    ask.clusters(),
  ]);
  const [namespaces, workloads, istiods, webhooks, pointers, revisionObjects, pinned, ...rest] =
    parts;
  const [peers, trusted, addresses, room, metrics, admission, handOver, clusters] = rest;
  return {
    at,
    namespaces,
    workloads,
    pods: mapFact(pods, podFacts),
    istiods,
    addresses,
    gatewayApi: await gatewayApi,
    injectors: mapFact(webhooks, (all) => all.flatMap((one) => injectorFact(one) ?? [])),
    pointers,
    pinned,
    revisionObjects,
    roots: mapFact(trusted, byNamespace),
    peerAuthentications: peers,
    capacity: room,
    admission,
    clusters,
    metrics,
    handOver,
  };
}

function readInjectors(client: KubeClient): Promise<V1MutatingWebhookConfiguration[]> {
  return listAll(client, 'admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration');
}

/** Istio objects are read where the istiods are. */
function policiesOf(
  client: KubeClient,
  place: IstiodPlace | null,
): Promise<readonly PeerAuthenticationFact[]> {
  const used = place?.controlPlane ?? null;
  return used === null ? readPeerAuthentications(client) : askUsed(used, readPeerAuthentications);
}

async function allPinned(
  client: KubeClient,
  revisions: readonly string[],
  gatewayApi: Promise<Observation['gatewayApi']>,
): Promise<readonly PinnedFact[]> {
  const [gateways, others] = await Promise.all([gatewayApi, readPinned(client, revisions)]);
  if (!gateways.known) throw new Error(gateways.reason);
  return [...others, ...pinnedGateways(gateways.value, revisions)];
}

async function pemsOf(roots: Promise<Fact<readonly NamespaceRoots[]>>): Promise<string[]> {
  const read = await roots;
  if (!read.known) throw new Error(read.reason);
  return [...new Set(read.value.flatMap(({ pems }) => pems))];
}

const byNamespace = remembered((roots: readonly NamespaceRoots[]) =>
  Object.fromEntries(
    roots
      .filter(({ fingerprints }) => fingerprints.length > 0)
      .map(({ namespace, fingerprints }) => [namespace, fingerprints]),
  ),
);

const podFacts = remembered((pods: readonly ListedPod[]) => pods.map(({ fact }) => fact));

async function readWorkloads(lists: MeshLists): Promise<readonly WorkloadFact[]> {
  const [deployments, statefulSets, daemonSets] = await Promise.all([
    lists.deployments.read(),
    lists.statefulSets.read(),
    lists.daemonSets.read(),
  ]);
  return together(deployments)(statefulSets)(daemonSets);
}

/** The same array as long as all three are, so that what was worked out of it need not be worked out again. */
const together = remembered((deployments: readonly WorkloadFact[]) =>
  remembered((statefulSets: readonly WorkloadFact[]) =>
    remembered((daemonSets: readonly WorkloadFact[]) => [
      ...deployments,
      ...statefulSets,
      ...daemonSets,
    ]),
  ),
);

function fact<T>(now: () => number, what: string, read: () => Promise<T>): Promise<Fact<T>> {
  return probeFact(now, `${what} could not be read`, read);
}
