import type { ClustersSpec } from './fleet/clusters-spec';
import type { MetricsSpec } from './metrics/metrics-spec';
import type { WorkloadKind } from './observation';
import type { RestartSpec } from './restart/restart-spec';
import type { LabelSelector } from './selector/label-selector';

/**
 * How namespaces move. `label`: each is labelled with the revision itself, and a wave changes these labels. `tag`: those of a
 * wave are labelled with one revision tag, and a wave moves that tag, which switches all its new pods in one write.
 */
export type RolloutMode = 'label' | 'tag';

/** How far a rollback reaches. */
export type RollbackScope = 'attempt' | 'wave';

/** What becomes of the default validator and the revision tags that lead to the old revision. */
export type DefaultPolicy = 'move' | 'keep';

/** What becomes of the old revision. */
export type RemovalPolicy = 'automatic' | 'approve' | 'keep';

/** What becomes of namespaces that are on `from` at the end and in no wave. */
export type StragglerPolicy = 'wave' | 'hold';

/** One gateway: the name of its Service, behind which each revision has a Deployment of its own while a wave moves it. */
export interface GatewayRef {
  readonly namespace: string;
  readonly name: string;
}

/** The group that tells a Gateway of the Gateway API from a gateway of Istio's chart. */
export const GATEWAY_API = 'gateway.networking.k8s.io';

/**
 * One Gateway of the Gateway API, of class `istio`, by its own name: istiod makes its Deployment, and the label `istio.io/rev` of the
 * Gateway says whose istiod that is.
 */
export interface GatewayApiRef extends GatewayRef {
  readonly api: typeof GATEWAY_API;
}

/** One workload that a wave moves before the others of its namespace. */
export interface WorkloadRef {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
}

/**
 * What moves together and is judged together: gateways, or namespaces, never both; or single workloads ahead of the wave of their
 * namespace. Namespaces are named, or selected by their
 * labels among those that `from` injects when the plan is made; one that a wave names is in that wave, and one that several
 * select is in the first of them.
 */
export type WaveSpec =
  | {
      readonly name: string;
      /**
       * Gateways of Istio's chart, which move together; or of the Gateway API, which move one by one, each judged before the next. Never
       * both in one wave.
       */
      readonly gateways: readonly (GatewayRef | GatewayApiRef)[];
      /**
       * How much of their traffic comes to the new revision step by step, in percent, each more than the one before and the last 100.
       * The old replicas all stay meanwhile, so `k` new ones beside `n` old ones take `k / (k + n)`; what replicas cannot give is
       * refused, with what they can. Not for Gateways of the Gateway API, whose one Deployment changes in place.
       * @default [100]: all of it at once, from pods that were ready before
       */
      readonly shares?: readonly number[];
      /**
       * For gateways that other clusters come in by, such as east-west gateways: the wave comes after those of namespaces, and moves
       * once so much of the proxies of all clusters is on `to`, in percent from 1 to 100. Until then its old generation serves both.
       * @default it is among the first waves, before the namespaces
       */
      readonly coverage?: number;
      readonly soakSeconds?: number;
      readonly approval?: boolean;
    }
  | {
      readonly name: string;
      /** Namespaces by name. */
      readonly namespaces: readonly string[];
      readonly soakSeconds?: number;
      /** Whether it moves only once a person has approved it with `rollout approve`. @default false */
      readonly approval?: boolean;
      /** The revision tag of the wave, in mode `tag` only. @default the wave's name */
      readonly tag?: string;
    }
  | {
      readonly name: string;
      /**
       * Workloads whose namespaces are in later waves; in mode `label` only. The label decides for a whole namespace, so it moves
       * with this wave; these workloads alone are restarted and judged. What is made anew of the others meanwhile, such as by an
       * autoscaler, comes on `to` too.
       * @see docs/adr/0015-single-workloads-are-an-order-of-restarts.md
       */
      readonly workloads: readonly WorkloadRef[];
      readonly soakSeconds?: number;
      /** Whether it moves only once a person has approved it with `rollout approve`. @default false */
      readonly approval?: boolean;
    }
  | {
      readonly name: string;
      /** Namespaces by label; `{}` is every one that is left. */
      readonly selector: LabelSelector;
      /**
       * How many of the selected namespaces that are in no earlier wave, in percent from 1 to 100, rounded up, at least one. The
       * digests of their names decide which: the same at every attempt, and a larger share contains a smaller one.
       * @default 100
       */
      readonly share?: number;
      readonly soakSeconds?: number;
      /** Whether it moves only once a person has approved it with `rollout approve`. @default false */
      readonly approval?: boolean;
      /** The revision tag of the wave, in mode `tag` only. @default the wave's name */
      readonly tag?: string;
    };

