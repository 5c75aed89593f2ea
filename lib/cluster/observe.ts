import type {
  V1DaemonSet,
  V1Deployment,
  V1MutatingWebhookConfiguration,
  V1Namespace,
  V1Pod,
  V1StatefulSet,
} from '@kubernetes/client-node';
import { mapFact, type Fact } from '../rollout/fact';
import type { Observation } from '../rollout/observation';
import { injectorFact } from './injector-fact';
import { readIstiods } from './istiod-facts';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';
import { namespaceFact } from './namespace-fact';
import { readPinned } from './read-pinned';
import type { MomentQuestions } from './moment-questions';
import { readPointers } from './read-pointers';
import { readPeerAuthentications } from './peer-authentications';
import { podFact } from './pod-fact';
import { probeFact } from './probe-fact';
import { readRevisionObjects } from './revision-objects';
import { readTrustedRoots, type TrustedRoots } from './trusted-roots';
import { daemonSetFact, deploymentFact, statefulSetFact } from './workload-fact';

const NOTHING: MomentQuestions = {
  metrics: () => null,
  admission: () => null,
  handOver: () => null,
};

/**
 * Reads everything that one tick of a rollout needs. A read that fails becomes an unknown fact with its reason; it never
 * becomes an empty list.
 */
export async function observe(
  client: KubeClient,
  revisions: readonly string[],
  now: () => number,
  ask: MomentQuestions = NOTHING,
): Promise<Observation> {
  const at = now();
  const pods = await fact(now, 'pods', () => listAll<V1Pod>(client, 'v1', 'Pod'));
  const roots = fact(now, 'istio-ca-root-cert', () => readTrustedRoots(client));
  const mutating = fact(now, 'injectors', () =>
    listAll<V1MutatingWebhookConfiguration>(
      client,
      'admissionregistration.k8s.io/v1',
      'MutatingWebhookConfiguration',
    ),
  );
  const parts = await Promise.all([
    fact(now, 'namespaces', async () =>
      (await listAll<V1Namespace>(client, 'v1', 'Namespace')).map(namespaceFact),
    ),
    fact(now, 'workloads', () => readWorkloads(client)),
    fact(now, 'istiod pods', async () => {
      if (!pods.known) throw new Error(pods.reason);
      return readIstiods(client, pods.value, () => pemsOf(roots), now);
    }),
    mutating,
    fact(now, 'webhooks and tags', async () => {
      const read = await mutating;
      if (!read.known) throw new Error(read.reason);
      return readPointers(client, read.value);
    }),
    fact(now, 'objects of the revisions', () => readRevisionObjects(client, revisions)),
    fact(now, 'objects labelled for a revision', () => readPinned(client, revisions)),
    fact(now, 'PeerAuthentications', () => readPeerAuthentications(client)),
    roots,
    ask.metrics(),
    ask.admission(),
    ask.handOver(),
  ]);
  const [namespaces, workloads, istiods, webhooks, pointers, revisionObjects, pinned, ...rest] =
    parts;
  const [peers, trusted, metrics, admission, handOver] = rest;
  return {
    at,
    namespaces,
    workloads,
    pods: mapFact(pods, (all) => all.map(podFact)),
    istiods,
    injectors: mapFact(webhooks, (all) => all.flatMap((one) => injectorFact(one) ?? [])),
    pointers,
    pinned,
    revisionObjects,
    roots: mapFact(trusted, ({ byNamespace }) => byNamespace),
    peerAuthentications: peers,
    admission,
    metrics,
    handOver,
  };
}

async function pemsOf(roots: Promise<Fact<TrustedRoots>>): Promise<readonly string[]> {
  const read = await roots;
  if (!read.known) throw new Error(read.reason);
  return read.value.pems;
}

async function readWorkloads(client: KubeClient) {
  const [deployments, statefulSets, daemonSets] = await Promise.all([
    listAll<V1Deployment>(client, 'apps/v1', 'Deployment'),
    listAll<V1StatefulSet>(client, 'apps/v1', 'StatefulSet'),
    listAll<V1DaemonSet>(client, 'apps/v1', 'DaemonSet'),
  ]);
  return [
    ...deployments.map(deploymentFact),
    ...statefulSets.map(statefulSetFact),
    ...daemonSets.map(daemonSetFact),
  ];
}

function fact<T>(now: () => number, what: string, read: () => Promise<T>): Promise<Fact<T>> {
  return probeFact(now, `${what} could not be read`, read);
}
