import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { isAlive, startTimeOf } from '../lib/process-identity';
import { LabError } from './lab-error';
import type { LabProcess } from './state';

const LOG_LINES = 12;
const STOP_GRACE_MS = 8_000;
const POLL_MS = 100;

/** What to start. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly log: string;
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Nothing is started any more once it is set; what was, is returned, so that it can be recorded and stopped. */
  readonly signal?: AbortSignal;
}

/** Starts a process that outlives this one; what it says goes to its log. */
export async function startProcess(spec: ProcessSpec): Promise<LabProcess> {
  spec.signal?.throwIfAborted();
  mkdirSync(dirname(spec.log), { recursive: true });
  const log = openSync(spec.log, 'a');
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env ?? process.env,
    detached: true,
    stdio: ['ignore', log, log],
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('error', (error) => {
      reject(new LabError(`${spec.name} could not be started (${spec.command}): ${error.message}`));
    });
    child.once('spawn', () => {
      resolve(child.pid ?? 0);
    });
  });
  closeSync(log);
  child.unref();
  return { name: spec.name, pid, startTime: startTimeOf(pid) ?? '', log: spec.log };
}

/** Waits until `ready` says so; fails with the log's last lines when the process dies or time runs out. */
export async function waitUntilReady(
  process: LabProcess,
  ready: () => Promise<boolean>,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    if (await attempt(ready)) return;
    const alive = isAlive(process);
    if (!alive || Date.now() > deadline) {
      const what = alive
        ? `is not ready after ${String(timeoutMs / 1000)} s`
        : 'ended while starting';
      throw new LabError(
        `${process.name} ${what}; the last lines of ${process.log}:\n${tail(process.log, LOG_LINES)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function attempt(ready: () => Promise<boolean>): Promise<boolean> {
  try {
    return await ready();
  } catch {
    return false;
  }
}

/** Ends processes: asked first, killed after a grace time. Only the very processes that were recorded. */
export async function stopProcesses(processes: readonly LabProcess[]): Promise<void> {
  for (const process of processes) signal(process, 'SIGTERM');
  const deadline = Date.now() + STOP_GRACE_MS;
  while (processes.some(isAlive) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  for (const process of processes) signal(process, 'SIGKILL');
  while (processes.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

function signal(target: LabProcess, name: NodeJS.Signals): void {
  if (!isAlive(target)) return;
  try {
    process.kill(target.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Below the range of outgoing connections, which could take a port between the choice and the server's start. */
const PORTS = { first: 15_000, count: 17_000 } as const;

/** Free ports on loopback, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers: { port: number; close: () => Promise<void> }[] = [];
  while (servers.length < count) {
    const free = await listen(PORTS.first + randomInt(PORTS.count));
    if (free !== null) servers.push(free);
  }
  await Promise.all(servers.map(({ close }) => close()));
  return servers.map(({ port }) => port);
}

/** Holds a port; `null` when somebody has it. */
function listen(port: number): Promise<{ port: number; close: () => Promise<void> } | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => {
      const close = () =>
        new Promise<void>((done) =>
          server.close(() => {
            done();
          }),
        );
      resolve({ port, close });
    });
  });
}

/** The last lines of a log, or a note that there is none. */
export function tail(file: string, lines: number): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '(no log)';
  }
}
