import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { labEnv } from '../../lab/lab-env';
import type { BareLab } from './bare-lab';
import { awaitThat } from './await-that';

/** One line of the operator's log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** A process of the operator. */
export interface RunningOperator {
  readonly pid: number;
  /** Everything that it has logged. */
  readonly lines: () => readonly LogLine[];
  /** Waits until it has logged this message. */
  readonly said: (message: string) => Promise<LogLine>;
  /** What one of its endpoints answers. */
  readonly ask: (path: string) => Promise<{ readonly status: number; readonly text: string }>;
  /** Asks it to stop, and waits until it has. @returns its exit code */
  readonly stop: () => Promise<number | null>;
  /** Ends it as a node that goes down would. */
  readonly kill: () => Promise<void>;
}

/** How a process of the operator is started. */
export interface OperatorStart {
  readonly workDir: string;
  /** @default that of the lab's administrator */
  readonly kubeconfig?: string;
  /** More of its command line. @default none */
  readonly options?: readonly string[];
}

const BIN = join(__dirname, '..', '..', 'bin', 'istio-revisions.js');

/** Starts the operator beside the lab, with the lab's own charts, engine and state. */
export function startOperator(
  lab: BareLab,
  { workDir, kubeconfig, options = [] }: OperatorStart,
): RunningOperator {
  const args = [
    'operator',
    '--port',
    '0',
    '--log-level',
    'debug',
    '--work-dir',
    workDir,
    ...options,
  ];
  const child = spawn(process.execPath, [BIN, ...args], {
    env: {
      ...process.env,
      ...labEnv(lab.state, process.env),
      ...(kubeconfig === undefined ? {} : { KUBECONFIG: kubeconfig }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const lines = () => completeLines(stdout);
  const said = (message: string): Promise<LogLine> =>
    awaitThat(`the operator says "${message}"`, () => {
      if (child.exitCode !== null) throw new Error(`the operator ended:\n${stdout}\n${stderr}`);
      return lines().find(({ msg }) => msg === message);
    });
  return {
    pid: child.pid ?? 0,
    lines,
    said,
    ask: async (path) => {
      const { port } = await said('the operator starts');
      const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`);
      return { status: answer.status, text: (await answer.text()).trim() };
    },
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A line that is only half there is left for later. */
function completeLines(text: string): LogLine[] {
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as LogLine);
}
