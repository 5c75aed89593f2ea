import { admissionGate } from '../gates/admission';
import { survivalGate } from '../gates/survival';
import type { RolloutRecord } from '../record';
import type { Invariant, RolloutStep } from './invariant';

/** A safe target: nothing leaves a revision that is not seen to have survived a restart. */
export const fromIsProved: Invariant = {
  rule: 'S10',
  name: 'nothing moves away from a revision that has not survived a restart',
  check,
};

function check({ before, observation, decision: { record } }: RolloutStep): string | null {
  const isPast = (one: RolloutRecord) => !PREPARING.includes(one.phase);
  if (!record.plan.restartFrom || !isForward(record) || isPast(before)) return null;
  if (!isPast(record)) return null;
  if (before.phase !== 'proving') return `${record.phase} straight after ${before.phase}`;
  if (before.proof === null) return `${before.plan.from} was not restarted`;
  if (observation.at <= before.since) return `seen at ${observation.at}, before its restart`;
  const gates = [survivalGate(before, observation), admissionGate(before.plan.from, observation)];
  return gates.find(({ verdict }) => verdict !== 'Pass')?.message ?? null;
}

const PREPARING: readonly RolloutRecord['phase'][] = ['installing', 'proving'];

function isForward({ phase }: RolloutRecord): boolean {
  return phase !== 'rolling-back' && phase !== 'rolled-back';
}
