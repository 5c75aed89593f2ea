import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../lib/process-identity';
import { readFaults, type Fault } from './agent/faults';
import type { IstiodView } from './agent/istiod-controller';
import type { UserRequests } from './agent/traffic/traffic-model';
import { readState, type LabState } from './state';

/** What `lab status` shows. */
export interface LabStatus {
  readonly dir: string;
  /** Which of several clusters it is, and its network; absent in a lab of one. */
  readonly cluster?: string;
  readonly network?: string;
  readonly running: boolean;
  readonly processes: readonly {
    readonly name: string;
    readonly pid: number;
    readonly alive: boolean;
  }[];
  readonly istiods: readonly IstiodView[];
  readonly proxies: { readonly connected: number; readonly total: number } | null;
  /** What users sent to gateways since the agent started, and how much of it failed. */
  readonly users: UserRequests | null;
  /** What workloads sent to services in another network, and how much of it failed; `null` in a lab of one cluster. */
  readonly crossNetwork: UserRequests | null;
  /** Faults that stand, such as `errors 1-31 payments`. */
  readonly faults: readonly string[];
  readonly provider: LabState['provider'] | null;
  readonly apiServer: string | null;
}

/** Reads the state of the lab in a folder. */
export function labStatus(dir: string): LabStatus {
  const state = readState(dir);
  const processes = (state?.processes ?? []).map((process) => ({
    name: process.name,
    pid: process.pid,
    alive: isAlive(process),
  }));
  const agent = readAgentStatus(dir);
  const member = state?.member;
  return {
    dir,
    ...(member === undefined ? {} : { cluster: member.name, network: member.network }),
    running: state?.phase === 'running' && processes.every(({ alive }) => alive),
    processes,
    istiods: agent?.istiods ?? [],
    proxies: agent?.proxies ?? null,
    users: agent?.users ?? null,
    crossNetwork: agent?.crossNetwork ?? null,
    faults: state === null ? [] : readFaults(dir).map(faultText),
    provider: state?.provider ?? null,
    apiServer: state?.apiServer ?? null,
  };
}

/** The status for people. */
export function statusText(status: LabStatus): string {
  if (status.processes.length === 0)
    return `no lab in ${status.dir}; start one with "istio-revisions lab up"`;
  return [
    `${titleOf(status)}: ${status.running ? 'running' : 'not running'}`,
    `  API server ${status.apiServer ?? 'unknown'}, Kubernetes provider ${status.provider?.kind ?? 'unknown'}`,
    ...status.processes.map(
      ({ name, pid, alive }) =>
        `  ${name.padEnd(26)} ${alive ? `pid ${String(pid)}` : 'not running'}`,
    ),
    ...status.istiods.map(
      ({ pod, revision, ready }) =>
        `  istiod ${revision.padEnd(19)} ${ready ? 'ready' : 'not ready'} (${pod})`,
    ),
    ...(status.proxies === null
      ? []
      : [
          `  proxies                    ${String(status.proxies.connected)}/${String(status.proxies.total)} connected`,
        ]),
    ...countLines('users', status.users),
    ...countLines('to other networks', status.crossNetwork),
    ...status.faults.map((fault) => `  fault                      ${fault}`),
  ].join('\n');
}

function countLines(name: string, counted: UserRequests | null): string[] {
  if (counted === null) return [];
  return [
    `  ${name.padEnd(26)} ${String(counted.sent)} requests, ${String(counted.failed)} failed`,
  ];
}

function titleOf({ dir, cluster, network }: LabStatus): string {
  return cluster === undefined
    ? `lab in ${dir}`
    : `${cluster} in ${network ?? 'no network'}, ${dir}`;
}

function faultText({ type, mode, revision, namespace }: Fault): string {
  return [type, mode, revision, namespace].filter((part) => part !== undefined).join(' ');
}

type AgentStatus = Pick<LabStatus, 'istiods' | 'proxies' | 'users' | 'crossNetwork'>;

function readAgentStatus(dir: string): AgentStatus | null {
  try {
    return JSON.parse(readFileSync(join(dir, 'agent-status.json'), 'utf8')) as AgentStatus;
  } catch {
    return null;
  }
}
