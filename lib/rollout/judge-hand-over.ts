import { handOverGate } from './gates/hand-over';
import type { Observation } from './observation';
import type { RolloutRecord } from './record';
import type { GateResult } from './verdict';

/** What is said of each that was handed over to `to`, in the order in which it was. */
export function judgeHandOver(
  { handed, plan }: Pick<RolloutRecord, 'handed' | 'plan'>,
  observation: Observation,
): readonly GateResult[] {
  return (handed ?? []).map((key) => handOverGate(key, plan.to, observation));
}
