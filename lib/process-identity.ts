import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const HAS_PROC = existsSync('/proc/self/stat');

/**
 * When a process started, as text that only compares; `null` when it does not run. Together with the id it names a process
 * for good, while an id alone is soon given to another. On Linux it is in clock ticks since boot.
 */
export function startTimeOf(pid: number, hasProc = HAS_PROC): string | null {
  return hasProc ? ticksOf(pid) : startDateOf(pid);
}

/** Whether the very process that was named still runs. */
export function isAlive(process: { readonly pid: number; readonly startTime: string }): boolean {
  return startTimeOf(process.pid) === process.startTime;
}

const TICKS_PER_SECOND = 100;

/** When a process started, in epoch milliseconds; `null` when it does not run. */
export function startTimeMs(pid: number, hasProc = HAS_PROC): number | null {
  const started = startTimeOf(pid, hasProc);
  if (started === null) return null;
  if (!hasProc) return Date.parse(started);
  const bootSeconds = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1];
  return bootSeconds === undefined
    ? null
    : Number(bootSeconds) * 1000 + (Number(started) / TICKS_PER_SECOND) * 1000;
}

function ticksOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may hold spaces; the start time is the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const dead = fields[0] === 'Z' || fields[0] === 'X';
    return dead ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** Without `/proc`, as on macOS: `ps` gives the start to the second, and the state, for a zombie runs no more. */
function startDateOf(pid: number): string | null {
  // `ps` takes 0 for an error or for itself, depending on the system.
  if (pid <= 0) return null;
  try {
    const said = execFileSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    const [, state = '', started = ''] = /^(\S+)\s+(.+)$/.exec(said) ?? [];
    return state === '' || state.startsWith('Z') ? null : started;
  } catch {
    return null;
  }
}
