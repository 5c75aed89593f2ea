/** Exit codes of every command; scripts rely on them. */
export const EXIT = {
  done: 0,
  /** Also an unreachable cluster or Prometheus before the first write. */
  error: 1,
  badInput: 2,
  rolledBack: 3,
  waitingForPerson: 4,
  blocked: 5,
  /** What shells expect of a command that a signal ended: before anything was begun. */
  interrupted: 130,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
