import type { SimulatedRollout } from '../simulate/run-simulation';
import { EXIT, type ExitCode } from './exit-code';

/** What a script is told of a rollout that was played. */
export function simulationExitCode({
  end,
  violations,
}: Pick<SimulatedRollout, 'end' | 'violations'>): ExitCode {
  if (violations.length > 0) return EXIT.error;
  switch (end.outcome) {
    case 'done':
      return EXIT.done;
    case 'rolled-back':
      return EXIT.rolledBack;
    case 'refused':
      return EXIT.badInput;
    case 'waiting':
      return EXIT.waitingForPerson;
    case 'blocked':
    case 'not ended':
      return EXIT.blocked;
  }
}
