import { isNewer, isOverdue, isStuck, timedOut, type PhaseInput } from './decide';
import { CAPACITY_GATE } from './gates/capacity';
import type { Judged, Judgement } from './judge-waves';
import type { RolloutRecord } from './record';
import { updateRecord } from './update-record';
import type { GateResult } from './verdict';

/** How often a wave's soak may begin anew before a person has to look at what disturbs it. */
const SOAK_RESTARTS = 5;

/** A longer time between two looks counts as time in which nobody looked, in milliseconds. */
const LOOK_GAP_MS = 30_000;

/** What judged waves mean for the rollout. */
export type Proof =
  /** Turn back. */
  | { readonly kind: 'failed'; readonly wave: string; readonly result: GateResult }
  /** Every gate passes, since `record.passingSince`. */
  | { readonly kind: 'passing'; readonly record: RolloutRecord }
  /** Not decided yet. */
  | { readonly kind: 'open'; readonly record: RolloutRecord }
  /** Neither forward nor back: could not be asked, or is not steady enough to be proved. */
  | {
      readonly kind: 'held';
      readonly record: RolloutRecord;
      readonly reason: string;
      readonly stuck: boolean;
    };

/**
 * Turns verdicts into progress, with time: evidence from before the step it judges is ignored, what stays undecided past
 * the deadline has failed whatever else could not be read, and what could not be read changes nothing.
 */
export function proveWaves(given: PhaseInput, judgement: Judgement): Proof {
  const { observation, now } = given;
  const { verdict, worst, results } = judgement;
  if (!isNewer(observation, given.record)) return { kind: 'open', record: given.record };
  const record = withoutPause(given.record, now, results);
  const input = { ...given, record };
  if (worst === null) return { kind: 'passing', record: passing(input) };
  if (verdict === 'Fail') return { kind: 'failed', ...worst };
  const late = lateOf(record, now, results);
  if (late !== null) return { kind: 'failed', ...late };
  if (verdict === 'Error' || verdict === 'Environment') {
    const paused = wavering(record, now, results);
    const stuck = isPatienceOver(paused, now, worst.result);
    return { kind: 'held', record: paused, reason: worst.result.message, stuck };
  }
  return undecided(input, results, worst.result);
}

/** A record whose gates do not pass now. A wave that passed before gets a whole deadline to do so again. */
export function withoutPass(record: RolloutRecord, now: number): RolloutRecord {
  if (record.passingSince === null) return record;
  const { soakRestarts } = record;
  return {
    ...record,
    passingSince: null,
    waveringSince: null,
    since: now,
    soakRestarts: soakRestarts + 1,
  };
}

/** A pause, or a time in which nobody looked, is no part of a soak. */
function passing({ record, observation, now, memory }: PhaseInput): RolloutRecord {
  const { passingSince, waveringSince } = record;
  const unseen = memory.lookedAt !== null && observation.at - memory.lookedAt > LOOK_GAP_MS;
  if (passingSince === null || unseen)
    return updateRecord(record, { passingSince: now, waveringSince: null });
  const paused = waveringSince === null ? 0 : now - waveringSince;
  return updateRecord(record, { passingSince: passingSince + paused, waveringSince: null });
}

function wavering(record: RolloutRecord, now: number, results: readonly Judged[]): RolloutRecord {
  if (record.passingSince === null && cramped(results).size === 0) return record;
  return updateRecord(record, { waveringSince: record.waveringSince ?? now });
}

/** The time for which a wave that does not pass yet had no room is no part of its own. */
function withoutPause(
  record: RolloutRecord,
  now: number,
  results: readonly Judged[],
): RolloutRecord {
  const { passingSince, waveringSince, since } = record;
  if (passingSince !== null || waveringSince === null || cramped(results).size > 0) return record;
  return { ...record, since: since + now - waveringSince, waveringSince: null };
}

/** The waves with a workload whose new pods do not come for want of room; of one that could not be read nobody knows. */
function cramped(results: readonly Judged[]): ReadonlySet<string> {
  const held = results.filter(
    ({ result: { gate, verdict, namespace } }) =>
      gate === CAPACITY_GATE && verdict !== 'Pass' && namespace !== '',
  );
  return new Set(held.map(({ wave }) => wave));
}

/**
 * The first gate that has been undecided past its time: no other gate that cannot be asked hides it. What waits for room has no
 * such time: a restart that has begun and does not end is seen by itself.
 */
function lateOf(record: RolloutRecord, now: number, results: readonly Judged[]): Judged | null {
  const isWaiting = record.passingSince === null || record.waveringSince !== null;
  if (!isWaiting || !isOverdue(record, now)) return null;
  const held = cramped(results);
  const late = results.find(
    ({ wave, result }) => isUndecided(result) && result.patient !== true && !held.has(wave),
  );
  return late === undefined ? null : { ...late, result: timedOut(late.result, record) };
}

/**
 * The doubt of the wave that moves begins its soak anew; that of one that moved before, such as a deployment in it, only
 * pauses what it waits for.
 */
function undecided(
  { record, now }: PhaseInput,
  results: readonly Judged[],
  worst: GateResult,
): Proof {
  const { waves } = record.plan;
  const current = record.phase === 'moving' ? waves[record.released - 1]?.name : undefined;
  const isOwn = results.some(({ wave, result }) => wave === current && isUndecided(result));
  const again = isOwn ? withoutPass(record, now) : wavering(record, now, results);
  if (worst.patient === true && isPatienceOver(again, now, worst)) {
    return { kind: 'held', record: again, reason: worst.message, stuck: true };
  }
  if (!isOwn) return { kind: 'open', record: again };
  if (again.soakRestarts <= SOAK_RESTARTS) return { kind: 'open', record: again };
  const reason = `the soak began anew ${again.soakRestarts} times, last because ${worst.message}`;
  return { kind: 'held', record: again, reason, stuck: true };
}

/** What users feel may take long to measure, and a person has to look in the end; everything else has its deadline. */
function isPatienceOver(record: RolloutRecord, now: number, { patient }: GateResult): boolean {
  const patienceMs = (record.plan.metrics?.patienceSeconds ?? 0) * 1000;
  if (patient !== true) return isStuck(record, now);
  return now - (record.waveringSince ?? record.since) > patienceMs;
}

function isUndecided({ verdict }: GateResult): boolean {
  return verdict === 'Inconclusive' || verdict === 'NoData';
}
