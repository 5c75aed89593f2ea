import type { Observation } from '../observation';
import type { RolloutSpec } from '../rollout-spec';
import type { DeclaredVersions } from '../skew/skew-problems';
import type { PrecheckFacts } from './precheck-facts';
import type { Refusal } from './refusal';

/** What the checks look at. */
export interface PrecheckInput {
  readonly spec: Pick<RolloutSpec, 'from' | 'to' | 'waves'>;
  /** Declared version of each revision. */
  readonly versions: DeclaredVersions;
  readonly observation: Observation;
  readonly facts: PrecheckFacts;
  /** Why a rollout would not start. */
  readonly refusals: readonly Refusal[];
  /** What the one who starts a rollout is told. */
  readonly notes: readonly string[];
  /** Whether the environment names a Prometheus, and limits that it is asked about. */
  readonly judgesMetrics: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}
