import { InvalidInputError, type Issue } from '../operator/issue';
import type { LayerProblem } from './layer-problem';

/**
 * Refuses what has problems.
 * @param of - whose objects they are: the path of a construct, or an environment
 * @throws InvalidInputError with all of them
 */
export function requireNoProblems(
  problems: readonly LayerProblem[],
  code: Issue['code'],
  of: string,
): void {
  if (problems.length === 0) return;
  throw new InvalidInputError(
    problems.map(({ object, path, message }) => ({
      code,
      severity: 'error',
      path: `${of}: ${object}: ${path}`,
      message,
    })),
  );
}
