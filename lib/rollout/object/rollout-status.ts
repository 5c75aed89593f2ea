import type { Phase } from '../phase';
import type { Moved } from '../report/coverage';
import type { RolloutReport } from '../report/rollout-report';
import type { WaveState } from '../report/wave-state';
import { oneLine, stampCondition, type Condition, type StatusCondition } from '../status/condition';
import type { Verdict } from '../verdict';
import { ROLLOUT_RESOURCE } from './rollout-resource';

const PHASE_OF = {
  installing: 'Installing',
  proving: 'Proving',
  adopting: 'Adopting',
  moving: 'Moving',
  retaining: 'Retaining',
  'handing-over': 'HandingOver',
  removing: 'Removing',
  'rolling-back': 'RollingBack',
  'rolled-back': 'RolledBack',
  done: 'Done',
} as const satisfies Readonly<Record<Phase, string>>;

/** Where a RevisionRollout object stands, in one word: as its rollout does, or why that is not driven. */
export const ROLLOUT_PHASES = ['Refused', 'Paused', 'Failed', ...Object.values(PHASE_OF)] as const;

/** One of {@link ROLLOUT_PHASES}. */
export type RolloutPhase = (typeof ROLLOUT_PHASES)[number];

/** One wave in the status of a rollout. */
export interface WaveStatus {
  readonly name: string;
  readonly state: WaveState;
  /** The worst that its gates say; absent while they are not asked. */
  readonly verdict?: Verdict;
  /** How many namespaces it has. */
  readonly members: number;
}

/** Status of a RevisionRollout object. */
export interface RolloutStatus {
  /** Generation of the spec that this is about. */
  readonly observedGeneration: number;
  readonly phase: RolloutPhase;
  /** Where it stands and what to do, in one line. */
  readonly message: string;
  /** Names plan and attempt, as commands do; absent until it began. */
  readonly rollout?: string;
  /** The wave that moves, such as `2/5 payments`; absent before the first and after the last. */
  readonly wave?: string;
  /** Namespaces on the new revision; absent while that is not known. */
  readonly namespaces?: Moved;
  readonly waves?: readonly WaveStatus[];
  /** Accepted, Progressing, Succeeded. */
  readonly conditions: readonly StatusCondition[];
}

/** What was found about a RevisionRollout object. */
export type RolloutFinding =
  | {
      readonly type: 'driven';
      readonly report: RolloutReport;
      readonly message: string;
      /** In what the object differs from what is driven. */
      readonly differences: readonly string[];
    }
  | {
      readonly type: 'refused';
      readonly reason: 'InvalidSpec' | 'OtherRollout';
      readonly message: string;
    }
  | { readonly type: 'paused'; readonly message: string }
  | { readonly type: 'failed'; readonly message: string };

/** When the status is made; the previous one is `null` where there is none. Epoch milliseconds. */
interface StatusTime {
  readonly previous: RolloutStatus | null;
  readonly generation: number;
  readonly now: number;
}

const SUCCEEDED = 'Succeeded';

/** Longest message of the whole; `kubectl get` shows it in a row. */
const LONGEST_MESSAGE = 500;

/** The status of a RevisionRollout object: the same for the same findings, which needs no write. */
export function rolloutStatus(
  finding: RolloutFinding,
  { previous, generation, now }: StatusTime,
): RolloutStatus {
  const stamp = (condition: Condition) =>
    stampCondition(condition, previous?.conditions ?? [], generation, now);
  const phase = phaseOf(finding);
  return {
    observedGeneration: generation,
    phase,
    message: oneLine(finding.message, LONGEST_MESSAGE),
    ...(finding.type === 'driven' ? progressOf(finding.report) : left(previous)),
    conditions: [
      stamp(accepted(finding)),
      stamp(progressing(finding, phase)),
      // How it ended stays told, and for which spec: by that nobody begins it once more.
      (finding.type === 'driven' ? undefined : endOf(previous)) ?? stamp(succeeded(finding)),
    ],
  };
}

