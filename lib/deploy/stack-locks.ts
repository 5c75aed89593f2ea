import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { StackLock } from './lock-decision';

/** A lock and the file that it is in. */
export interface LockFile {
  readonly file: string;
  readonly lock: StackLock;
}

/** The locks of a stack in a file backend; of any other backend there is nothing to read, and the engine refuses itself. */
export function readLocks(env: NodeJS.ProcessEnv, projectDir: string, stack: string): LockFile[] {
  const backend = env['PULUMI_BACKEND_URL'] ?? '';
  if (!backend.startsWith('file://')) return [];
  const { name } = parse(readFileSync(join(projectDir, 'Pulumi.yaml'), 'utf8')) as { name: string };
  const folder = join(
    backend.slice('file://'.length),
    '.pulumi',
    'locks',
    'organization',
    name,
    stack,
  );
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((entry) => {
    const file = join(folder, entry);
    try {
      return [{ file, lock: JSON.parse(readFileSync(file, 'utf8')) as StackLock }];
    } catch {
      // Released, or still being written: the next look tells.
      return [];
    }
  });
}

/** Removes a lock whose engine is gone. */
export function breakLock(file: string): void {
  rmSync(file, { force: true });
}
