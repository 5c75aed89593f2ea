import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readFleet, type Fleet } from './fleet/fleet';
import { withLabLock } from './lab-lock';
import { stopProcesses } from './processes';
import { readAgentProcesses, readState } from './state';
import { stopEngines } from './stop-engines';

/**
 * Stops the lab, with all its clusters, once no other command works on it, and removes its folder.
 * @returns how many processes were recorded; `null` when there was no lab
 */
export async function labDown(
  dir: string,
  say: (line: string) => void = () => undefined,
): Promise<number | null> {
  if (!existsSync(dirname(dir))) return null;
  return withLabLock(dir, say, () => {
    const fleet = readFleet(dir);
    return fleet === null ? removeLab(dir) : removeFleet(fleet);
  });
}

/** Ends every cluster of a lab, for a caller that holds its lock. @returns how many processes were recorded */
export async function removeMembers(
  { members }: Fleet,
  options = { keepLogs: false },
): Promise<number> {
  const counts = await Promise.all(members.map(({ dir }) => removeLab(dir, options)));
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

async function removeFleet(fleet: Fleet): Promise<number> {
  const processes = await removeMembers(fleet);
  rmSync(fleet.dir, { recursive: true, force: true });
  return processes;
}

/**
 * Stops what was recorded and removes the folder, for a caller that holds the lab's lock. Only the very processes that the
 * lab started are touched: a process id that was given to another since is left alone.
 * @returns how many processes were recorded; `null` when there was no lab
 */
export async function removeLab(dir: string, { keepLogs = false } = {}): Promise<number | null> {
  const state = readState(dir);
  if (state === null) return null;
  const { processes } = state;
  await stopEngines(dir);
  // The agent first, else it would start again what is stopped; the API server late, so that others can say goodbye.
  const agent = processes.filter(({ name }) => name === 'agent');
  await stopProcesses(agent);
  await stopProcesses(readAgentProcesses(dir));
  await stopProcesses(processes.filter(({ name }) => !['agent', 'etcd'].includes(name)));
  await stopProcesses(processes.filter(({ name }) => name === 'etcd'));
  removeFolder(dir, keepLogs);
  return processes.length;
}

function removeFolder(dir: string, keepLogs: boolean): void {
  if (!keepLogs) {
    rmSync(dir, { recursive: true, force: true });
    return;
  }
  for (const name of readdirSync(dir)) {
    if (name !== 'logs') rmSync(join(dir, name), { recursive: true, force: true });
  }
}
