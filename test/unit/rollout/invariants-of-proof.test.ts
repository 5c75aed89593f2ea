import { NO_MEMORY } from '../../../lib/rollout/driver-memory';
import { known, unknown } from '../../../lib/rollout/fact';
import { evidenceIsNewer } from '../../../lib/rollout/invariants/evidence-is-newer';
import type { Invariant } from '../../../lib/rollout/invariants/invariant';
import { noHalfWave } from '../../../lib/rollout/invariants/no-half-wave';
import type { Observation } from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import type { RolloutRecord } from '../../../lib/rollout/record';
import { AT, anObservation, aPod, aRecord, asApplied, FROM } from '../../support/rollout-builders';

/** What a rule says of a made-up decision to leave the last wave behind. */
function said(
  { check }: Invariant,
  from: Partial<RolloutRecord>,
  after: Partial<RolloutRecord> = {},
  observation: Observation = anObservation(),
): string | null {
  const before = { ...asApplied(aRecord()), ...from };
  const honest = plan({ observation, record: before, now: AT });
  const record: RolloutRecord = { ...before, phase: 'retaining', ...after };
  const decision = { ...honest, record, actions: [] };
  return check({ before, observation, now: AT, memory: NO_MEMORY, decision });
}

describe('the invariants of what is proved', () => {
  it('see a wave that is left behind for what was seen before it passed', () => {
    const left = (passingSince: number | null) => said(evidenceIsNewer, { since: 0, passingSince });
    expect(left(null)).not.toBeNull();
    expect(left(AT)).not.toBeNull();
    expect(left(AT - 10_000)).toBeNull();
  });

  it('see a wave that is left behind with a pod that has not moved', () => {
    const half = anObservation({ pods: known([aPod(), aPod({ revision: FROM })], AT) });
    const unread = anObservation({ pods: unknown('503', AT) });
    const answered = { wave: 'web', gate: 'injection', by: 'somebody', at: AT, reason: '' };
    expect(said(noHalfWave, {}, {}, half)).not.toBeNull();
    expect(said(noHalfWave, {}, {}, unread)).not.toBeNull();
    expect(said(noHalfWave, {}, { approvals: [answered] }, half)).toBeNull();
    expect(said(noHalfWave, {})).toBeNull();
  });
});
