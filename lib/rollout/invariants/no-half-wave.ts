import { scopeOf } from '../wave-scope';
import type { Invariant, RolloutStep } from './invariant';

/** No half wave: a wave is left behind only when every pod of it is on `to`, but for what a person answered for. */
export const noHalfWave: Invariant = {
  rule: 'S15',
  name: 'no wave is left behind half moved',
  check,
};

function check({ before, observation, decision: { record } }: RolloutStep): string | null {
  const wave = before.plan.waves[before.released - 1];
  const isLeft = record.released > before.released || record.phase === 'retaining';
  if (before.phase !== 'moving' || wave === undefined || !isLeft) return null;
  if (record.approvals.some((one) => one.wave === wave.name && one.gate !== null)) return null;
  const read = scopeOf(wave, observation);
  if (!read.known) return `wave ${wave.name} is left although ${read.reason}`;
  const { to } = before.plan;
  const left = read.scope.pods.find((pod) => !pod.terminating && pod.revision !== to);
  return left === undefined ? null : `${left.namespace}/${left.name} is not on ${to}`;
}
