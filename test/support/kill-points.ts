import { readFileSync } from 'node:fs';
import { startCli, type CliResult } from './cli';

/** Who is killed: what does the work at that moment, or who has it done. */
export type Victim = 'engine' | 'driver';

/** Numbers from 0 to 1 out of a seed, so that a failing run can be repeated. */
export function chances(seed: number): () => number {
  let state = seed;
  return () => {
    // A linear congruential generator: chance is not what is tested.
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Kills with kill -9; where no engine is at work yet, or any more, its driver has to do. @returns who it was */
export function killNow(driver: number, victim: Victim): Victim {
  const engine = victim === 'engine' ? engineOf(driver) : null;
  process.kill(engine ?? driver, 'SIGKILL');
  return engine === null ? 'driver' : 'engine';
}

/** How a command ended that was, or was to be, killed. */
export interface KilledRun extends CliResult {
  /** Who was killed, `null` where it ended before. */
  readonly killed: Victim | null;
}

/** Runs a command and kills it, or its engine, after a while; it may end before. */
export async function runAndKill(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  root: string,
  { victim, afterMs }: { readonly victim: Victim; readonly afterMs: number },
): Promise<KilledRun> {
  const { child, result } = startCli(args, env, root);
  let killed: Victim | null = null;
  const timer = setTimeout(() => {
    if (child.pid === undefined || child.exitCode !== null) return;
    killed = killNow(child.pid, victim);
  }, afterMs);
  const ended = await result;
  clearTimeout(timer);
  return { ...ended, killed };
}

function engineOf(driver: number): number | null {
  const children = textOf(`/proc/${String(driver)}/task/${String(driver)}/children`);
  const engine = children
    .trim()
    .split(' ')
    .find((pid) => pid !== '' && /(^|\/)pulumi[^/\0]*\0/.test(textOf(`/proc/${pid}/cmdline`)));
  return engine === undefined ? null : Number(engine);
}

/** A process that has ended says nothing. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
