import type { Fact } from '../fact';
import type { LabelRequirement, LabelSelector } from '../selector/label-selector';
import type { Amounts } from './amounts';

/** What decides whether pods can be made anew: quotas and disruption budgets of all namespaces, and the nodes. */
export interface CapacityFact {
  readonly quotas: readonly QuotaFact[];
  readonly budgets: readonly BudgetFact[];
  /** Known to warn, not to hold: more of them may come. */
  readonly nodes: Fact<readonly NodeFact[]>;
}

/** What a pod asks for, its sidecar included. */
export interface PodNeeds {
  readonly amounts: Amounts;
  /** Name of its priority class, `''` without one. */
  readonly priority: string;
}

/** A ResourceQuota, as its controller has counted. */
export interface QuotaFact {
  readonly namespace: string;
  readonly name: string;
  readonly hard: Amounts;
  readonly used: Amounts;
  /** Which pods it counts: those that all of these hold for; `key` is the scope, such as `PriorityClass`. */
  readonly scopes: readonly LabelRequirement[];
}

/** A PodDisruptionBudget, as its controller has counted. */
export interface BudgetFact {
  readonly namespace: string;
  readonly name: string;
  /** `null` selects nothing. */
  readonly selector: LabelSelector | null;
  /** How many of its pods may be evicted now. */
  readonly allowed: number;
  readonly healthy: number;
  /** How many have to stay healthy. */
  readonly wanted: number;
  readonly expected: number;
}

/** What a node has left for pods. */
export interface NodeFact {
  readonly name: string;
  /** False for one that is not ready, cordoned, or tainted so that pods stay away. */
  readonly open: boolean;
  /** Allocatable less what the pods on it request, by the names that quotas have for requests, and `pods`. */
  readonly free: Amounts;
}
