import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApiProxy } from './api-proxy/start-api-proxy';
import type { LabPrograms } from './binaries/resolve-programs';
import { startControlPlane } from './control-plane/start-control-plane';
import { ONE_CLUSTER_PODS, podCidr } from './fleet/addresses';
import type { FleetMember } from './fleet/fleet';
import type { LabPorts } from './lab-ports';
import { envScript } from './lab-env';
import { waitUntilReady } from './processes';
import { setUpPulumiHome } from './pulumi-home';
import { startProgram } from './start-program';
import { writeState, type LabProcess, type LabState } from './state';

const AGENT_TIMEOUT_MS = 60_000;
const ON_PATH = ['pulumi', 'pulumi-language-nodejs', 'helm'];

/** One lab: what it is made of, and where. */
export interface StartLabOptions {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly programs: LabPrograms;
  readonly ports: LabPorts;
  /** Its place in a lab with several clusters; absent for a lab of one. */
  readonly member?: FleetMember;
}

/** Starts one cluster with all that belongs to it. What was started is in its state at once, for whoever has to end it. */
export async function startLab(options: StartLabOptions, signal: AbortSignal): Promise<LabState> {
  const { dir, env, say, programs, ports, member } = options;
  mkdirSync(join(dir, 'logs'), { recursive: true });
  const processes: LabProcess[] = [];
  const state = newState(options, processes, setUpPulumiHome(dir, env));
  const started = (process: LabProcess) => {
    processes.push(process);
    writeState(state);
  };
  writeState(state);
  say(`starting the lab in ${dir}`);
  await startControlPlane({
    dir,
    kubeconfig: state.directKubeconfig,
    binaries: programs.binaries,
    ports: ports.controlPlane,
    podCidr: member === undefined ? ONE_CLUSTER_PODS : podCidr(member),
    prometheus: state.ports.prometheus,
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
  { dir, programs, ports, member }: StartLabOptions,
  processes: readonly LabProcess[],
  provider: LabState['provider'],
): LabState {
  return {
    schema: 1,
    dir,
    createdAt: new Date().toISOString(),
    phase: 'starting',
    processes,
    kubeconfig: join(dir, 'kubeconfig'),
    directKubeconfig: join(dir, 'kubeconfig-direct'),
    apiServer: `https://127.0.0.1:${String(ports.controlPlane.apiServer)}`,
    revisions: ports.revisions,
    ports: ports.own,
    binaries: programs.binaries,
    charts: programs.charts,
    provider,
    ...(member === undefined ? {} : { member }),
  };
}

async function startAgent(
  dir: string,
  started: (process: LabProcess) => void,
  signal: AbortSignal,
): Promise<void> {
  const agent = await startProgram({ name: 'agent', main: 'agent/main', dir, signal });
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
