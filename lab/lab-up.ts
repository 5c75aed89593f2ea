import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../lib/process-identity';
import { startApiProxy } from './api-proxy/start-api-proxy';
import { ISTIO_VERSIONS } from './binaries/catalog';
import { resolveBinaries } from './binaries/resolve-binaries';
import { resolveCharts } from './binaries/resolve-charts';
import { startControlPlane, type ControlPlanePorts } from './control-plane/start-control-plane';
import { removeLab } from './lab-down';
import { envScript } from './lab-env';
import { LabError } from './lab-error';
import { withLabLock } from './lab-lock';
import { freePorts, waitUntilReady } from './processes';
import { setUpPulumiHome } from './pulumi-home';
import { startProgram } from './start-program';
import {
  readState,
  refuseForeignFolder,
  writeState,
  type LabProcess,
  type LabState,
} from './state';

const AGENT_TIMEOUT_MS = 60_000;
const ON_PATH = ['pulumi', 'pulumi-language-nodejs', 'helm'];

/** What starting a lab needs. */
export interface LabUpOptions {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  /** @default the one of this machine */
  readonly platform?: NodeJS.Platform;
}

/**
 * Starts the lab, or finds it running; another command that starts or stops it is waited for. What a killed lab left
 * behind is cleaned first; what this one started is cleaned when it fails or is interrupted.
 */
export async function labUp(options: LabUpOptions): Promise<LabState> {
  requireLinux(options.platform ?? process.platform);
  return withLabLock(options.dir, options.say, (signal) => startUnlessRunning(options, signal));
}

function requireLinux(platform: NodeJS.Platform): void {
  if (platform === 'linux') return;
  throw new LabError(
    `the lab runs on Linux only, not on ${platform}; everything else works on any cluster that your kubeconfig names`,
  );
}

async function startUnlessRunning(options: LabUpOptions, signal: AbortSignal): Promise<LabState> {
  const { dir, say } = options;
  refuseForeignFolder(dir);
  const before = readState(dir);
  if (before?.phase === 'running' && before.processes.every(isAlive)) {
    say(`the lab runs already in ${dir}`);
    return before;
  }
  if (before !== null) {
    say('a lab that was killed is cleaned first');
    await removeLab(dir);
  }
  try {
    return await start(options, signal);
  } catch (error) {
    if (signal.aborted) say('interrupted: cleaning up');
    await removeLab(dir, { keepLogs: true });
    // A build that the same Ctrl-C ended fails with an error of its own.
    signal.throwIfAborted();
    throw error;
  }
}

async function start(options: LabUpOptions, signal: AbortSignal): Promise<LabState> {
  const { dir, env, say } = options;
  const binaries = await resolveBinaries(env, say, { signal });
  const charts = await resolveCharts(env);
  signal.throwIfAborted();
  mkdirSync(join(dir, 'logs'), { recursive: true });
  const { controlPlane, ports, revisions } = await choosePorts();
  const processes: LabProcess[] = [];
  const provider = setUpPulumiHome(dir, env);
  const state = newState(dir, controlPlane.apiServer, {
    processes,
    revisions,
    ports,
    binaries,
    charts,
    provider,
  });
  const started = (process: LabProcess) => {
    processes.push(process);
    writeState(state);
  };
  writeState(state);
  say(`starting the lab in ${dir}`);
  await startControlPlane({
    dir,
    kubeconfig: state.directKubeconfig,
    binaries,
    ports: controlPlane,
    prometheus: ports.prometheus,
    say,
    started,
    signal,
  });
  await startApiProxy(state, started, signal);
  say('  api-proxy started');
  await startAgent(dir, started, signal);
  say('  agent started');
  linkPrograms(dir, state);
  writeFileSync(join(dir, 'env.sh'), envScript(state), { mode: 0o600 });
  signal.throwIfAborted();
  const running: LabState = { ...state, phase: 'running' };
  writeState(running);
  return running;
}

function newState(
  dir: string,
  apiServer: number,
  parts: Pick<LabState, 'processes' | 'revisions' | 'ports' | 'binaries' | 'charts' | 'provider'>,
): LabState {
  return {
    schema: 1,
    dir,
    createdAt: new Date().toISOString(),
    phase: 'starting',
    kubeconfig: join(dir, 'kubeconfig'),
    directKubeconfig: join(dir, 'kubeconfig-direct'),
    apiServer: `https://127.0.0.1:${String(apiServer)}`,
    ...parts,
  };
}

async function choosePorts(): Promise<
  Pick<LabState, 'revisions' | 'ports'> & { readonly controlPlane: ControlPlanePorts }
> {
  const minors = Object.keys(ISTIO_VERSIONS);
  const [
    etcd = 0,
    etcdPeer = 0,
    apiServer = 0,
    controllerManager = 0,
    scheduler = 0,
    kubelet = 0,
    prometheus = 0,
    scrapeProxy = 0,
    apiProxy = 0,
    ...webhooks
  ] = await freePorts(9 + minors.length);
  const revisions = minors.map((version, index) => [
    version.replace('.', '-'),
    { version, webhookPort: webhooks[index] ?? 0 },
  ]);
  return {
    controlPlane: { etcd, etcdPeer, apiServer, controllerManager, scheduler, kubelet },
    ports: { prometheus, scrapeProxy, apiProxy },
    revisions: Object.fromEntries(revisions) as LabState['revisions'],
  };
}

async function startAgent(
  dir: string,
  started: (process: LabProcess) => void,
  signal: AbortSignal,
): Promise<void> {
  const agent = await startProgram({ name: 'agent', main: 'agent/main.ts', dir, signal });
  started(agent);
  await waitUntilReady(
    agent,
    () => Promise.resolve(existsSync(join(dir, 'agent-ready'))),
    AGENT_TIMEOUT_MS,
    signal,
  );
}

/** Pulumi finds its language host, and the renderer finds helm, on PATH. */
function linkPrograms(dir: string, state: LabState): void {
  mkdirSync(join(dir, 'bin'), { recursive: true });
  mkdirSync(join(dir, 'pulumi-state'), { recursive: true });
  for (const name of ON_PATH) {
    const link = join(dir, 'bin', name);
    rmSync(link, { force: true });
    symlinkSync(state.binaries[name]?.path ?? name, link);
  }
}
