import type { LivenessRule } from './liveness-rules';
import type { RolloutStep } from './invariant';

/** What of a decision its history keeps: everything but what was seen, which is large. */
export type RolloutTick = Pick<RolloutStep, 'before' | 'now' | 'decision'>;

/** Something that must hold of all decisions of one driver together, the oldest first. */
export interface HistoryRule {
  readonly rule: LivenessRule;
  readonly name: string;
  /** What is wrong, `null` when it holds. */
  readonly check: (ticks: readonly RolloutTick[]) => string | null;
}
