import type { GatewayApiTarget } from './gateway-api/gateway-api-target';
import type { Approval, Command } from './commands/command';
import type { ClustersPlan } from './fleet/clusters-spec';
import type { InjectionLabels } from './injection-labels';
import type { MetricsPlan } from './metrics/metrics-spec';
import type { IstiodCounters } from './observation';
import type { Phase } from './phase';
import type { RolloutPosition } from './position';
import type { RestartLimits } from './restart/restart-spec';
import type {
  GatewayRef,
  RemovalPolicy,
  RollbackScope,
  RolloutMode,
  DefaultPolicy,
  StragglerPolicy,
  WorkloadRef,
} from './rollout-spec';

/** A namespace as the frozen plan knows it. The uid keeps a vanished namespace from being created again. */
export interface NamespaceTarget {
  readonly name: string;
  readonly uid: string;
  /** The labels as they were before the rollout; a rollback gives them back. */
  readonly original: InjectionLabels;
}

/** A gateway as the frozen plan knows it. */
export interface GatewayTarget extends GatewayRef {
  /** Its one Deployment has the gateway's own name and is changed in place: it has no generations. */
  readonly inPlace?: true;
}

/** A wave with its members fixed when the rollout started. */
export type FrozenWave =
  | {
      readonly name: string;
      readonly kind: 'gateway';
      readonly gateways: readonly GatewayTarget[];
      /** Name of the wave that it is a step of, as the source has it, and the shares that it has there. */
      readonly stepOf: string;
      readonly shares: readonly number[];
      /** Whose generation of the gateways is judged: `to`, on the way back `from`. */
      readonly revision: string;
      /** How much of the traffic comes to it, in percent: at 0 it stands beside the address, at 100 it is all there is behind it. */
      readonly share: number;
      /** The share that its replicas are enough for, from 1 to 100: 100 for all of them. */
      readonly scale: number;
      /** It moves once so much of the proxies of all clusters is on `to`, in percent; absent where it moves first. */
      readonly coverage?: number;
      readonly soakSeconds: number;
      /** Whether a person has to release it. */
      readonly approval: boolean;
    }
  | {
      readonly name: string;
      /** One Gateway of the Gateway API: they move one by one, so each is a step of its own. */
      readonly kind: 'gateway-api';
      readonly gateway: GatewayApiTarget;
      /** Name of the wave that it is a step of, as the source has it. */
      readonly stepOf: string;
      readonly soakSeconds: number;
      /** Whether a person has to release it. */
      readonly approval: boolean;
    }
  | {
      readonly name: string;
      readonly kind: 'namespace';
      readonly namespaces: readonly NamespaceTarget[];
      /** Only these of its namespaces are restarted and judged, all others in a later wave; absent where all are. */
      readonly workloads?: readonly WorkloadRef[];
      /** How they were selected, in words; absent where the source names them. */
      readonly selection?: string;
      readonly soakSeconds: number;
      readonly approval: boolean;
      /** The revision tag that its namespaces are labelled with, in mode `tag` only. */
      readonly tag?: string;
    };

/** A step of a wave of gateways. */
export type GatewayWave = Extract<FrozenWave, { readonly kind: 'gateway' }>;

/** A step of a wave of Gateways of the Gateway API. */
export type GatewayApiWave = Extract<FrozenWave, { readonly kind: 'gateway-api' }>;

/** A wave of namespaces, or of single workloads of them. */
export type NamespaceWave = Extract<FrozenWave, { readonly kind: 'namespace' }>;

/** The rollout as it was agreed when it started; later edits of the source do not change it. */
export interface FrozenPlan {
  readonly from: string;
  readonly to: string;
  readonly mode: RolloutMode;
  /** Those that were agreed on, and once they are proved perhaps one of stragglers. */
  readonly waves: readonly FrozenWave[];
  readonly stragglers: StragglerPolicy;
  readonly deadlineSeconds: number;
  readonly retainSeconds: number;
  readonly approvalSeconds: number;
  readonly rollback: RollbackScope;
  readonly removal: RemovalPolicy;
  readonly default: DefaultPolicy;
  /** Whether `from` proves that it survives a restart before anything moves. */
  readonly restartFrom: boolean;
  /** Limits on what users may feel; `null` where only health is judged. */
  readonly metrics: MetricsPlan | null;
  readonly restart: RestartLimits;
  /** The clusters of the mesh and their order; absent where it is in one. */
  readonly clusters?: ClustersPlan;
  /** What waves name that is in other clusters only: namespaces, and waves that are empty here; absent where nothing is. */
  readonly elsewhere?: {
    readonly namespaces: readonly string[];
    readonly waves: readonly string[];
  };
  /** Digest of the source, where this plan superseded another: its waves lack what had moved, so they do not tell. */
  readonly source?: string;
  /** sha256 over the fields above as they were agreed: without the wave of stragglers. */
  readonly hash: string;
}

/** Why a rollout turned back: the gate, what it looked at, what it saw. */
export interface Failure {
  readonly gate: string;
  readonly wave: string;
  readonly namespace: string;
  readonly subject: string;
  readonly value: string;
  readonly message: string;
  readonly at: number;
}

