import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, openSync, readFileSync, rmSync } from 'node:fs';

/** One run of the `pulumi` program. */
export interface PulumiOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: string;
  readonly signal?: AbortSignal;
}

/** How it ended. */
export interface PulumiRun {
  readonly code: number | null;
  /** What it was asked for; notices of Pulumi's own have no part in it. */
  readonly stdout: string;
  /** Standard output, then errors: what is in the log. */
  readonly output: string;
  readonly log: string;
}

/** What the engine says and keeps may be meant for this user only. */
export const PRIVATE = { file: 0o600, folder: 0o700 } as const;

/**
 * Runs `pulumi` in a process group of its own, writing to files: when this process is killed the engine finishes and
 * releases its lock, where a broken pipe would have killed it in the middle. See docs/adr/0002.
 */
export async function runPulumi(options: PulumiOptions): Promise<PulumiRun> {
  const errorLog = `${options.log}.stderr`;
  const files = [options.log, errorLog].map((file) => openSync(file, 'w', PRIVATE.file));
  const command = options.env['ISTIO_REVISIONS_BIN_PULUMI'] ?? 'pulumi';
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(command, [...options.args], {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ['ignore', ...files],
    });
    files.forEach(closeSync);
    const interrupt = () => child.kill('SIGINT');
    options.signal?.addEventListener('abort', interrupt, { once: true });
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? notFound(command) : error);
    });
    child.on('close', (exitCode) => {
      options.signal?.removeEventListener('abort', interrupt);
      resolve(exitCode);
    });
  });
  return { code, ...collect(options.log, errorLog) };
}

/** One log for people, while the program reads standard output alone. */
function collect(log: string, errorLog: string): Pick<PulumiRun, 'stdout' | 'output' | 'log'> {
  const [stdout = '', stderr = ''] = [log, errorLog].map((file) => readFileSync(file, 'utf8'));
  appendFileSync(log, stderr);
  rmSync(errorLog);
  return { stdout, output: `${stdout}${stderr}`, log };
}

function notFound(command: string): Error {
  return new Error(
    `"${command}" was not found; install Pulumi, or set ISTIO_REVISIONS_BIN_PULUMI ("istio-revisions lab up" provides one)`,
  );
}
