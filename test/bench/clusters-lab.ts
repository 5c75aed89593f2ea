import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';
import { watchMesh, type WatchedMesh } from '../../lib/cluster/mesh-lists';
import { observe } from '../../lib/cluster/observe';
import { startFleetStage } from '../support/fleet-stage';

const REVISIONS = ['1-30', '1-31'];
const ROUNDS = 30;
const WARM_UP = 5;
const GOAL = 1.3;

/** A cluster that is looked at as its driver does. */
interface Observed {
  readonly client: KubeClient;
  readonly lists: WatchedMesh;
}

/** How long a look at all clusters of a lab takes beside a look at one, in the same rounds. */
async function bench(): Promise<void> {
  const stage = await startFleetStage();
  const clusters = stage.lab.members.map(({ state }): Observed => {
    const client = createKubeClient({ kubeconfig: state.kubeconfig });
    return { client, lists: watchMesh(client) };
  });
  try {
    const rounds: { readonly one: number; readonly all: number }[] = [];
    for (let round = 0; round < ROUNDS + WARM_UP; round += 1)
      rounds.push({ one: await timed(clusters.slice(0, 1)), all: await timed(clusters) });
    const measured = rounds.slice(WARM_UP);
    const one = middle(measured.map((round) => round.one));
    const all = middle(measured.map((round) => round.all));
    process.stdout.write(
      `a look at ${String(clusters.length)} clusters of the lab: ${all.toFixed(0)} ms, at one: ${one.toFixed(0)} ms; ` +
        `${(all / one).toFixed(2)} times (goal ${String(GOAL)})\n`,
    );
  } finally {
    for (const { lists } of clusters) lists.renew();
    await stage.down();
  }
}

/** Milliseconds until all of them are read, side by side. */
async function timed(clusters: readonly Observed[]): Promise<number> {
  const began = performance.now();
  const looks = await Promise.all(
    clusters.map(({ client, lists }) => observe(client, REVISIONS, Date.now, { lists })),
  );
  const spent = performance.now() - began;
  for (const { pods, istiods } of looks) {
    if (!pods.known) throw new Error(pods.reason);
    if (!istiods.known) throw new Error(istiods.reason);
  }
  return spent;
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

void bench();
