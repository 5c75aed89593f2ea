import { existsSync, readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { decideLock } from '../lib/deploy/lock-decision';
import { readLock } from '../lib/deploy/stack-locks';
import { startTimeMs, startTimeOf } from '../lib/process-identity';
import { stopProcesses } from './processes';
import type { LabProcess } from './state';

/** Stops Pulumi engines that work on the lab's stacks: one whose driver was killed works on, and would write its state later. */
export async function stopEngines(dir: string): Promise<void> {
  const locks = join(dir, 'pulumi-state', '.pulumi', 'locks');
  if (!existsSync(locks)) return;
  const holders = readdirSync(locks, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => liveHolder(join(locks, name)));
  await stopProcesses(holders);
}

function liveHolder(file: string): LabProcess[] {
  const lock = readLock(file);
  if (lock === null || decideLock(lock, hostname(), startTimeMs).type !== 'wait') return [];
  const startTime = startTimeOf(lock.pid);
  return startTime === null ? [] : [{ name: 'pulumi', pid: lock.pid, startTime, log: file }];
}
