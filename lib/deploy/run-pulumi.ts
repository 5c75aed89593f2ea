import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** One run of the `pulumi` program. */
export interface PulumiOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: string;
  readonly eventLog: string;
  readonly signal?: AbortSignal;
}

/** How it ended. */
export interface PulumiRun {
  readonly code: number | null;
  /** Standard output and errors. */
  readonly output: string;
  readonly log: string;
  readonly eventLog: string;
}

/**
 * Runs `pulumi` in a process group of its own, writing to a file: when this process is killed the engine finishes and
 * releases its lock, where a broken pipe would have killed it in the middle. See docs/adr/0002.
 */
export function runPulumi(options: PulumiOptions): Promise<PulumiRun> {
  const log = openSync(options.log, 'w');
  const command = options.env['ISTIO_REVISIONS_BIN_PULUMI'] ?? 'pulumi';
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...options.args], {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    const interrupt = () => child.kill('SIGINT');
    options.signal?.addEventListener('abort', interrupt, { once: true });
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'ENOENT'
          ? new Error(
              `"${command}" was not found; install Pulumi, or set ISTIO_REVISIONS_BIN_PULUMI ("istio-revisions lab up" provides one)`,
            )
          : error,
      );
    });
    child.on('close', (code) => {
      closeSync(log);
      options.signal?.removeEventListener('abort', interrupt);
      const output = readFileSync(options.log, 'utf8');
      resolve({ code, output, log: options.log, eventLog: options.eventLog });
    });
  });
}
