import type { Decision } from '../action';
import type { DriverMemory } from '../driver-memory';
import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';
import type { LivenessRule } from './liveness-rules';
import type { SafetyRule } from './safety-rules';

/** One decision with everything it was made from. */
export interface RolloutStep {
  readonly before: RolloutRecord;
  readonly observation: Observation;
  readonly now: number;
  readonly memory: DriverMemory;
  readonly decision: Decision;
}

/** Something that must hold of every decision, whatever the cluster does. */
export interface Invariant {
  /** The rule that it is a part of. */
  readonly rule: SafetyRule | LivenessRule;
  readonly name: string;
  /** What is wrong, `null` when it holds. */
  readonly check: (step: RolloutStep) => string | null;
}
