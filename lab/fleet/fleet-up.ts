import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../lib/process-identity';
import { resolvePrograms } from '../binaries/resolve-programs';
import { writeMergedKubeconfig } from '../control-plane/kubeconfig';
import { removeMembers } from '../lab-down';
import { LabError } from '../lab-error';
import { withLabLock } from '../lab-lock';
import { choosePorts, type LabPorts } from '../lab-ports';
import { requireLinux, type LabUpOptions } from '../lab-up';
import { startLab } from '../start-lab';
import { readState, refuseForeignFolder, type LabState } from '../state';
import { writeAuthorities } from './authorities';
import { planFleet, readFleet, writeFleet, type Fleet, type FleetSize } from './fleet';
import { fleetScript } from './fleet-env';

/**
 * Starts a lab with several clusters, or finds it running, as `labUp` does one of one. Each cluster is a whole lab; they begin
 * with one root of trust and know each other's addresses, and what the mesh needs besides is for whoever installs it.
 */
export async function fleetUp(options: LabUpOptions, size: FleetSize): Promise<Fleet> {
  requireLinux(options.platform ?? process.platform);
  planFleet(options.dir, size, []);
  return withLabLock(options.dir, options.say, (signal) =>
    startUnlessRunning(options, size, signal),
  );
}

async function startUnlessRunning(
  options: LabUpOptions,
  size: FleetSize,
  signal: AbortSignal,
): Promise<Fleet> {
  const { dir, say } = options;
  refuseForeignFolder(dir);
  if (readState(dir) !== null) {
    throw new LabError(`the lab in ${dir} has one cluster; end it with "lab down" first`);
  }
  const before = readFleet(dir);
  if (before !== null && isRunning(before)) {
    requireSize(before, size);
    say(`the lab runs already in ${dir}`);
    return before;
  }
  if (before !== null) {
    say('a lab that was killed is cleaned first');
    await removeMembers(before);
  }
  return start(options, size, signal);
}

/** Whether every cluster runs. */
function isRunning({ members }: Fleet): boolean {
  return members
    .map(({ dir }) => readState(dir))
    .every((state) => state?.phase === 'running' && state.processes.every(isAlive));
}

function requireSize({ dir, members }: Fleet, { clusters, networks }: FleetSize): void {
  const found = [members.length, new Set(members.map(({ network }) => network)).size];
  if (found[0] === clusters && found[1] === networks) return;
  throw new LabError(
    `the lab that runs in ${dir} has ${String(found[0])} clusters and ${String(found[1])} networks; end it with "lab down" first`,
  );
}

async function start(options: LabUpOptions, size: FleetSize, signal: AbortSignal): Promise<Fleet> {
  const { dir, env, say } = options;
  const programs = await resolvePrograms(env, say, signal);
  const ports = await choosePorts(size.clusters);
  const fleet = planFleet(
    dir,
    size,
    ports.map(({ peers }) => peers),
  );
  writeFleet(fleet);
  try {
    await writeAuthorities(fleet.members);
    await startMembers(options, { fleet, ports, programs }, signal);
  } catch (error) {
    if (signal.aborted) say('interrupted: cleaning up');
    await removeMembers(fleet, { keepLogs: true });
    signal.throwIfAborted();
    throw error;
  }
  const files = fleet.members.map((member) => [member.name, join(member.dir, 'kubeconfig')]);
  writeMergedKubeconfig(
    Object.fromEntries(files) as Record<string, string>,
    join(dir, 'kubeconfig'),
  );
  writeFileSync(join(dir, 'env.sh'), fleetScript(fleet, programs.charts), { mode: 0o600 });
  return fleet;
}

interface Prepared {
  readonly fleet: Fleet;
  readonly ports: readonly LabPorts[];
  readonly programs: Pick<LabState, 'binaries' | 'charts'>;
}

/** All side by side: much of a start is waiting. One that fails ends the others, and all have ended before it is told. */
async function startMembers(
  { env, say }: LabUpOptions,
  { fleet, ports, programs }: Prepared,
  signal: AbortSignal,
): Promise<void> {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const starts = fleet.members.map(async (member, index) => {
    const own = ports[index];
    if (own === undefined) throw new Error(`no ports were chosen for ${member.name}`);
    const options = { dir: member.dir, env, programs, ports: own, member };
    const sayOfOne = (line: string) => {
      say(`${member.name}: ${line.trim()}`);
    };
    try {
      await startLab({ ...options, say: sayOfOne }, either);
    } catch (error) {
      failure.abort(error);
    }
  });
  await Promise.allSettled(starts);
  either.throwIfAborted();
}
