import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, startTimeOf } from './process-identity';

const POLL_MS = 1_000;
const SYNC_POLL_MS = 20;
const SYNC_WAIT_MS = 30_000;

/** What whoever waits for a lock may want. */
export interface LockWait {
  /** Ends the wait, not the work. */
  readonly signal?: AbortSignal;
  /** Told once, when somebody else holds the lock. */
  readonly waiting?: () => void;
}

/** Runs `work` while no other process holds the file; a holder that was killed is noticed by its start time. */
export async function withFileLock<T>(
  file: string,
  work: () => Promise<T>,
  { signal, waiting }: LockWait = {},
): Promise<T> {
  let told = false;
  for (;;) {
    signal?.throwIfAborted();
    if (tryLock(file)) break;
    if (existsSync(file) && !told) {
      told = true;
      waiting?.();
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * The same for work of a moment, where nobody can wait asynchronously.
 * @throws Error when a living process holds the file for longer than any such work takes
 */
export function withFileLockSync<T>(file: string, work: () => T): T {
  const deadline = performance.now() + SYNC_WAIT_MS;
  while (!tryLock(file)) {
    if (performance.now() > deadline) {
      throw new Error(`another process holds ${file} for ${String(SYNC_WAIT_MS / 1000)} s; end it`);
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SYNC_POLL_MS);
  }
  try {
    return work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** The lock appears with its content, so nobody ever reads an empty one. */
function tryLock(file: string): boolean {
  const mine = `${file}.${randomUUID()}`;
  writeFileSync(mine, `${String(process.pid)} ${startTimeOf(process.pid) ?? ''}`);
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(mine, { force: true });
  }
  removeDead(file);
  return false;
}

/** Of several waiters one moves the dead holder's lock away; who moved a newer one by mistake puts it back. */
function removeDead(file: string): void {
  const judged = read(file);
  if (judged === null || holderIsAlive(judged)) return;
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
    if (read(aside) !== judged) linkSync(aside, file);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function holderIsAlive(content: string): boolean {
  const [pid = '', startTime = ''] = content.split(' ');
  return isAlive({ pid: Number(pid), startTime });
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
