import { commandToken } from '../commands/command-token';
import { nameSome } from '../name-some';
import type { Judged } from '../judge-waves';
import type { RolloutRecord } from '../record';
import type { GateResult } from '../verdict';
import { inUse } from '../in-use';
import { instant, instantOrNull } from './instant';
import type { ReportInput } from './report-input';

/** Something that the rollout waits for. */
export interface Blocker {
  /** In one word: `driver`, `gate <name>`, `soak`, `retain`, `in use`, `paused`, `approval`, `held`. */
  readonly cause: string;
  /** Wave that it is about; `''` for the rollout as a whole. */
  readonly wave: string;
  /** Who or what is waited for, such as `Deployment shop/cart`, `time`, `a driver`. */
  readonly waitsFor: string;
  readonly message: string;
  readonly since: string | null;
  /** When it is over, or may last no longer; `null` when nobody knows. */
  readonly until: string | null;
  /** What happens then. */
  readonly then: 'goes on' | 'goes back' | 'stops for a person' | null;
  /** What a person could type about it; `null` where waiting is all there is. */
  readonly command: string | null;
}

/** What is in the way of the next step, what counts most first; empty at the end of a rollout. */
export function blockersOf(input: ReportInput, judged: readonly Judged[]): readonly Blocker[] {
  const { record, started } = input;
  if (record.phase === 'done' || record.phase === 'rolled-back') return [];
  if (!started) return [];
  const open = judged.filter(({ result }) => result.verdict !== 'Pass');
  const gates = firstOfEach(open).map((one) => gateBlocker(input, one));
  const told = [...driverBlocker(input), ...gates, ...usageBlocker(input)];
  return [...told, ...heldBlocker(input, told), ...timeBlocker(input, gates.length === 0)];
}

/** What several gates or waves wait for alike, such as an istiod that cannot be asked, is told once. */
function firstOfEach(judged: readonly Judged[]): readonly Judged[] {
  return [
    ...new Map(judged.toReversed().map((one) => [one.result.message, one])).values(),
  ].reverse();
}

function driverBlocker({ driver, environment }: ReportInput): Blocker[] {
  if (driver.held) return [];
  const message = `${driver.message}; without a driver nothing is judged and nothing goes back by itself`;
  const command = `istio-revisions rollout run --env ${environment.name}`;
  return [{ ...OF_ROLLOUT, cause: 'driver', waitsFor: 'a driver', message, command }];
}

function gateBlocker({ record, now, environment }: ReportInput, { wave, result }: Judged): Blocker {
  const { gate, subject, message, patient } = result;
  const token = commandToken(record, { wave, gate });
  const canApprove = patient === true && wave !== '' && result.verdict !== 'Fail';
  const { since, until, then } = deadlineOf(record, result, now);
  return {
    cause: `gate ${gate}`,
    wave,
    waitsFor: subject === '' ? `wave ${wave}` : subject,
    message,
    since: instant(since),
    until: instantOrNull(until),
    then,
    command: canApprove ? approveCommand(token, environment.name) : null,
  };
}

interface Deadline {
  readonly since: number;
  readonly until: number | null;
  readonly then: Blocker['then'];
}

/** Until when a gate may stay as it is. What passes now and stops to has its whole time again. */
function deadlineOf(record: RolloutRecord, result: GateResult, now: number): Deadline {
  const { passingSince, waveringSince, plan } = record;
  // What is handed over has its own time, however long the waves have been well.
  const isHanded = result.gate === 'hand-over';
  const since = waveringSince ?? (passingSince === null || isHanded ? record.since : now);
  const after = (seconds: number, then: Blocker['then']) => ({
    since,
    until: since + seconds * 1000,
    then,
  });
  if (result.verdict === 'Fail') return { since, until: null, then: 'goes back' };
  if (result.patient === true)
    return after(plan.metrics?.patienceSeconds ?? 0, 'stops for a person');
  if (result.verdict === 'Error' || result.verdict === 'Environment') {
    return after(2 * plan.deadlineSeconds, 'stops for a person');
  }
  return record.phase === 'rolling-back' || record.phase === 'proving'
    ? after(plan.deadlineSeconds, 'stops for a person')
    : after(plan.deadlineSeconds, 'goes back');
}

function usageBlocker({ record, observation }: ReportInput): Blocker[] {
  const { phase, plan, retired, since } = record;
  if (phase !== 'removing' || retired.includes(plan.from)) return [];
  const { inUse: used, reasons } = inUse(plan.from, observation);
  if (used === 'no') return [];
  const until = since + plan.deadlineSeconds * 1000;
  return [
    {
      cause: 'in use',
      wave: '',
      waitsFor: used === 'yes' ? `what uses ${plan.from}` : 'what could not be read',
      message: nameSome(reasons),
      since: instant(since),
      until: instant(until),
      then: 'stops for a person',
      command: null,
    },
  ];
}

/** What the planner waits for, unless it was told already. */
function heldBlocker(input: ReportInput, told: readonly Blocker[]): Blocker[] {
  const { held } = input.decision;
  if (held === null || told.some(({ message }) => held.reason.endsWith(message))) return [];
  const { by, reason, since, until } = held;
  const { cause, message, command } = personOf(input, reason);
  return [
    {
      cause,
      wave: '',
      waitsFor: by,
      message,
      since: instant(since),
      until: instantOrNull(until),
      then: until === null ? null : 'stops for a person',
      command,
    },
  ];
}

/** What a person has to do, where somebody is waited for. */
function personOf(
  { record, environment, decision }: ReportInput,
  reason: string,
): Pick<Blocker, 'cause' | 'message' | 'command'> {
  const { plan, released, paused, phase } = record;
  const { awaits } = decision;
  if (awaits === undefined) return { cause: 'held', message: reason, command: null };
  const { type, token } = awaits;
  if (type === 'paused') {
    const why = paused === null || paused.reason === '' ? '' : `: ${paused.reason}`;
    return {
      cause: 'paused',
      message: `paused by ${paused?.by ?? 'somebody'}${why}`,
      command: `istio-revisions rollout resume ${token} --env ${environment.name}`,
    };
  }
  return {
    cause: 'approval',
    message:
      phase === 'removing'
        ? `the removal of ${plan.from} needs approval`
        : `wave ${plan.waves[released]?.name ?? ''} needs approval`,
    command: approveCommand(token, environment.name),
  };
}

function approveCommand(token: string, environment: string): string {
  return `istio-revisions rollout approve ${token} --env ${environment}`;
}

function timeBlocker({ record, now }: ReportInput, passes: boolean): Blocker[] {
  const { phase, passingSince, waveringSince, plan, released, retainedMs } = record;
  if (!passes || passingSince === null || waveringSince !== null) return [];
  const wave = plan.waves[released - 1];
  const time = (cause: string, of: string, message: string, untilMs: number): Blocker[] => {
    if (untilMs <= now) return [];
    return [
      {
        cause,
        wave: of,
        waitsFor: 'time',
        message,
        since: instant(passingSince),
        until: instant(untilMs),
        then: 'goes on',
        command: null,
      },
    ];
  };
  if (phase === 'moving' && wave !== undefined) {
    const message = `every gate has to keep passing for ${wave.soakSeconds} s`;
    return time('soak', wave.name, message, passingSince + wave.soakSeconds * 1000);
  }
  if (phase !== 'retaining') return [];
  const message = `${plan.from} is kept for ${plan.retainSeconds} s with every gate passing`;
  return time('retain', '', message, passingSince + plan.retainSeconds * 1000 - retainedMs);
}

const OF_ROLLOUT = { wave: '', since: null, until: null, then: null } as const;
