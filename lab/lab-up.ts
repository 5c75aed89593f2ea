import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isAlive } from '../lib/process-identity';
import { ISTIO_VERSIONS } from './binaries/catalog';
import { resolveBinaries } from './binaries/resolve-binaries';
import { resolveCharts } from './binaries/resolve-charts';
import { startControlPlane } from './control-plane/start-control-plane';
import { labDown } from './lab-down';
import { envScript, labEnv } from './lab-env';
import { freePorts, startProcess, waitUntilReady } from './processes';
import { setUpPulumiHome } from './pulumi-home';
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
}

/**
 * Starts the lab, or finds it running. What a killed lab left behind is cleaned first; what this one started is cleaned
 * when it fails.
 */
export async function labUp(options: LabUpOptions): Promise<LabState> {
  const { dir, say } = options;
  refuseForeignFolder(dir);
  const before = readState(dir);
  if (before?.phase === 'running' && before.processes.every(isAlive)) {
    say(`the lab runs already in ${dir}`);
    return before;
  }
  if (before !== null) {
    say('a lab that was killed is cleaned first');
    await labDown(dir);
  }
  const interrupted = () => {
    say('interrupted: cleaning up');
    void labDown(dir).then(() => process.exit(130));
  };
  process.once('SIGINT', interrupted);
  try {
    return await start(options);
  } catch (error) {
    await labDown(dir, { keepLogs: true });
    throw error;
  } finally {
    process.off('SIGINT', interrupted);
  }
}

async function start({ dir, env, say }: LabUpOptions): Promise<LabState> {
  const binaries = await resolveBinaries(env, say);
  const charts = await resolveCharts(env);
  mkdirSync(join(dir, 'logs'), { recursive: true });
  const minors = Object.keys(ISTIO_VERSIONS);
  const [
    etcd = 0,
    etcdPeer = 0,
    apiServer = 0,
    controllerManager = 0,
    scheduler = 0,
    kubelet = 0,
    ...webhooks
  ] = await freePorts(6 + minors.length);
  const revisions = Object.fromEntries(
    minors.map((version, index) => [
      version.replace('.', '-'),
      { version, webhookPort: webhooks[index] ?? 0 },
    ]),
  );
  const processes: LabProcess[] = [];
  let state: LabState = {
    schema: 1,
    dir,
    createdAt: new Date().toISOString(),
    phase: 'starting',
    processes,
    kubeconfig: join(dir, 'kubeconfig'),
    apiServer: `https://127.0.0.1:${String(apiServer)}`,
    revisions,
    binaries,
    charts,
    provider: setUpPulumiHome(dir, env),
    env: {},
  };
  const started = (process: LabProcess) => {
    processes.push(process);
    writeState(state);
  };
  writeState(state);
  say(`starting the lab in ${dir}`);
  const ports = { etcd, etcdPeer, apiServer, controllerManager, scheduler, kubelet };
  await startControlPlane({ dir, binaries, ports, say, started });
  await startAgent(dir, started);
  say('  agent started');
  linkPrograms(dir, state);
  const exported = labEnv(state, env['PATH'] ?? '');
  writeFileSync(join(dir, 'env.sh'), envScript(exported, dir), { mode: 0o600 });
  state = { ...state, phase: 'running', env: exported };
  writeState(state);
  return state;
}

async function startAgent(dir: string, started: (process: LabProcess) => void): Promise<void> {
  const register = createRequire(__filename).resolve('@swc-node/register');
  const agent = await startProcess({
    name: 'agent',
    command: process.execPath,
    args: ['-r', register, join(__dirname, 'agent', 'main.ts'), dir],
    cwd: join(__dirname, '..'),
    log: join(dir, 'logs', 'agent.log'),
  });
  started(agent);
  await waitUntilReady(
    agent,
    () => Promise.resolve(existsSync(join(dir, 'agent-ready'))),
    AGENT_TIMEOUT_MS,
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
