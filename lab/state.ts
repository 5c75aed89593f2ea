import { existsSync, readdirSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { isAlive } from '../lib/process-identity';
import type { ResolvedBinary } from './binaries/resolve-binaries';
import { memberDir, readFleet, type FleetMember } from './fleet/fleet';
import { readJson, writeJson } from './json-file';
import { LabError } from './lab-error';

/** A process that the lab started. Id and start time together name it for good. */
export interface LabProcess {
  readonly name: string;
  readonly pid: number;
  readonly startTime: string;
  readonly log: string;
}

/** Everything a later command needs to know of a lab, in `<dir>/state.json`. */
export interface LabState {
  readonly schema: 1;
  readonly dir: string;
  readonly createdAt: string;
  readonly phase: 'starting' | 'running';
  readonly processes: readonly LabProcess[];
  /** Leads to the API server through the lab's proxy, which can fail on purpose. */
  readonly kubeconfig: string;
  /** Leads straight to the API server, for what belongs to the lab itself. */
  readonly directKubeconfig: string;
  readonly apiServer: string;
  /** Istio minor and injection port of each revision that the lab can run. */
  readonly revisions: Readonly<
    Record<string, { readonly version: string; readonly webhookPort: number }>
  >;
  readonly binaries: Readonly<Record<string, ResolvedBinary>>;
  readonly charts: string;
  /** Where the lab's own processes listen, on loopback. */
  readonly ports: {
    readonly prometheus: number;
    readonly scrapeProxy: number;
    readonly apiProxy: number;
  };
  readonly provider: { readonly kind: 'official' | 'stand-in'; readonly version: string };
  /** Its place in a lab with several clusters; absent in a lab of one. */
  readonly member?: FleetMember;
}

const STATE_FILE = 'state.json';
const AGENT_PROCESSES_FILE = 'agent-processes.json';

/**
 * Where the lab lives: `ISTIO_REVISIONS_LAB` unless it is empty, or `.lab` in the checkout. A package that is installed again is empty, so
 * for one it is in the current folder.
 */
export function labDir(): string {
  const named = process.env['ISTIO_REVISIONS_LAB'] ?? '';
  const home = extname(__filename) === '.ts' ? join(__dirname, '..') : process.cwd();
  return resolve(named === '' ? join(home, '.lab') : named);
}

/**
 * Refuses a folder that holds what no lab made: `lab down` removes the lab's folder whole. The logs of a failed start may
 * be there.
 * @throws LabError naming what was found.
 */
export function refuseForeignFolder(dir: string): void {
  if (!existsSync(dir) || readState(dir) !== null || readFleet(dir) !== null) return;
  const found = readdirSync(dir).filter((name) => name !== 'logs');
  if (found.length === 0) return;
  throw new LabError(
    `${dir} holds what no lab made (${found.slice(0, 3).join(', ')}), and "lab down" would remove it; ` +
      'set ISTIO_REVISIONS_LAB to a new or empty folder',
  );
}

/** The lab's state, `null` when there is none: another program may have left a file of the same name. */
export function readState(dir: string): LabState | null {
  const found = readJson<Partial<LabState>>(join(dir, STATE_FILE));
  const ours = found?.schema === 1 && found.dir === dir && Array.isArray(found.processes);
  return ours ? (found as LabState) : null;
}

/** Where all clusters of the lab are: the lab's folder itself, or the one above that of a cluster whose `env.sh` was sourced. */
export function fleetDir(): string {
  const dir = labDir();
  return readState(dir)?.member === undefined ? dir : resolve(dir, '..', '..');
}

/**
 * The state of a lab that was started and whose processes live, `null` otherwise.
 * @param member - one cluster of a lab with several, by its name
 */
export function readRunningLab(member?: string): LabState | null {
  const state = readState(member === undefined ? labDir() : memberDir(fleetDir(), member));
  return state?.phase === 'running' && state.processes.every(isAlive) ? state : null;
}

/** Replaces the state file in one step, so that a killed lab leaves a readable one. */
export function writeState(state: LabState): void {
  writeJson(join(state.dir, STATE_FILE), state);
}

/** Children of the agent, which outlive an agent that was killed. */
export function readAgentProcesses(dir: string): readonly LabProcess[] {
  return readJson<readonly LabProcess[]>(join(dir, AGENT_PROCESSES_FILE)) ?? [];
}

/** Records the agent's children. */
export function writeAgentProcesses(dir: string, processes: readonly LabProcess[]): void {
  writeJson(join(dir, AGENT_PROCESSES_FILE), processes);
}
