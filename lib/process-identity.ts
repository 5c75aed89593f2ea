import { readFileSync } from 'node:fs';

/**
 * When a process started, in clock ticks since boot, as text; `null` when it does not run. Together with the id it names
 * a process for good, while an id alone is soon given to another.
 *
 * Reads Linux' `/proc`; elsewhere the answer is `null` for every process.
 */
export function startTimeOf(pid: number): string | null {
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

/** Whether the very process that was named still runs. */
export function isAlive(process: { readonly pid: number; readonly startTime: string }): boolean {
  return startTimeOf(process.pid) === process.startTime;
}

const TICKS_PER_SECOND = 100;

/** When a process started, in epoch milliseconds; `null` when it does not run. */
export function startTimeMs(pid: number): number | null {
  const ticks = startTimeOf(pid);
  const bootSeconds = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1];
  return ticks === null || bootSeconds === undefined
    ? null
    : Number(bootSeconds) * 1000 + (Number(ticks) / TICKS_PER_SECOND) * 1000;
}
