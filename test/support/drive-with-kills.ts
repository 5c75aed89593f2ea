import { startCli } from './cli';
import { chances } from './kill-points';
import type { TestLab } from './lab';

/** How a rollout ended that was driven through kills. */
export interface DrivenRollout {
  readonly code: number | null;
  readonly said: string;
  /** How often its driver was really killed. */
  readonly kills: number;
}

/** Delays before each kill, from a seed, so that a failing run can be repeated. Milliseconds. */
export function killDelays(seed: number, count: number): number[] {
  const chance = chances(seed);
  return Array.from({ length: count }, () => 2_000 + chance() * 48_000);
}

/** Runs the rollout to its end; its driver is killed with kill -9 after each of the delays, and started again. */
export async function driveWithKills(
  lab: TestLab,
  delays: readonly number[],
): Promise<DrivenRollout> {
  let kills = 0;
  let said = '';
  for (const delay of [...delays, null]) {
    const { child, result } = startCli(['rollout', 'run', '--env', 'dev'], lab.env);
    const timer =
      delay === null
        ? undefined
        : setTimeout(() => {
            child.kill('SIGKILL');
          }, delay);
    const { code, stdout, stderr } = await result;
    clearTimeout(timer);
    said += stderr + stdout;
    if (child.signalCode !== 'SIGKILL') return { code, said, kills };
    kills += 1;
  }
  throw new Error('the last run is never killed');
}
