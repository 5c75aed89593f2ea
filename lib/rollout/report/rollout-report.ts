import type { Command, CommandType } from '../commands/command';
import { commandToken } from '../commands/command-token';
import type { Phase } from '../phase';
import type { Failure, Transition } from '../record';
import type { RolloutMode } from '../rollout-spec';
import { statusOf } from '../status-of';
import { blockersOf, type Blocker } from './blockers';
import { coverageOf, type Coverage } from './coverage';
import { gateRows, type GateRow } from './gate-rows';
import { instant } from './instant';
import { judgedNow } from './judged-now';
import { leftBehind, type LeftBehind } from './left-behind';
import { nextStep, type NextStep } from './next-step';
import { isNearRemoval } from '../removal/is-near-removal';
import { removalPlan } from '../removal/removal-plan';
import { removalText } from '../removal/removal-text';
import { remainingTime, type RemainingTime } from './remaining-time';
import { possibleCommands, type PossibleCommand } from './possible-commands';
import type { ReportInput } from './report-input';
import { undoOf, type Undo } from './undo';
import { waveRows, type WaveRow } from './wave-rows';
import { wayBack, type WayBack } from './way-back';

/** A revision with its declared version, `null` where the environment does not declare it any more. */
export interface RevisionRef {
  readonly revision: string;
  readonly version: string | null;
}

/** A command as it was given. */
export interface Told {
  readonly type: CommandType;
  /** `''` where it is about the whole rollout, or the whole wave. */
  readonly wave: string;
  readonly gate: string;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  /** Whether a driver has heard it. */
  readonly heeded: boolean;
}

/** What people see of a rollout, as data. Times are ISO 8601 in UTC. */
export interface RolloutReport {
  /** Version of this shape. A field may be added to it; none is taken away or gets another meaning. */
  readonly schema: 1;
  readonly at: string;
  readonly environment: string;
  readonly from: RevisionRef;
  readonly to: RevisionRef;
  /** Names the plan and the attempt; commands about this rollout carry it. */
  readonly token: string;
  readonly attempt: number;
  readonly mode: RolloutMode;
  readonly phase: Phase | 'not-started';
  readonly state:
    | 'not-started'
    | 'running'
    /** Something should not have to be waited for, and is. */
    | 'held'
    | 'paused'
    /** A person has to approve what comes next. */
    | 'waiting'
    /** A person has to look. */
    | 'blocked'
    /** Nobody drives it. */
    | 'unattended'
    | 'done'
    | 'rolled-back';
  /** One line for people. */
  readonly status: string;
  /** The wave that moves; `null` before the first and after the last. */
  readonly wave: { readonly number: number; readonly of: number; readonly name: string } | null;
  readonly coverage: Coverage;
  /** One for each cluster. */
  readonly clusters: readonly {
    readonly name: string;
    readonly phase: RolloutReport['phase'];
    readonly coverage: Coverage;
  }[];
  readonly driver: ReportInput['driver'];
  readonly blockers: readonly Blocker[];
  readonly next: NextStep;
  readonly remaining: readonly RemainingTime[];
  readonly wayBack: WayBack | null;
  readonly undo: Undo;
  /** What a person may tell the rollout as it stands. */
  readonly possible: readonly PossibleCommand[];
  readonly waves: readonly WaveRow[];
  readonly gates: readonly GateRow[];
  readonly leftBehind: LeftBehind;
  /** From the time for which the old revision is kept: what goes with it and why nothing needs it, and what stays, in lines. */
  readonly removal: readonly string[];
  readonly failure: (Omit<Failure, 'at'> & { readonly at: string }) | null;
  /** What people told this attempt, the oldest first. */
  readonly commands: readonly Told[];
  /** The oldest first. */
  readonly history: readonly (Omit<Transition, 'at'> & { readonly at: string })[];
}

/** Where a rollout stands, whether it is safe, what it waits for and until when, what is next, and how to undo it. */
export function rolloutReport(input: ReportInput): RolloutReport {
  const { record, observation, environment, driver, started, now } = input;
  const { plan, failure } = record;
  const phase = started ? record.phase : 'not-started';
  const coverage = coverageOf(record, observation);
  const judged = judgedNow(input);
  const wave = record.phase === 'moving' ? plan.waves[record.released - 1] : undefined;
  const revision = (name: string) => ({
    revision: name,
    version: environment.versions[name] ?? null,
  });
  return {
    schema: 1,
    at: instant(now),
    environment: environment.name,
    from: revision(plan.from),
    to: revision(plan.to),
    token: commandToken(record),
    attempt: record.attempt,
    mode: plan.mode,
    phase,
    state: stateOf(input),
    status: started ? statusOf(record, now) : 'not started',
    wave:
      wave === undefined
        ? null
        : { number: record.released, of: plan.waves.length, name: wave.name },
    coverage,
    clusters: [{ name: environment.cluster, phase, coverage }],
    driver,
    blockers: blockersOf(input, judged),
    next: nextStep(input),
    remaining: remainingTime(record, now),
    wayBack: wayBack(input),
    undo: undoOf(input),
    possible: possibleCommands(input),
    waves: waveRows(input, judged),
    gates: gateRows(judged, record, observation),
    leftBehind: leftBehind(record, observation),
    removal: removalOf(input),
    failure: failure === null ? null : { ...failure, at: instant(failure.at) },
    commands: record.commands.map((command) => toldOf(command, record.heeded)),
    history: record.history.map((step) => ({ ...step, at: instant(step.at) })),
  };
}

function stateOf({ record, started, decision, driver }: ReportInput): RolloutReport['state'] {
  if (!started) return 'not-started';
  const { phase, paused } = record;
  if (phase === 'done' || phase === 'rolled-back') return phase;
  if (paused !== null) return 'paused';
  if (!driver.held) return 'unattended';
  if (decision.held === null) return 'running';
  if (decision.held.until !== null) return 'waiting';
  return decision.held.by === 'a person' ? 'blocked' : 'held';
}

function removalOf({ record, observation }: ReportInput): readonly string[] {
  const { plan } = record;
  if (!isNearRemoval(record) || plan.removal === 'keep') return [];
  return removalText(removalPlan(plan.from, observation));
}

function toldOf({ id, type, target, by, at, reason }: Command, heeded: number): Told {
  const { wave, gate } = target;
  const about = { wave: wave ?? '', gate: gate ?? '' };
  return { type, ...about, by, at: instant(at), reason, heeded: id <= heeded };
}
