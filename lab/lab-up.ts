import { isAlive } from '../lib/process-identity';
import { resolvePrograms } from './binaries/resolve-programs';
import { readFleet } from './fleet/fleet';
import { removeLab } from './lab-down';
import { LabError } from './lab-error';
import { withLabLock } from './lab-lock';
import { choosePorts } from './lab-ports';
import { startLab } from './start-lab';
import { readState, refuseForeignFolder, type LabState } from './state';

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

/** @throws LabError on any other platform */
export function requireLinux(platform: NodeJS.Platform): void {
  if (platform === 'linux') return;
  throw new LabError(
    `the lab runs on Linux only, not on ${platform}; everything else works on any cluster that your kubeconfig names`,
  );
}

async function startUnlessRunning(options: LabUpOptions, signal: AbortSignal): Promise<LabState> {
  const { dir, say } = options;
  refuseForeignFolder(dir);
  refuseFleet(dir);
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

function refuseFleet(dir: string): void {
  const members = readFleet(dir)?.members.length;
  if (members === undefined) return;
  throw new LabError(
    `the lab in ${dir} has ${String(members)} clusters: "lab up" with --clusters ${String(members)} starts it again, "lab down" removes it`,
  );
}

async function start(options: LabUpOptions, signal: AbortSignal): Promise<LabState> {
  const { dir, env, say } = options;
  const programs = await resolvePrograms(env, say, signal);
  const [ports] = await choosePorts(1);
  if (ports === undefined) throw new Error('no ports were chosen');
  return startLab({ dir, env, say, programs, ports }, signal);
}
