import { known, mapFact, unknown, type Fact } from '../rollout/fact';
import type { ClusterFact, ClusterState } from '../rollout/fleet/cluster-fact';
import type { Crossing } from '../rollout/fleet/crossing';
import { peerRollout } from '../rollout/fleet/peer-rollout';
import { proxyCount } from '../rollout/fleet/proxy-count';
import { trafficCount } from '../rollout/fleet/traffic-count';
import { messageOf } from './api-error';
import { inTime } from './in-time';
import type { KubeClient } from './kube-client';
import type { MeshLists } from './mesh-lists';
import type { PrometheusGet } from './prometheus/prometheus-get';
import { readCrossing } from './prometheus/read-crossing';
import { createRecordStore, type RecordStore } from './record-store';

/** How old an answer may be when it is given again, in milliseconds: many rollouts in one process look at the same clusters. */
const FRESH_MS = 2_000;

/** How long a cluster is waited for, in milliseconds: one that is cut off must not keep the others from being judged. */
const PATIENCE_MS = 5_000;

/** What the clusters of a mesh say now. */
export type ReadClusters = () => Promise<Fact<readonly ClusterFact[]>>;

/** Asks one cluster what others need to know of it. */
export type ReadCluster = () => Promise<ClusterFact>;

/** A cluster of the mesh, as others look at it. */
export interface OtherCluster {
  readonly name: string;
  readonly client: KubeClient;
  /** Where its pods are read from: followed by whoever looks again and again, since they are many. */
  readonly lists: Pick<MeshLists, 'pods'>;
  /** Where its istiods and its record are. */
  readonly meshNamespace: string;
  /** Its Prometheus; `null` where it has none. */
  readonly prometheus: PrometheusGet | null;
}

/**
 * Opens a cluster for the others; what it is asked again at once is answered as before. A question that was not answered in time is
 * waited for, not asked again beside itself.
 */
export function clusterReader(cluster: OtherCluster, now: () => number): ReadCluster {
  const store = createRecordStore(cluster.client, cluster.meshNamespace);
  let last: { readonly at: number; readonly answer: Promise<ClusterFact> } | null = null;
  let asking: Promise<ClusterState> | null = null;
  const ask = () => {
    asking ??= readState(cluster, store, now).finally(() => {
      asking = null;
    });
    return asking;
  };
  return () => {
    const at = now();
    if (last === null || at - last.at > FRESH_MS || at < last.at) {
      last = { at, answer: answered(cluster.name, inTime(PATIENCE_MS, ask), at) };
    }
    return last.answer;
  };
}

async function readState(
  { name, lists, prometheus }: OtherCluster,
  store: RecordStore,
  now: () => number,
): Promise<ClusterState> {
  const { record } = await store.peek();
  if (record === null) return { rollout: null, proxies: null, crossing: null, traffic: null };
  const { metrics } = record.plan;
  const [pods, crossing] = await Promise.all([
    lists.pods.read(),
    metrics === null || prometheus === null
      ? null
      : crossingFact(prometheus, name, metrics.windowSeconds, now),
  ]);
  const facts = pods.map(({ fact }) => fact);
  return {
    rollout: peerRollout(record, now()),
    proxies: proxyCount(facts, record),
    crossing,
    traffic: crossing && mapFact(crossing, ({ sentBy }) => trafficCount(sentBy, facts, record)),
  };
}

/** A Prometheus that does not answer says nothing of the cluster itself. */
async function crossingFact(
  get: PrometheusGet,
  cluster: string,
  windowSeconds: number,
  now: () => number,
): Promise<Fact<Crossing>> {
  try {
    return await readCrossing(get, cluster, windowSeconds, now);
  } catch (error) {
    return unknown(`its Prometheus does not say: ${messageOf(error)}`, now());
  }
}

/** Asks all of them, side by side. */
export function clustersReader(clusters: readonly ReadCluster[], now: () => number): ReadClusters {
  return async () => {
    const at = now();
    return known(await Promise.all(clusters.map((read) => read())), at);
  };
}

async function answered(
  name: string,
  state: Promise<ClusterState>,
  at: number,
): Promise<ClusterFact> {
  try {
    return { name, state: known(await state, at) };
  } catch (error) {
    return { name, state: unknown(messageOf(error), at) };
  }
}
