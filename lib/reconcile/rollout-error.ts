import type { StartResult } from '../rollout/start-rollout';

/** Why a driver stopped without an outcome; decides the exit code. */
export type RolloutErrorKind = 'bad-input' | 'blocked' | 'error';

/** A rollout that cannot start or continue, with every problem found. */
export class RolloutError extends Error {
  override readonly name = 'RolloutError';
  readonly kind: RolloutErrorKind;
  readonly problems: readonly string[];

  constructor(kind: RolloutErrorKind, message: string, problems: readonly string[]) {
    super([message, ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.kind = kind;
    this.problems = problems;
  }
}

/** Why a rollout cannot start: the source has to be corrected, or the cluster could not be read. */
export function startError(start: Extract<StartResult, { ok: false }>): RolloutError {
  const kind = start.cause === 'input' ? 'bad-input' : 'error';
  return new RolloutError(kind, 'the rollout cannot start', start.problems);
}
