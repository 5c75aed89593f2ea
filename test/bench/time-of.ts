import { spawnSync } from 'node:child_process';

/** What a command took, in seconds: wall clock, and CPU of it and all that it started. */
export interface Time {
  readonly wall: number;
  readonly cpu: number;
}

/** Runs a command to its end, its output thrown away, and times it from outside. @throws Error with what it said when it fails */
export function timeOf(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
): Time & { readonly stderr: string } {
  const script = 'TIMEFORMAT="%R %U %S"; exec 3>&2; { time "$@" >/dev/null 2>&3; } 2>&4';
  const { status, stderr, output } = spawnSync('bash', ['-c', script, 'time', ...command], {
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(`${command.join(' ')} exited ${String(status)}:\n${stderr}`);
  const [wall = NaN, user = NaN, system = NaN] = (output[4] ?? '').trim().split(' ').map(Number);
  return { wall, cpu: user + system, stderr };
}

/** The middle of several times, wall clock and CPU apart. */
export function median(times: readonly Time[]): Time {
  const middle = (values: readonly number[]) =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
  return {
    wall: middle(times.map(({ wall }) => wall)),
    cpu: middle(times.map(({ cpu }) => cpu)),
  };
}
