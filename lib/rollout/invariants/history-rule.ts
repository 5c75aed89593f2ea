import type { LivenessRule } from './liveness-rules';
import type { RolloutStep } from './invariant';

/** What of a decision its history keeps: everything but what was seen, which is large. */
export type RolloutTick = Pick<RolloutStep, 'before' | 'now' | 'decision'>;

/** Something that must hold of all decisions of one driver together, the oldest first. */
export interface HistoryRule {
  readonly rule: LivenessRule;
  readonly name: string;
  /**
   * Begins to watch a driver. What it returns is shown each decision, so that none has to be kept, and tells what is wrong with
   * it after those before; `null` where it holds.
   */
  readonly watch: () => (tick: RolloutTick) => string | null;
}
