import type { GatewayApiTarget } from './gateway-api/gateway-api-target';
import type { InjectionLabels } from './injection-labels';
import type { NamespaceTarget, RolloutRecord } from './record';
import type { GateResult } from './verdict';
import type { WorkloadKind } from './observation';

/** Something the driver does. Each names why; each is idempotent, so a killed driver repeats it safely. */
export type Action =
  /**
   * One Pulumi `up` at the position of the record. `expect` lists the objects whose change is the point of it; with
   * `refresh` the engine looks at the cluster first, since what drifted is no difference to what it wrote down.
   */
  | {
      readonly type: 'apply';
      readonly expect: readonly string[];
      readonly refresh: boolean;
      readonly reason: string;
    }
  /** Give a namespace `istio.io/rev=<revision>` by direct patch, remove `istio-injection`, remember the originals. */
  | {
      readonly type: 'adopt';
      readonly target: NamespaceTarget;
      /** A revision, or a revision tag that points at it. */
      readonly revision: string;
      /** The labels that this was decided on: changed since, they are looked at anew. */
      readonly seen: InjectionLabels;
      readonly reason: string;
    }
  /** Set a namespace's revision label directly under our field manager: the way back, which needs no engine. */
  | {
      readonly type: 'relabel';
      readonly target: NamespaceTarget;
      /** A revision, or a revision tag that points at it. */
      readonly revision: string;
      /** The revision label that this was decided on, `null` without one. */
      readonly seen: string | null;
      readonly reason: string;
    }
  /** Point a revision tag at a revision directly under our field manager: the way back, which needs no engine. */
  | {
      readonly type: 'retag';
      readonly tag: string;
      readonly revision: string;
      /** The revision that it pointed at when this was decided, `null` where it was gone: moved since, it is looked at anew. */
      readonly seen: string | null;
      readonly reason: string;
    }
  /** Give a namespace the labels back that it had before it was adopted; from then on it is not ours. */
  | { readonly type: 'restore'; readonly target: NamespaceTarget; readonly reason: string }
  /** Give a Gateway of the Gateway API a label of its own for the revision that serves it, and make that label ours alone. */
  | {
      readonly type: 'pin-gateway';
      readonly target: GatewayApiTarget;
      readonly revision: string;
      /** The label that this was decided on, `null` without one: changed since, it is looked at anew. */
      readonly seen: string | null;
      readonly reason: string;
    }
  /** Set the label of a Gateway that was pinned, forward or back: istiod of that revision replaces its pods. */
  | {
      readonly type: 'move-gateway';
      readonly target: GatewayApiTarget;
      readonly revision: string;
      readonly seen: string | null;
      readonly reason: string;
    }
  /** Give a Gateway the label back that it had before it was pinned, or none; from then on it is not ours. */
  | { readonly type: 'unpin-gateway'; readonly target: GatewayApiTarget; readonly reason: string }
  /** Restart a workload by its pod-template annotation. */
  | {
      readonly type: 'restart';
      readonly kind: WorkloadKind;
      readonly namespace: string;
      readonly name: string;
      /** A workload that was deleted since is not made again. */
      readonly uid: string;
      readonly stamp: string;
      /** The stamp that this was decided on, `null` without one. */
      readonly seen: string | null;
      readonly reason: string;
    }
  /** Evict one pod of a workload whose update strategy replaces none by itself; a disruption budget is respected. */
  | {
      readonly type: 'evict';
      readonly kind: WorkloadKind;
      readonly namespace: string;
      readonly name: string;
      readonly pod: string;
      /** Of the pod: one that was made anew under the same name is left alone. */
      readonly uid: string;
      readonly reason: string;
    }
  /** Delete what a removed revision left behind that nothing else deletes, each as `<Kind> <namespace>/<name>`. */
  | {
      readonly type: 'cleanup';
      readonly revision: string;
      readonly objects: readonly string[];
      readonly reason: string;
    };

/** What the driver does after the actions. */
export type Next =
  /** Look again after this many milliseconds at the latest. */
  | { readonly type: 'continue'; readonly afterMs: number }
  | {
      readonly type: 'stop';
      readonly outcome: 'done' | 'rolled-back' | 'waiting' | 'blocked';
      readonly message: string;
    };

/** Something that should not have to be waited for, or that a person has to do. Times are epoch milliseconds. */
export interface Held {
  readonly by: 'the cluster' | 'other clusters' | 'a person';
  readonly reason: string;
  readonly since: number;
  /** When the driver stops waiting; `null` when it does so once a deadline of the step is over, or has stopped. */
  readonly until: number | null;
}

/** One decision of the planner. */
export interface Decision {
  /** To be stored before any action; the same object as given when nothing changed. */
  readonly record: RolloutRecord;
  readonly actions: readonly Action[];
  /** What each gate of the current wave says, for the live view. */
  readonly gates: readonly GateResult[];
  /** One line for people, such as `wave 2/5 payments: soaking until 14:05:10`. */
  readonly status: string;
  /** Which person is waited for, and how they name what they answer for; absent where nobody is. */
  readonly awaits?: { readonly type: 'approval-needed' | 'paused'; readonly token: string };
  /** What it waits for beside its gates and its time; `null` when there is nothing. */
  readonly held: Held | null;
  readonly next: Next;
}
