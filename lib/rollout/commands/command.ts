/** What a person may tell a rollout. `run` again is the retry. */
export type CommandType = 'approve' | 'pause' | 'resume' | 'rollback';

/** What a command is about: one attempt of one plan, and in it maybe a wave, and of that maybe a gate. */
export interface CommandTarget {
  /** Hash of the plan. */
  readonly plan: string;
  readonly attempt: number;
  /** Name of a wave; `null` for the rollout as a whole. */
  readonly wave: string | null;
  /** Name of a gate of that wave; `null` for the wave as a whole. */
  readonly gate: string | null;
}

/** Something that a person told a rollout, as it is kept. */
export interface Command {
  /** Counts the commands of a record, from 1. */
  readonly id: number;
  readonly type: CommandType;
  readonly target: CommandTarget;
  /** Who said it, as the API server knows them. */
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Why, in the words of whoever said it; `''` for no reason given. */
  readonly reason: string;
}

/** A wave, or an undecided gate of one, that somebody answers for. */
export interface Approval extends Pick<Command, 'by' | 'at' | 'reason'> {
  readonly wave: string;
  readonly gate: string | null;
}
