import type { RestartSpec } from './restart-spec';

/** Everything wrong with the limits of restarts as they are written. */
export function restartProblems({ maxWorkloads, maxPods }: RestartSpec): string[] {
  return Object.entries({ maxWorkloads, maxPods })
    .filter(([, value]) => value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
    .map(
      ([name, value]) => `restart.${name}: found ${String(value)}, must be a whole number from 1`,
    );
}
