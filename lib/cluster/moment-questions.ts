import type { AdmissionFact } from '../rollout/admission/admission-fact';
import { admissionQuestion } from '../rollout/admission/admission-question';
import type { Fact } from '../rollout/fact';
import type { ClusterFact } from '../rollout/fleet/cluster-fact';
import type { MetricsFact } from '../rollout/metrics/metrics-fact';
import { metricsQuestion } from '../rollout/metrics/metrics-question';
import type { HandOverProbes } from '../rollout/pointers/hand-over-probes';
import type { RolloutRecord } from '../rollout/record';
import type { IstiodPlace } from './istiod-place';
import type { KubeClient } from './kube-client';
import { probeAdmission } from './probe-admission';
import { probeFact } from './probe-fact';
import { probeHandOver } from './probe-hand-over';
import type { ReadClusters } from './read-clusters';
import type { ReadMetrics } from './prometheus/read-metrics';

/** What is asked for one moment of a rollout, besides what is read of every cluster; each says `null` where it is not due. */
export interface MomentQuestions {
  /** What Prometheus says. */
  readonly metrics: () => Promise<Fact<MetricsFact>> | null;
  /** What dry runs show of the new revision. */
  readonly admission: () => Promise<Fact<AdmissionFact>> | null;
  /** What dry runs show of what was handed over. */
  readonly handOver: () => Promise<Fact<HandOverProbes>> | null;
  /** What the other clusters of the mesh say. */
  readonly clusters: () => Promise<Fact<readonly ClusterFact[]>> | null;
}

/** Where a rollout's questions are answered. */
export interface Answerers {
  readonly client: KubeClient;
  /** `null` where there is no Prometheus. */
  readonly readMetrics: ReadMetrics | null;
  readonly meshNamespace: string;
  /** `null` where the mesh is in one cluster. */
  readonly readClusters: ReadClusters | null;
  /** Where the cluster's istiods are. @default all are its own, and nobody else's */
  readonly place?: IstiodPlace | null;
}

/** What a rollout asks for now, by its record. */
export function momentQuestions(
  record: RolloutRecord,
  { client, readMetrics, meshNamespace, readClusters, place = null }: Answerers,
  now: () => number,
): MomentQuestions {
  return {
    metrics: () => {
      const question = metricsQuestion(record, now());
      return question === null || readMetrics === null ? null : readMetrics(question);
    },
    admission: () => {
      const revision = admissionQuestion(record, now());
      if (revision === null) return null;
      const what = `admission of ${revision} could not be tried`;
      const isRemote = (place?.controlPlane ?? null) !== null;
      return probeFact(now, what, () =>
        probeAdmission(client, revision, meshNamespace, isRemote ? 'injection' : 'both'),
      );
    },
    handOver: () => {
      const handed = record.phase === 'handing-over' ? record.handed : null;
      if (handed === null) return null;
      const what = 'what was handed over could not be tried';
      return probeFact(now, what, () => probeHandOver(client, handed, meshNamespace));
    },
    clusters: () => {
      // The way back depends on no other cluster, and must not wait for one that does not answer.
      const isAsked = record.plan.clusters !== undefined && record.phase !== 'rolling-back';
      return isAsked ? (readClusters?.() ?? null) : null;
    },
  };
}