/** The condition that tells how a rollout ended, `undefined` while it has not; it is about one generation of the spec. */
export function endOf(
  status: Pick<RolloutStatus, 'conditions'> | null | undefined,
): StatusCondition | undefined {
  return status?.conditions.find(({ type, status: is }) => type === SUCCEEDED && is !== 'Unknown');
}

function phaseOf(finding: RolloutFinding): RolloutPhase {
  switch (finding.type) {
    case 'driven':
      return finding.report.phase === 'not-started' ? 'Installing' : PHASE_OF[finding.report.phase];
    case 'refused':
      return 'Refused';
    case 'paused':
      return 'Paused';
    case 'failed':
      return 'Failed';
  }
}

type Progress = Pick<RolloutStatus, 'rollout' | 'wave' | 'namespaces' | 'waves'>;

function progressOf({ token, wave, waves, coverage }: RolloutReport): Progress {
  return {
    rollout: token,
    ...(wave === null ? {} : { wave: `${wave.number}/${wave.of} ${wave.name}` }),
    ...(coverage.members === null ? {} : { namespaces: coverage.members }),
    waves: waves.map(({ name, state, verdict, members }) => ({
      name,
      state,
      ...(verdict === null ? {} : { verdict }),
      members: members.length,
    })),
  };
}

/** What is not driven stays where it is. */
function left(previous: RolloutStatus | null): Progress {
  const { rollout, wave, namespaces, waves } = previous ?? {};
  return {
    ...(rollout === undefined ? {} : { rollout }),
    ...(wave === undefined ? {} : { wave }),
    ...(namespaces === undefined ? {} : { namespaces }),
    ...(waves === undefined ? {} : { waves }),
  };
}

function accepted(finding: RolloutFinding): Condition {
  const type = 'Accepted';
  if (finding.type === 'refused') {
    const { reason, message } = finding;
    return { type, status: 'False', reason, message };
  }
  if (finding.type === 'driven' && finding.differences.length > 0) {
    const message =
      `the rollout goes on as it began, without what was changed since: ${finding.differences.join('; ')}; put that back, ` +
      'or supersede the rollout where that is possible';
    return { type, status: 'False', reason: 'Edited', message };
  }
  return { type, status: 'True', reason: 'Accepted', message: 'it is what is driven' };
}

const STATE_OF = {
  'not-started': 'Running',
  running: 'Running',
  held: 'Held',
  paused: 'Paused',
  waiting: 'Waiting',
  blocked: 'Blocked',
  unattended: 'Unattended',
  done: 'Done',
  'rolled-back': 'RolledBack',
} as const satisfies Readonly<Record<RolloutReport['state'], string>>;

/** In which states it goes on by itself once what it waits for is there. */
const GOING: readonly RolloutReport['state'][] = ['not-started', 'running', 'held', 'waiting'];

/** Its reason is how the rollout is, as `rollout status` says it. */
function progressing(finding: RolloutFinding, phase: RolloutPhase): Condition {
  const { message } = finding;
  const type = 'Progressing';
  if (finding.type !== 'driven') return { type, status: 'False', reason: phase, message };
  const { state } = finding.report;
  return {
    type,
    status: GOING.includes(state) ? 'True' : 'False',
    reason: STATE_OF[state],
    message,
  };
}

function succeeded(finding: RolloutFinding): Condition {
  const { message } = finding;
  const type = SUCCEEDED;
  const phase = finding.type === 'driven' ? finding.report.phase : null;
  if (phase === 'done') return { type, status: 'True', reason: 'Done', message };
  if (phase === 'rolled-back') return { type, status: 'False', reason: 'RolledBack', message };
  return { type, status: 'Unknown', reason: 'NotOver', message: 'it has no end yet' };
}

/** How the status of RevisionRollout objects is read: nothing else ever wrote one. */
export const ROLLOUT_STATUS = {
  resource: ROLLOUT_RESOURCE,
  read: (value: unknown) => (value ?? null) as RolloutStatus | null,
} as const;
