import { createKubeClient } from '../../lib/cluster/kube-client';
import { awaitThat } from './await-that';
import type { CliResult } from './cli';
import type { TestMember } from './fleet-lab';
import type { FleetStage } from './fleet-stage';
import { chances } from './kill-points';
import { readyIstiods } from './ready-istiods';
import { restartApiServer } from './restart-api-server';

/** Who is killed with kill -9; a gateway as near to it as an API server lets anybody. */
const VICTIMS = ['driver', 'istiod', 'API server', 'gateway'] as const;

type Victim = (typeof VICTIMS)[number];

/** Before each kill, in milliseconds: what was killed before is seldom whole again by then. */
const DELAY = { leastMs: 1_000, spreadMs: 15_000 } as const;

/** How a rollout over clusters ended that was driven through kills. */
export interface DrivenFleet {
  readonly result: CliResult;
  /** How often each was really killed. */
  readonly kills: Readonly<Record<Victim, number>>;
}

/**
 * Drives a rollout over clusters to its end. Meanwhile its driver, an istiod, an API server and a gateway are killed in turn, where and
 * when by a seed. A driver that was killed, or that gave up because of what was, is started again.
 */
export async function driveFleetWithKills(
  stage: FleetStage,
  seed: number,
  count: number,
): Promise<DrivenFleet> {
  const chance = chances(seed);
  const kills = { driver: 0, istiod: 0, 'API server': 0, gateway: 0 };
  let run = stage.start();
  const over = new AbortController();
  const strike = async (victim: Victim) => {
    const member = oneOf(stage.lab.members, chance());
    if (victim === 'driver') run.cli.child.kill('SIGKILL');
    if (victim === 'istiod') await killOneIstiod(member, chance());
    if (victim === 'API server') await restartApiServer(member.dir);
    if (victim === 'gateway') await killOneGateway(member, chance());
    kills[victim] += 1;
  };
  const striking = (async () => {
    for (let index = 0; index < count; index += 1) {
      await sleep(DELAY.leastMs + chance() * DELAY.spreadMs);
      if (over.signal.aborted) return;
      await strike(VICTIMS[index % VICTIMS.length]!);
    }
  })();
  for (;;) {
    const result = await run.result;
    if (run.cli.child.signalCode !== 'SIGKILL' && result.code !== 1) {
      over.abort();
      await striking;
      return { result, kills };
    }
    run = stage.start();
  }
}

async function killOneIstiod({ name, dir }: TestMember, chance: number): Promise<void> {
  const { pid } = await awaitThat(`an istiod of ${name}`, () => {
    const ready = readyIstiods(dir);
    return ready.length === 0 ? undefined : oneOf(ready, chance);
  });
  process.kill(pid, 'SIGKILL');
}

/** Takes a pod of a gateway away at once: it drains nothing. */
async function killOneGateway({ name, state }: TestMember, chance: number): Promise<void> {
  const { core } = createKubeClient({ kubeconfig: state.directKubeconfig });
  const pod = await awaitThat(`a gateway of ${name}`, async () => {
    const { items } = await core.listNamespacedPod({ namespace: 'gateways' });
    const living = items.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
    return living.length === 0 ? undefined : oneOf(living, chance);
  });
  await core.deleteNamespacedPod({
    namespace: 'gateways',
    name: pod.metadata?.name ?? '',
    gracePeriodSeconds: 0,
  });
}

function oneOf<T>(items: readonly T[], chance: number): T {
  const found = items[Math.floor(chance * items.length)];
  if (found === undefined) throw new Error('there is nothing to choose from');
  return found;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
