import { known, unknown } from '../../../lib/rollout/fact';
import type { Observation } from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import type { RolloutRecord } from '../../../lib/rollout/record';
import {
  AT,
  aNamespaceWave,
  anObservation,
  aRecord,
  asApplied,
  aWorkload,
  FROM,
  TO,
} from '../../support/rollout-builders';

/** `from` is to be kept for 20 s. */
const retaining = (changes: Partial<RolloutRecord> = {}) =>
  asApplied(aRecord({ phase: 'retaining', passingSince: AT - 5_000, ...changes }));

function decide(
  record: RolloutRecord,
  changes: Partial<Observation> = {},
  { now = AT, lookedAt = AT - 1_000 } = {},
) {
  const memory = { lookedAt, engineFailure: null };
  return plan({ observation: anObservation(changes), record, now, memory });
}

const neverReady = { workloads: known([aWorkload({ ready: 0, updated: 1 })], AT) };

describe('keeping the old revision after the last wave', () => {
  it('ends after its time, and not a moment before', () => {
    const phaseAfter = (ms: number) => decide(retaining({ passingSince: AT - ms })).record.phase;
    expect(phaseAfter(19_999)).toBe('retaining');
    expect(phaseAfter(20_000)).toBe('handing-over');
  });

  it('counts what an earlier driver saw', () => {
    const record = retaining({ retainedMs: 15_000 });
    expect(decide(record).record.phase).toBe('handing-over');
    expect(decide({ ...record, retainedMs: 14_999 }).record.phase).toBe('retaining');
  });

  it('is not ended by a clock that jumps, without a look after it began', () => {
    const first = decide(retaining({ passingSince: null }));
    expect(first.record).toMatchObject({ phase: 'retaining', passingSince: AT });
    const stale = decide(first.record, {}, { now: AT + 90_000 });
    expect(stale.record.phase).toBe('retaining');
  });

  it('does not count time in which nobody looked', () => {
    const record = retaining({ passingSince: AT - 86_000_000 });
    const unseen = decide(record, {}, { lookedAt: AT - 31_000 });
    expect(unseen.record).toMatchObject({ phase: 'retaining', passingSince: AT });
  });

  it('keeps what was counted so far for the next driver, once a minute', () => {
    const plan_ = { ...retaining().plan, retainSeconds: 3_600 };
    const after = (ms: number) =>
      decide(retaining({ plan: plan_, passingSince: AT - ms, retainedMs: 7 })).record;
    expect(after(59_999)).toMatchObject({ passingSince: AT - 59_999, retainedMs: 7 });
    expect(after(60_000)).toMatchObject({ passingSince: AT, retainedMs: 60_007 });
  });

  it('takes every wave back when one of them has failed', () => {
    const failed = decide(retaining({ passingSince: null, since: AT - 60_001 }), neverReady);
    expect(failed.record).toMatchObject({
      phase: 'rolling-back',
      released: 1,
      failure: { gate: 'workloads', namespace: 'shop', wave: 'web' },
    });
  });

  it('takes every wave back also where a wave alone would have gone back before', () => {
    const waves = [aNamespaceWave('first', ['pay']), aNamespaceWave('web', ['shop'])];
    const frozen = { ...aRecord().plan, waves, rollback: 'wave' as const };
    const record = retaining({ plan: frozen, released: 2, passingSince: null, since: AT - 60_001 });
    expect(decide(record, neverReady).record).toMatchObject({ phase: 'rolling-back', kept: 0 });
  });

  it.each([
    ['a workload is being rolled out', neverReady],
    ['the cluster cannot be read', { pods: unknown<never>('503', AT) }],
  ])('pauses while %s, however often that happens', (_what, changes) => {
    const record = retaining({ passingSince: AT - 19_000, soakRestarts: 5 });
    const paused = decide(record, changes).record;
    expect(paused).toMatchObject({ passingSince: AT - 19_000, waveringSince: AT, soakRestarts: 5 });
    const later = { ...anObservation(), at: AT + 10_000 };
    const memory = { lookedAt: AT, engineFailure: null };
    const again = plan({ observation: later, record: paused, now: AT + 10_000, memory });
    expect(again.record).toMatchObject({ phase: 'retaining', passingSince: AT - 9_000 });
  });

  it('corrects drift in no other way than a wave does', () => {
    const drifted = retaining({
      plan: { ...aRecord().plan, waves: [aNamespaceWave('web', ['shop'])] },
    });
    const decision = decide({ ...drifted, applied: 'another position' });
    expect(decision.actions).toMatchObject([{ type: 'apply' }]);
    expect(decision.record.phase).toBe('retaining');
  });

  it('says until when, or that the window pauses', () => {
    expect(decide(retaining()).status).toBe(
      `all waves on ${TO}: ${FROM} is kept until 1970-01-01 00:16:55`,
    );
    expect(decide(retaining(), neverReady).status).toContain('the window pauses');
  });
});
