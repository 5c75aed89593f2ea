import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, startTimeOf } from '../../lib/process-identity';

const POLL_MS = 1_000;

/** Runs `work` while no other process holds the file; a holder that was killed is noticed by its start time. */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!tryLock(file)) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryLock(file: string): boolean {
  const me = `${String(process.pid)} ${startTimeOf(process.pid) ?? ''}`;
  try {
    writeFileSync(file, me, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (!holderIsAlive(file)) rmSync(file, { force: true });
  return false;
}

function holderIsAlive(file: string): boolean {
  try {
    const [pid = '', startTime = ''] = readFileSync(file, 'utf8').split(' ');
    // A file that is still being written has no holder to ask yet.
    return pid === '' || isAlive({ pid: Number(pid), startTime });
  } catch {
    return true;
  }
}
