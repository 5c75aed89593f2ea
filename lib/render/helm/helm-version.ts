import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cacheDir } from '../../cache-dir';
import { writeWhole } from '../../write-whole';
import { helmEnvironment } from './helm-environment';
import { HelmError } from './helm-error';
import type { HelmRun } from './run-helm';

const VERSION = /v(\d+)\.(\d+)\./;

/** What a program's first bytes are when another program interprets it. */
const SCRIPT = '#!';

/** The run that asks a Helm for its version. */
export function versionRun(helm: string, env: NodeJS.ProcessEnv): HelmRun {
  return { helm, args: ['version', '--short'], env: helmEnvironment(env) };
}

/**
 * What this very program said of its version when it was asked; `null` of one that is not known. Asking takes as long as a
 * small render, so the answer is kept for as long as the program is the same file.
 */
export function keptVersion(helm: string, env: NodeJS.ProcessEnv): string | null {
  const file = fileOf(helm, env);
  if (file === null) return null;
  try {
    const text = readFileSync(file, 'utf8');
    return VERSION.test(text) ? text : null;
  } catch {
    return null;
  }
}

/** Keeps what a program said. Not of a script, which may start another Helm next time. */
export function keepVersion(helm: string, env: NodeJS.ProcessEnv, version: string): void {
  const file = fileOf(helm, env);
  try {
    if (file !== null && firstBytes(helm) !== SCRIPT) writeWhole(file, version);
  } catch {
    // It is asked again next time.
  }
}

/** @throws HelmError for a version that is older than 3.14 or newer than 4 */
export function requireVersion(helm: string, version: string): void {
  const [, major, minor] = VERSION.exec(version) ?? [];
  if (major === '4' || (major === '3' && Number(minor) >= 14)) return;
  throw new HelmError(
    `${helm} says that it is Helm ${JSON.stringify(version.slice(0, 40))}; needed is 3.14 or a later 3, or 4: ` +
      'install one, or set ISTIO_REVISIONS_BIN_HELM to one',
  );
}

/** `null` of a program of another name, as version managers put in Helm's place. */
function fileOf(helm: string, env: NodeJS.ProcessEnv): string | null {
  try {
    const program = realpathSync(helm);
    if (!basename(program).startsWith('helm')) return null;
    const { size, mtimeMs, ino } = statSync(program);
    const identity = JSON.stringify([program, size, mtimeMs, ino]);
    const name = createHash('sha256').update(identity).digest('hex');
    return join(cacheDir(env), 'helm-versions', name);
  } catch {
    return null;
  }
}

function firstBytes(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(SCRIPT.length);
    readSync(descriptor, bytes);
    return bytes.toString('latin1');
  } finally {
    closeSync(descriptor);
  }
}
