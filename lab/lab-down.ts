import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stopProcesses } from './processes';
import { readAgentProcesses, readState } from './state';

/**
 * Stops what was recorded and removes the folder. Only the very processes that the lab started are touched: a process
 * id that was given to another since is left alone.
 * @returns how many processes were recorded
 */
export async function labDown(dir: string, { keepLogs = false } = {}): Promise<number> {
  const state = readState(dir);
  const processes = state?.processes ?? [];
  // The agent first, else it would start again what is stopped; the API server late, so that others can say goodbye.
  const agent = processes.filter(({ name }) => name === 'agent');
  await stopProcesses(agent);
  await stopProcesses(readAgentProcesses(dir));
  await stopProcesses(processes.filter(({ name }) => !['agent', 'etcd'].includes(name)));
  await stopProcesses(processes.filter(({ name }) => name === 'etcd'));
  if (state !== null) removeFolder(dir, keepLogs);
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
