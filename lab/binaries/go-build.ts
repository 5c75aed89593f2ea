import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import type { BinaryRecipe } from './catalog';
import { LabError } from '../lab-error';

const OLDEST_GO = [1, 26] as const;
const LOG_LINES = 15;

/** Where a build reads and writes. */
export interface BuildPaths {
  readonly moduleDir: string;
  readonly output: string;
  readonly log: string;
  /** Ends the build. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks that Go is there and new enough.
 * @throws LabError naming what was found and what is needed.
 */
export function requireGo(goVersion: string | null): void {
  const need = `Go ${OLDEST_GO.join('.')} or newer`;
  const hint = 'install it from https://go.dev/dl and put it on PATH';
  if (goVersion === null) {
    throw new LabError(`${need} builds the lab's programs, and there is no "go" on PATH; ${hint}`);
  }
  const [, major = '0', minor = '0'] = /go(\d+)\.(\d+)/.exec(goVersion) ?? [];
  const newer = Number(major) > OLDEST_GO[0] || Number(minor) >= OLDEST_GO[1];
  if (!newer)
    throw new LabError(`${need} builds the lab's programs; found "${goVersion}"; ${hint}`);
}

/** Builds one program from its module; the output appears whole or not at all. */
export async function goBuild(recipe: BinaryRecipe, paths: BuildPaths): Promise<void> {
  const partial = `${paths.output}.${String(process.pid)}.partial`;
  const code = await run(buildArgs(recipe, partial), paths);
  if (code !== 0) rmSync(partial, { force: true });
  paths.signal?.throwIfAborted();
  if (code !== 0) {
    throw new LabError(
      `building ${recipe.name} ${recipe.version} failed (go exited ${String(code)}); the last lines of ${paths.log}:\n` +
        lastLines(paths.log),
    );
  }
  renameSync(partial, paths.output);
}

/** Arguments of `go` for a recipe. */
function buildArgs(recipe: BinaryRecipe, output: string): string[] {
  const stamps = Object.entries(recipe.stamps).map(([name, value]) => `-X ${name}=${value}`);
  return [
    'build',
    '-mod=readonly',
    '-trimpath',
    ...(recipe.tags.length > 0 ? ['-tags', recipe.tags.join(',')] : []),
    '-ldflags',
    ['-s', '-w', ...stamps].join(' '),
    '-o',
    output,
    recipe.package,
  ];
}

function run(
  args: readonly string[],
  { moduleDir, log, signal }: BuildPaths,
): Promise<number | null> {
  const file = openSync(log, 'w');
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' };
  return new Promise((resolve, reject) => {
    const child = spawn('go', args, { cwd: moduleDir, env, stdio: ['ignore', file, file] });
    const stop = () => child.kill('SIGTERM');
    process.once('exit', stop);
    signal?.addEventListener('abort', stop, { once: true });
    child.on('error', reject);
    child.on('close', (code) => {
      closeSync(file);
      process.off('exit', stop);
      signal?.removeEventListener('abort', stop);
      resolve(code);
    });
  });
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LOG_LINES).join('\n');
}
