import { isFinal } from '../is-final';
import type { RolloutRecord } from '../record';
import { approvalOf } from './approval-of';
import type { Command, CommandTarget, CommandType } from './command';
import { commandToken, readToken } from './command-token';
import { heedCommands } from './heed-commands';
import { isNearRemoval } from '../removal/is-near-removal';
import { isRemovalUnapproved, REMOVAL } from './removal-approval';

/** So many commands are kept; older ones have been heeded long since. */
const KEPT = 50;

/** What a person asks for. */
export interface CommandRequest extends Pick<Command, 'by' | 'at' | 'reason'> {
  readonly type: CommandType;
  /** What it is about; without one it is the rollout as it stands. */
  readonly token: string | null;
}

/** The record with the command, or why there is nothing for it to do. */
export type Admitted =
  | { readonly ok: true; readonly record: RolloutRecord; readonly target: CommandTarget }
  | { readonly ok: false; readonly problem: string };

/**
 * Appends a command to a record. One that is about another plan or attempt, or has nothing to do, is refused and never
 * queued: what it was meant for is over.
 */
export function admitCommand(record: RolloutRecord, request: CommandRequest): Admitted {
  const part = readToken(record, request.token ?? commandToken(record));
  if (part === null) {
    return refused(
      `token ${request.token ?? ''} is not about this rollout as it stands; the current one is ${commandToken(record)}`,
    );
  }
  const target = { plan: record.plan.hash, attempt: record.attempt, ...part };
  // What was said a moment ago counts, though no driver has heard it yet.
  const { record: told, rollback } = heedCommands(record, request.at);
  const problem =
    rollback === null
      ? PROBLEMS[request.type](told, target)
      : `${rollback.by} has asked for the rollback, which dominates`;
  if (problem !== null) return refused(problem);
  const { type, by, at, reason } = request;
  const id = (record.commands.at(-1)?.id ?? record.heeded) + 1;
  const commands = [...record.commands, { id, type, target, by, at, reason }].slice(-KEPT);
  return { ok: true, record: { ...record, commands }, target };
}

const PROBLEMS: Readonly<
  Record<CommandType, (record: RolloutRecord, target: CommandTarget) => string | null>
> = {
  approve: approveProblem,
  pause: (record, target) => wholeProblem(record, target) ?? pauseProblem(record),
  resume: (record, target) =>
    wholeProblem(record, target) ?? (record.paused === null ? 'the rollout is not paused' : null),
  rollback: (record, target) => wholeProblem(record, target) ?? rollbackProblem(record),
};

function approveProblem(record: RolloutRecord, { wave, gate }: CommandTarget): string | null {
  if (isFinal(record)) return over(record);
  const wanting = wantingApproval(record);
  const hint =
    wanting.length === 0
      ? 'nothing waits for approval'
      : `to approve: ${wanting.map((name) => commandToken(record, { wave: name })).join(', ')}`;
  if (wave === null) return `say which wave is approved; ${hint}`;
  const index = record.plan.waves.findIndex(({ name }) => name === wave);
  const isRemoval = wave === REMOVAL && gate === null && record.plan.removal === 'approve';
  if (index < 0 && !isRemoval) return `there is no wave "${wave}"; ${hint}`;
  if (approvalOf(record, wave, gate) !== null) return `it is approved already`;
  if (gate === null) {
    const what = isRemoval ? `the removal of ${record.plan.from}` : `wave ${wave}`;
    return wanting.includes(wave) ? null : `${what} does not wait for approval; ${hint}`;
  }
  return index < record.released
    ? null
    : `wave ${wave} is not being judged yet: its gates can be approved once it moves`;
}

/** Waves that need a person before they move, and have none yet; and the removal, once what goes with it is shown. */
function wantingApproval(record: RolloutRecord): string[] {
  return [
    ...record.plan.waves
      .slice(record.released)
      .filter(({ name, approval }) => approval && approvalOf(record, name) === null)
      .map(({ name }) => name),
    ...(isNearRemoval(record) && isRemovalUnapproved(record) ? [REMOVAL] : []),
  ];
}

function wholeProblem(record: RolloutRecord, { wave }: CommandTarget): string | null {
  if (isFinal(record)) return over(record);
  return wave === null
    ? null
    : `it is about the whole rollout, not a wave; its token is ${commandToken(record)}`;
}

function pauseProblem({ paused, phase }: RolloutRecord): string | null {
  if (phase === 'rolling-back') return 'the rollout goes back, which is not paused half-way';
  return paused === null ? null : `the rollout is paused already, by ${paused.by}`;
}

function rollbackProblem({ phase, plan, retired }: RolloutRecord): string | null {
  if (phase === 'rolling-back') return `the rollout goes back to ${plan.from} already`;
  return retired.includes(plan.from)
    ? `${plan.from} is being removed: there is nothing to go back to; roll out ${plan.from} anew`
    : null;
}

function over({ phase, plan }: RolloutRecord): string {
  return `the rollout ${plan.from} → ${plan.to} is over (${phase}); nothing is left to tell it`;
}

function refused(problem: string): Admitted {
  return { ok: false, problem };
}
