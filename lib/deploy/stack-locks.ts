import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { StackLock } from './lock-decision';
import { readProject } from './read-project';

/** A lock and the file that it is in. */
export interface LockFile {
  readonly file: string;
  readonly lock: StackLock;
}

/** The locks of a stack in a file backend; of any other backend there is nothing to read, and the engine refuses itself. */
export function readLocks(env: NodeJS.ProcessEnv, projectDir: string, stack: string): LockFile[] {
  const project = readProject(projectDir);
  const backend = firstOf(env['PULUMI_BACKEND_URL'], project.backend?.url) ?? loggedInTo(env);
  if (!backend.startsWith('file://')) return [];
  const root = backendFolder(backend, projectDir);
  const folder = join(root, '.pulumi', 'locks', 'organization', project.name, stack);
  if (!existsSync(folder)) return [];
  // The backend keeps attributes beside each lock, in files of other names.
  return readdirSync(folder)
    .filter((entry) => entry.endsWith('.json'))
    .flatMap((entry) => {
      const file = join(folder, entry);
      const lock = readLock(file);
      return lock === null ? [] : [{ file, lock }];
    });
}

/** Removes a lock whose engine is gone. */
export function breakLock(file: string): void {
  rmSync(file, { force: true });
  rmSync(`${file}.attrs`, { force: true });
}

/** Pulumi takes an empty setting for none. */
function firstOf(...settings: readonly (string | undefined)[]): string | undefined {
  return settings.find((setting) => setting !== undefined && setting !== '');
}

/** What `pulumi login` remembers; empty when nobody logged in. */
function loggedInTo(env: NodeJS.ProcessEnv): string {
  const folder =
    firstOf(env['PULUMI_CREDENTIALS_PATH'], env['PULUMI_HOME']) ?? join(homedir(), '.pulumi');
  try {
    const text = readFileSync(join(folder, 'credentials.json'), 'utf8');
    return (JSON.parse(text) as { current?: string }).current ?? '';
  } catch {
    // Absent or broken: the engine says so itself.
    return '';
  }
}

/** Where a file backend lives; its address may start with `~`, be relative, and carry settings after a `?`. */
function backendFolder(url: string, projectDir: string): string {
  const path = url.slice('file://'.length).split('?')[0] ?? '';
  return resolve(projectDir, path.replace(/^~(?=\/|$)/, homedir()));
}

/** One lock file; `null` when it was released, or is still being written: the next look tells. */
export function readLock(file: string): StackLock | null {
  try {
    const lock = JSON.parse(readFileSync(file, 'utf8')) as Partial<StackLock>;
    return typeof lock.pid === 'number' ? (lock as StackLock) : null;
  } catch {
    return null;
  }
}
