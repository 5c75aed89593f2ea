import { startCli } from './cli';
import { chances } from './kill-points';
import type { BareLab } from './bare-lab';

/** How a rollout ended that was driven through kills. */
export interface DrivenRollout {
  readonly code: number | null;
  readonly said: string;
  /** How often its driver was really killed. */
  readonly kills: number;
}

/** Before each kill, in milliseconds: from the start of the process to well into the waves. */
const DELAY = { leastMs: 2_000, spreadMs: 38_000 } as const;

/** Delays before each kill, from a seed, so that a failing run can be repeated. Milliseconds. */
export function killDelays(seed: number, count: number): number[] {
  const chance = chances(seed);
  return Array.from({ length: count }, () => DELAY.leastMs + chance() * DELAY.spreadMs);
}

/** Runs the rollout to its end; its driver is killed with kill -9 after each of the delays, and started again. */
export async function driveWithKills(
  lab: Pick<BareLab, 'env'>,
  checkout: string,
  delays: readonly number[],
): Promise<DrivenRollout> {
  let kills = 0;
  let said = '';
  for (const delay of [...delays, null]) {
    const { child, result } = startCli(['rollout', 'run', '--env', 'dev'], lab.env, checkout);
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
