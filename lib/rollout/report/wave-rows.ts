import { combineVerdicts } from '../combine-verdicts';
import type { Judged } from '../judge-waves';
import type { FrozenWave, RolloutRecord } from '../record';
import type { Verdict } from '../verdict';
import { tagOf } from '../wave-members';
import { instantOrNull } from './instant';
import type { WaveState } from './wave-state';
import { memberRows, type MemberRow } from './member-rows';
import type { ReportInput } from './report-input';

/** One wave with its members. */
export interface WaveRow {
  /** From 1. */
  readonly number: number;
  readonly name: string;
  readonly kind: FrozenWave['kind'];
  /** The revision tag that it moves by; `null` where it moves by labels. */
  readonly tag: string | null;
  readonly state: WaveState;
  /** The worst that its gates say now; `null` while they are not asked. */
  readonly verdict: Verdict | null;
  readonly soakSeconds: number;
  /** What is left of its soak; `null` while it does not soak. */
  readonly soakLeftSeconds: number | null;
  readonly releasedAt: string | null;
  /** Since when it has been well, so that what users feel is counted; `null` while it is not. */
  readonly healthySince: string | null;
  readonly members: readonly MemberRow[];
}

/** Every wave of the plan, in its order. */
export function waveRows(input: ReportInput, judged: readonly Judged[]): readonly WaveRow[] {
  const { record, now } = input;
  return record.plan.waves.map((wave, index) => {
    const results = judged.filter((one) => one.wave === wave.name).map(({ result }) => result);
    const state = stateOf(record, index, now);
    const { releasedAt = null, healthySince = null } = record.progress[index] ?? {};
    const left = wave.soakSeconds - (now - (record.passingSince ?? now)) / 1000;
    return {
      number: index + 1,
      name: wave.name,
      kind: wave.kind,
      tag: tagOf(wave),
      state,
      verdict: results.length === 0 ? null : combineVerdicts(results.map(({ verdict }) => verdict)),
      soakSeconds: wave.soakSeconds,
      soakLeftSeconds: state === 'soaking' ? Math.max(0, Math.round(left)) : null,
      releasedAt: instantOrNull(releasedAt),
      healthySince: instantOrNull(healthySince),
      members: memberRows(input, wave, state, results),
    };
  });
}

/** The state of a wave, by its index. */
function stateOf(record: RolloutRecord, index: number, now: number): WaveState {
  const { phase, released, kept, passingSince, failure, plan } = record;
  if (phase === 'rolled-back' || phase === 'rolling-back') {
    if (index < kept) return 'proved';
    // At the end only the failure tells how far it had come.
    const failed = plan.waves.findIndex(({ name }) => name === failure?.wave);
    const isReturning = index < Math.max(released, failed + 1);
    if (!isReturning) return 'waiting';
    return phase === 'rolled-back' ? 'returned' : 'returning';
  }
  if (index >= released) return 'waiting';
  if (phase !== 'moving' || index < released - 1) return 'proved';
  if (passingSince === null) return 'moving';
  const soakMs = (plan.waves[index]?.soakSeconds ?? 0) * 1000;
  return now - passingSince < soakMs ? 'soaking' : 'proved';
}