/** The move of a mesh from one revision to the next, as the platform team writes it. */
export interface RolloutSpec {
  /**
   * The revision that injects today; one that the environment does not declare needs `removal: 'keep'`. In a patch it is
   * `<revision>@<version>`, as it runs today, such as `1-30@1.30.3`.
   */
  readonly from: string;
  /**
   * The revision to move to. It is installed by the rollout, not before. In a patch it is the same revision with the version that
   * is declared for it, such as `1-30@1.30.4`: istiod gets it first, then the pods of each wave.
   */
  readonly to: string;
  /**
   * How namespaces move; gateways always keep a revision of their own.
   * @default 'label'
   */
  readonly mode?: RolloutMode;
  /** In this order; gateway waves come before namespace waves, those with a `coverage` after them. */
  readonly waves: readonly WaveSpec[];
  /**
   * What becomes of namespaces that `from` injects when every wave is proved and that are in none: because they came later, or
   * nobody thought of them. `wave`: they move in a last wave `stragglers`, of no more namespaces than the largest wave has.
   * `hold`: `from` stays until somebody has moved them.
   * @default 'wave'
   */
  readonly stragglers?: StragglerPolicy;
  /**
   * How long every gate must keep passing before the next wave, in seconds.
   * @default 300
   */
  readonly soakSeconds?: number;
  /**
   * How long a wave may take until every gate passes for the first time, in seconds. Past it the wave fails. It counts from
   * the last of its restarts; each restart has the same time for itself.
   * @default 600
   */
  readonly deadlineSeconds?: number;
  /**
   * How long `from` is kept after the last wave while every gate goes on judging, in seconds. Time in which nobody drives
   * the rollout, or a gate does not pass, does not count.
   * @default 86400
   */
  readonly retainSeconds?: number;
  /**
   * How long a driver waits for a person, for an approval or in a pause, while it goes on judging what has moved, in seconds.
   * Past it it stops with exit code 4, and the next `rollout run` goes on.
   * @default 86400
   */
  readonly approvalSeconds?: number;
  /**
   * What goes back when a wave fails while waves are being moved. `attempt`: everything that moved. `wave`: that wave and those
   * after it; the ones before stay on `to`, and the next attempt goes on from there. A breach after the last wave always takes
   * everything back.
   * @default 'attempt'
   */
  readonly rollback?: RollbackScope;
  /**
   * Whether the istiods of `from` are restarted once before anything moves: a missing image, another authority or a broken
   * configuration shows only then, and the way back would need them. `false` for a control plane that others run and that must
   * not be touched.
   * @default true
   */
  readonly restartFrom?: boolean;
  /** How fast workloads are restarted. */
  readonly restart?: RestartSpec;
  /**
   * What becomes of the default validator and the revision tags that lead to `from`, once `retainSeconds` are over. `move`:
   * those that are ours are handed over to `to`, one at a time, each tried before the next; others are named and waited for.
   * `keep`: they stay, and so does `from` while any leads to it.
   * @default 'move'
   */
  readonly default?: DefaultPolicy;
  /**
   * What becomes of `from` after `retainSeconds`. `automatic`: it is removed once two scans find nothing that uses it, and
   * there is no way back from then on. `approve`: a person has to approve that first. `keep`: the rollout is done, and it stays
   * beside `to`.
   * @default 'automatic'
   */
  readonly removal?: RemovalPolicy;
  /** The clusters of the mesh and the order in which they move. @default the mesh is in one cluster */
  readonly clusters?: ClustersSpec;
  /** What users may feel, judged by Prometheus. @default only health is judged */
  readonly metrics?: MetricsSpec;
}
