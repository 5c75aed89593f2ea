import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** How a command ended. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running command. */
export interface RunningCli {
  readonly child: ChildProcess;
  readonly result: Promise<CliResult>;
}

const ROOT = join(__dirname, '..', '..');

/**
 * Starts the command line as a user does: another process, no terminal.
 * @param root - the checkout whose command line it is
 * @param cwd - the folder that the user is in
 */
export function startCli(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  root: string = ROOT,
  cwd: string = root,
): RunningCli {
  const child = spawn(process.execPath, [join(root, 'bin', 'istio-revisions.js'), ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return collected(child);
}

/** A process whose output is kept until it has ended. */
export function collected(child: ChildProcessByStdio<null, Readable, Readable>): RunningCli {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const result = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
  return { child, result };
}

/** Runs the command line to its end. */
export function cli(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  root: string = ROOT,
): Promise<CliResult> {
  return startCli(args, env, root).result;
}

/** Runs it and fails the test with everything it said unless it exits with `code`. */
export async function cliExpecting(
  code: number,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  root: string = ROOT,
): Promise<CliResult> {
  const result = await cli(args, env, root);
  if (result.code !== code) {
    throw new Error(
      `istio-revisions ${args.join(' ')} exited ${String(result.code)}, expected ${code}\n` +
        `${result.stdout.slice(-4000)}\n${result.stderr.slice(-8000)}`,
    );
  }
  return result;
}
