import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { V1Pod } from '@kubernetes/client-node';
import { startTimeOf } from '../../lib/process-identity';
import { writeKubeconfigFor } from '../control-plane/kubeconfig';
import { freePorts } from '../processes';
import type { LabProcess } from '../state';
import { containerEnv } from './container-env';
import { imageTag } from './proxy-identity';

const CONTAINER = 'discovery';
const RESTART_MS = [1_000, 2_000, 5_000, 10_000];

/** What the agent gives to an istiod. */
export interface IstiodOptions {
  readonly dir: string;
  readonly pod: V1Pod;
  /** Path of pilot-discovery by Istio minor. */
  readonly binaries: Readonly<Record<string, string>>;
  /** A fresh token of the pod's own ServiceAccount. */
  readonly token: () => Promise<string>;
  readonly say: (line: string) => void;
  readonly changed: () => void;
}

/** Addresses of one istiod process, all on loopback. */
export interface IstiodPorts {
  readonly http: number;
  readonly grpc: number;
  readonly secureGrpc: number;
  readonly monitoring: number;
  readonly https: number;
}

/** The process behind an istiod pod. */
export interface IstiodProcess {
  readonly ports: IstiodPorts;
  readonly running: () => LabProcess | null;
  readonly isReady: () => Promise<boolean>;
  readonly stop: () => void;
}

/** Runs the real istiod that a pod stands for, as its ServiceAccount, and restarts it when it ends. */
export async function startIstiod(options: IstiodOptions): Promise<IstiodProcess> {
  const ports = await allocate();
  const home = workDir(options);
  let child: ChildProcess | null = null;
  let current: LabProcess | null = null;
  let stopped = false;
  let failures = 0;
  const run = async () => {
    if (stopped) return;
    child = await launch(options, ports, home);
    current = describe(options, child);
    options.changed();
    child.once('exit', (code, signal) => {
      current = null;
      options.changed();
      if (stopped) {
        rmSync(home, { recursive: true, force: true });
        return;
      }
      options.say(
        `istiod ${name(options.pod)} ended (${String(code ?? signal)}); it is started again`,
      );
      const delay = RESTART_MS[Math.min(failures, RESTART_MS.length - 1)];
      failures += 1;
      setTimeout(() => void attempt(), delay);
    });
  };
  const attempt = () =>
    run().catch((error: unknown) => {
      options.say(`istiod ${name(options.pod)} could not be started: ${String(error)}`);
    });
  await attempt();
  return {
    ports,
    running: () => current,
    isReady: () => answersReady(ports.http),
    stop: () => {
      stopped = true;
      child?.kill('SIGTERM');
      const last = child;
      setTimeout(() => last?.kill('SIGKILL'), 5_000).unref();
    },
  };
}

async function allocate(): Promise<IstiodPorts> {
  const [http = 0, grpc = 0, secureGrpc = 0, monitoring = 0, https = 0] = await freePorts(5);
  return { http, grpc, secureGrpc, monitoring, https };
}

async function launch(
  options: IstiodOptions,
  ports: IstiodPorts,
  home: string,
): Promise<ChildProcess> {
  const container = options.pod.spec?.containers.find((one) => one.name === CONTAINER);
  const minor = imageTag(container?.image ?? '')
    .split('.')
    .slice(0, 2)
    .join('.');
  const binary = options.binaries[minor];
  if (binary === undefined) {
    throw new Error(
      `image ${container?.image ?? 'none'} is of no Istio minor that the lab has: ${Object.keys(options.binaries).join(', ')}`,
    );
  }
  mkdirSync(home, { recursive: true });
  const kubeconfig = join(home, 'kubeconfig');
  writeKubeconfigFor(join(options.dir, 'kubeconfig'), kubeconfig, { token: await options.token() });
  const log = openSync(join(options.dir, 'logs', `istiod-${name(options.pod)}.log`), 'a');
  const child = spawn(binary, istiodArgs(container?.args ?? [], ports, kubeconfig), {
    cwd: home,
    env: { ...containerEnv(options.pod, CONTAINER), KUBECONFIG: '', PATH: process.env['PATH'] },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return child;
}

/** The pod's own arguments, with addresses of loopback in place of the pod's. */
export function istiodArgs(
  args: readonly string[],
  ports: IstiodPorts,
  kubeconfig: string,
): string[] {
  const own = args.filter((argument) => !argument.startsWith('--monitoringAddr'));
  return [
    ...own,
    `--kubeconfig=${kubeconfig}`,
    `--httpAddr=127.0.0.1:${String(ports.http)}`,
    `--grpcAddr=127.0.0.1:${String(ports.grpc)}`,
    `--secureGRPCAddr=127.0.0.1:${String(ports.secureGrpc)}`,
    `--monitoringAddr=127.0.0.1:${String(ports.monitoring)}`,
    `--httpsAddr=127.0.0.1:${String(ports.https)}`,
    '--ctrlz_port=0',
  ];
}

function describe({ dir, pod }: IstiodOptions, child: ChildProcess): LabProcess {
  const pid = child.pid ?? 0;
  return {
    name: `istiod-${name(pod)}`,
    pid,
    startTime: startTimeOf(pid) ?? '',
    log: join(dir, 'logs', `istiod-${name(pod)}.log`),
  };
}

async function answersReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${String(port)}/ready`)).status === 200;
  } catch {
    return false;
  }
}

/** An empty folder: istiod prefers files below its working directory to the cluster's ConfigMaps. */
function workDir({ dir, pod }: IstiodOptions): string {
  return join(dir, 'istiod', name(pod));
}

function name(pod: V1Pod): string {
  return pod.metadata?.name ?? '';
}