/** What is known of a released wave. Times are epoch milliseconds. */
export interface WaveProgress {
  readonly releasedAt: number;
  /** Since when its health has been passing; `null` while it does not. Metrics count from a while after that. */
  readonly healthySince: number | null;
  /** From when its counts are evidence, where that is later than its warm-up; `null` where it is not. */
  readonly countedFrom: number | null;
  /** What each istiod of `to` had counted when the wave began, by pod; `null` until all of them were asked. */
  readonly istiods: Readonly<Record<string, IstiodBaseline>> | null;
  /** Every pod of it was seen to have a certificate of `to`. */
  readonly certified: boolean;
  /** Of gateways between clusters: the share of what other networks sent that was answered here when it was released. */
  readonly arrivals?: number;
}

/** Counts that a later look is compared with. */
export type IstiodBaseline = Pick<
  IstiodCounters,
  'issued' | 'signErrors' | 'rejects' | 'internalErrors'
>;

/** A step that a rollout took. Places are phases, of a wave that moves with its number: `moving 2`. */
export interface Transition {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly attempt: number;
  /** `''` before the first record. */
  readonly from: string;
  readonly to: string;
  /** A few words, cut to at most 90 characters. */
  readonly reason: string;
  /** Who asked for it, or let it go on; `''` where the rollout decided by itself. */
  readonly by: string;
}

/** Workload key `<kind>/<namespace>/<name>` to the number in its stamp, for those that needed more than one restart. */
export type RestartCounts = Readonly<Record<string, number>>;

/** Workload key to when its restart began, epoch milliseconds. */
export type RestartsBegun = Readonly<Record<string, number>>;

/**
 * What cannot be derived from the cluster, kept in one ConfigMap. Times are epoch milliseconds.
 */
export interface RolloutRecord {
  readonly plan: FrozenPlan;
  readonly phase: Phase;
  /** Number of waves whose targets belong on `to`. */
  readonly released: number;
  /** Number of waves that stay on `to` while the rollout goes back, or did. */
  readonly kept: number;
  /** One for each released wave. */
  readonly progress: readonly WaveProgress[];
  /** Counts forward attempts, from 1. A retry after a rollback is a new attempt. */
  readonly attempt: number;
  /**
   * From when the deadline counts: when the current phase or wave began, when its configuration was first seen in place
   * (a slow update must not use up the time of the pods), when the last of its restarts began, or when its gates stopped
   * passing.
   */
  readonly since: number;
  /** Whether the configuration of the current phase or wave was seen in place. */
  readonly settled: boolean;
  /** What the restart marks its pods with by which `from` proves itself; `null` before it. */
  readonly proof: string | null;
  /**
   * Since when every gate of the current wave has been passing, later by every pause; `null` while one of its own does not.
   */
  readonly passingSince: number | null;
  /**
   * Since when the soak pauses, because an earlier wave does not pass or a gate cannot be asked, or the time of the wave, because
   * there is no room for its new pods; `null` while it runs.
   */
  readonly waveringSince: number | null;
  /** How often the soak of the current wave began anew. */
  readonly soakRestarts: number;
  /** How long `from` has been kept with every gate passing before `passingSince`, in milliseconds. */
  readonly retainedMs: number;
  readonly restarts: RestartCounts;
  /** The restarts that have begun and are not finished: no more of them than the plan allows at once. */
  readonly restarting: RestartsBegun;
  /** `positionKey` of the last apply that succeeded; `null` before the first. The driver writes it. */
  readonly applied: string | null;
  /** Consecutive clean in-use scans of `from`, by the time of the scan's observation. */
  readonly cleanScans: readonly number[];
  /**
   * Keys of what was handed over to `to`, in this order. On the way back the last goes first, and until it is `null` again
   * every wave stays where it is.
   */
  readonly handed: readonly string[] | null;
  /** On the way back: the old generations of the gateways were seen ready, so the addresses lead to them alone. */
  readonly gatewaysBack: boolean;
  /** What was found of `from` when it was retired and went with it, as `<Kind> <namespace>/<name>`. */
  readonly removed: readonly string[];
  /** Revisions removed for good: absent from the tree though the source may still name them. */
  readonly retired: readonly string[];
  readonly failure: Failure | null;
  /** The last steps, at most 50, the oldest first; those of earlier attempts and rollouts are among them. */
  readonly history: readonly Transition[];
  /** What people told this attempt, oldest first: only ever appended to, and the oldest are dropped. */
  readonly commands: readonly Command[];
  /** Id of the last command that was heeded. */
  readonly heeded: number;
  /** Waves and gates of this attempt that somebody answers for. */
  readonly approvals: readonly Approval[];
  /** Who paused the rollout, since when and why; `null` while it goes on. */
  readonly paused: Pick<Command, 'by' | 'at' | 'reason'> | null;
  /** Ids of the notices that were sent. The driver writes it. */
  readonly notified: readonly string[];
  /**
   * What is ours, with the revision each belongs on while no wave is released: members and tags of this plan on `from`, or where a
   * rollout that it superseded brought them, and what earlier rollouts made ours wherever they left it. A namespace comes in when
   * it is adopted and goes when it is gone; a tag goes when nothing is labelled with it.
   */
  readonly owned: Pick<RolloutPosition, 'namespaces' | 'tags' | 'pointers'> & {
    /** By `<namespace>/<name>`. */
    readonly gateways: Readonly<Record<string, string>>;
  };
}
