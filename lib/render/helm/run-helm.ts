import { spawn, spawnSync } from 'node:child_process';
import { HelmError } from './helm-error';

/** What the charts of Istio give is 1 MB. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
const MAX_COMPLAINT_CHARACTERS = 4_000;

/** The longest that Helm took here was half a second. */
const TIMEOUT_MS = 60_000;

/** One run of Helm. */
export interface HelmRun {
  readonly helm: string;
  readonly args: readonly string[];
  /** All variables that Helm sees. */
  readonly env: NodeJS.ProcessEnv;
  /** @default '' */
  readonly input?: string;
  /** @default 60_000 */
  readonly timeoutMs?: number;
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
  readonly error?: NodeJS.ErrnoException;
}

/** Runs Helm to its end. @returns what it printed @throws HelmError */
export function runHelmSync(run: HelmRun): string {
  const { helm, args, env, input = '', timeoutMs = TIMEOUT_MS } = run;
  return outcome(
    run,
    spawnSync(helm, args, {
      encoding: 'utf8',
      env,
      input,
      killSignal: 'SIGKILL',
      maxBuffer: MAX_OUTPUT_BYTES,
      timeout: timeoutMs,
    }),
  );
}

/** The same beside other work. */
export async function runHelm(run: HelmRun): Promise<string> {
  return outcome(run, await ended(run));
}

function ended({ helm, args, env, input = '', timeoutMs = TIMEOUT_MS }: HelmRun): Promise<Ended> {
  const child = spawn(helm, args, { env });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  let error: NodeJS.ErrnoException | undefined;
  let bytes = 0;
  const kill = (code: string) => {
    error ??= failure(code);
    child.kill('SIGKILL');
    // What it started itself may hold these open.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  // The timer of `spawn` itself goes on where the program could not be started, and the process with it.
  const timer = setTimeout(kill, timeoutMs, 'ETIMEDOUT');
  const keep = (chunks: Buffer[]) => (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MAX_OUTPUT_BYTES) {
      chunks.push(chunk);
      return;
    }
    kill('ENOBUFS');
  };
  child.stdout.on('data', keep(stdout));
  child.stderr.on('data', keep(stderr));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.on('error', (problem) => (error ??= problem));
    child.on('close', (status) => {
      clearTimeout(timer);
      const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString('utf8');
      const said = { status, stdout: text(stdout), stderr: text(stderr) };
      resolve(error === undefined ? said : { ...said, error });
    });
  });
}

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}

function outcome({ helm, args, timeoutMs = TIMEOUT_MS }: HelmRun, said: Ended): string {
  const what = `helm ${args[0] ?? ''}`;
  switch (said.error?.code) {
    case 'ENOENT':
      throw new HelmError(
        `"${helm}" was not found; install Helm, or set ISTIO_REVISIONS_BIN_HELM to one`,
      );
    case 'ETIMEDOUT':
      throw new HelmError(
        `${what} did not end within ${String(timeoutMs / 1000)} s and was killed`,
      );
    case 'ENOBUFS':
      throw new HelmError(`${what} printed more than 64 MiB and was killed`);
    case undefined:
    case 'EPIPE':
      // Where it ended before it had read everything, it says itself why.
      break;
    default:
      throw new HelmError(`${what} could not be run: ${said.error?.message ?? ''}`);
  }
  if (said.status === 0) return said.stdout;
  const complaint = said.stderr.trim().slice(0, MAX_COMPLAINT_CHARACTERS);
  const silent = said.status === null ? 'it was killed' : 'it did not say why';
  throw new HelmError(`${what} failed: ${complaint === '' ? silent : complaint}`);
}
