import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a command cost, wall clock and CPU in seconds. */
export interface Cost {
  readonly wall: number;
  /** CPU by what ran; the API server's is that of the time of the command. */
  readonly cpu: Readonly<Record<Role, number>>;
  /** Wall clock in which nothing of all this ran: somebody else was waited for. */
  readonly waiting: number;
}

export type Role = (typeof ROLES)[number];

/** In the order in which a process is recognised; the last one is the command itself. */
export const ROLES = ['provider', 'program', 'engine', 'helm', 'api', 'command'] as const;

const WORDS: Partial<Record<Role, RegExp>> = {
  provider: /pulumi-resource-kubernetes|lab\/provider\/main/,
  program: /@pulumi\/pulumi\/cmd\/run/,
  engine: /(^|\/)pulumi(-language-nodejs)?\S* /,
  helm: /(^|\/)helm\S* /,
};

const SAMPLE_MS = 40;

/** Below this share of one processor nobody works. */
const IDLE = 0.1;

/** Kernel's unit of CPU time in /proc, per second. */
const TICKS = 100;

interface Sample {
  readonly role: Role;
  readonly ticks: number;
}

/**
 * Runs a command to its end and looks at it and everything below it, from outside: the same for a program of ours and of others.
 *
 * @param servers - processes of the API server
 * @throws Error with its last output when it fails
 */
export function costOf(
  [program = '', ...args]: readonly string[],
  { env, cwd, servers }: CostOptions,
): Promise<Cost> {
  const began = performance.now();
  const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const { pid = 0 } = child;
  const first = serverTicks(servers);
  const seen = new Map<string, Sample>();
  let [busy, at, waiting] = [0, began, 0];
  const look = () => {
    for (const [key, { role, ticks }] of below(pid))
      seen.set(key, { ticks, role: role ?? seen.get(key)?.role ?? 'command' });
    const now = performance.now();
    const total = sum(seen) + serverTicks(servers) - first;
    if ((total - busy) / TICKS < (IDLE * (now - at)) / 1000) waiting += now - at;
    [busy, at] = [total, now];
  };
  const timer = setInterval(look, SAMPLE_MS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      const wall = (performance.now() - began) / 1000;
      if (code !== 0) {
        reject(new Error(`${program} ${args.join(' ')} exited ${code}:\n${output.slice(-4000)}`));
        return;
      }
      const cpu = Object.fromEntries(ROLES.map((role) => [role, secondsOf(seen, role)]));
      const api = (serverTicks(servers) - first) / TICKS;
      resolve({ wall, cpu: { ...(cpu as Cost['cpu']), api }, waiting: waiting / 1000 });
    });
  });
}

export interface CostOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly servers: readonly number[];
}

/** CPU seconds that one process has used so far. */
export function cpuSecondsOf(pid: number): number {
  return (statOf(pid)?.ticks ?? 0) / TICKS;
}

function serverTicks(servers: readonly number[]): number {
  return servers.reduce((ticks, pid) => ticks + (statOf(pid)?.ticks ?? 0), 0);
}

function sum(samples: ReadonlyMap<string, Sample>): number {
  return [...samples.values()].reduce((all, { ticks }) => all + ticks, 0);
}

function secondsOf(samples: ReadonlyMap<string, Sample>, wanted: Role): number {
  const ticks = [...samples.values()].filter(({ role }) => role === wanted);
  return ticks.reduce((all, one) => all + one.ticks, 0) / TICKS;
}

/** Every process below and including one, by an identity that is never used again. */
function below(root: number): [string, { readonly role: Role | null; readonly ticks: number }][] {
  const all = readdirSync('/proc').flatMap((name) => {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    return stat === null ? [] : [stat];
  });
  const found = all.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found.map(({ pid, startTime, ticks }) => [
    `${pid} ${startTime}`,
    { role: pid === root ? 'command' : roleOf(pid), ticks },
  ]);
}

/** `null` of a process that has ended and is not collected yet: nothing is known of it any more. */
function roleOf(pid: number): Role | null {
  const line = read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
  if (line === '') return null;
  return ROLES.find((role) => WORDS[role]?.test(line)) ?? 'command';
}

function statOf(pid: number) {
  const text = read(`/proc/${pid}/stat`);
  if (text === null) return null;
  // The name of the program stands in brackets and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [parent, user, system, startTime] = [1, 11, 12, 19].map((index) => Number(fields[index]));
  return { pid, parent, startTime, ticks: (user ?? 0) + (system ?? 0) };
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
