import type { Observation } from '../../lib/rollout/observation';
import { namespacesOf } from '../../lib/rollout/wave-members';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import type { SimCluster } from '../../lib/simulate/sim-cluster';
import { atVersion, isPatch } from '../../lib/rollout/patch/version-of';
import type { SimStart } from '../../lib/simulate/sim-state';
import { namedVersions } from '../../lib/simulate/start-of-spec';
import { FROM, TO } from './rollout-builders';
import { simClusterOf } from './sim-cluster-of';
import { play, type Played, type WriteFault } from './sim-play';

/** A small rollout: a gateway, a namespace alone, two together; one of them is selected by the default tag. */
export const SMALL: RolloutSpec = {
  from: FROM,
  to: TO,
  waves: [
    { name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] },
    { name: 'canary', namespaces: ['a'] },
    { name: 'rest', namespaces: ['b', 'c'] },
  ],
  soakSeconds: 3,
  deadlineSeconds: 30,
  retainSeconds: 20,
};

/** The smallest that has both kinds of wave. */
export const SMALLEST: RolloutSpec = {
  ...SMALL,
  waves: [
    { name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] },
    { name: 'only', namespaces: ['a'] },
  ],
};

/**
 * What a run is about: everything well, pods that never get ready, another attempt once they do, and an old revision that does
 * not survive its restart.
 */
export const STORIES = ['forward', 'rollback', 'retry', 'unproved'] as const;

/** How each ends. */
export const OUTCOMES = {
  forward: 'done',
  rollback: 'rolled-back',
  retry: 'done',
  unproved: 'blocked',
} as const;

/** What rollouts differ in: by what namespaces move, and where nothing moves but the version. */
export const KINDS = ['label', 'tag', 'patch'] as const;

/** A spec as one of them. */
export function asKind(spec: RolloutSpec, kind: (typeof KINDS)[number]): RolloutSpec {
  return kind === 'patch' ? { ...spec, ...PATCH } : { ...spec, mode: kind };
}

/** The ends of a patch. */
export const PATCH = { from: atVersion(FROM, '1.30.3'), to: atVersion(FROM, '1.30.4') } as const;

export type Story = (typeof STORIES)[number];

/** Every story of every kind; a patch replaces its only istiod first, so there is no old one to prove. */
export const TALES = KINDS.flatMap((kind) =>
  STORIES.filter((story) => kind !== 'patch' || story !== 'unproved').map(
    (story) => [story, kind] as const,
  ),
);

/** How a story ended, with the cluster that it left behind in words. */
export interface Told extends Played {
  readonly left: string;
}

/** Plays one story with what happens to its requests. */
export function tell(
  spec: RolloutSpec,
  story: Story,
  faultAt: (index: number) => WriteFault | null = () => null,
  shown: (fresh: Observation, look: number) => Observation = (fresh) => fresh,
): Told {
  const cluster = beginningOf(spec, story);
  const played = play({
    spec,
    cluster,
    faultAt,
    observe: (record, look) => shown(cluster.observe(record), look),
    // Somebody has to move the default tag before the old revision can go.
    onStep: (record) => {
      if (record?.phase === 'removing') cluster.moveTag('default', TO);
    },
  });
  return { ...played, left: leftOf(cluster) };
}

const beginnings = new Map<string, SimCluster>();

/** The cluster of a story before its first request; the same for every run of it. */
function beginningOf(spec: RolloutSpec, story: Story): SimCluster {
  const key = `${spec.mode ?? 'label'} ${spec.to} ${spec.waves.length} ${story}`;
  const known = beginnings.get(key) ?? makeBeginning(spec, story);
  beginnings.set(key, known);
  return known.fork();
}

function makeBeginning(spec: RolloutSpec, story: Story): SimCluster {
  const names = spec.waves.flatMap((wave) => ('namespaces' in wave ? wave.namespaces : []));
  const cluster = simClusterOf(names, isPatch(spec) ? patched(spec) : {});
  if (story === 'forward') return cluster;
  if (story === 'unproved') {
    cluster.conditions.restartFails = [FROM];
    return cluster;
  }
  const bad = { namespace: names.at(-1)!, revision: spec.to };
  cluster.conditions.neverReady = bad;
  if (story === 'rollback') return cluster;
  const { outcome } = play({ spec, cluster });
  if (outcome !== 'rolled-back') throw new Error(`the attempt to retry ended ${outcome}`);
  cluster.conditions.neverReady = null;
  return cluster;
}

function patched({ from, to }: RolloutSpec): Pick<SimStart, 'from' | 'to' | 'versions'> {
  return { from, to, versions: namedVersions({ from, to }) };
}

/** Labels, pods by revision, and which control planes there are: what an end state is. */
function leftOf(cluster: SimCluster): string {
  const { record } = cluster.state.store;
  return JSON.stringify({
    phase: record?.phase,
    retired: record?.retired,
    owned: record?.owned.namespaces.map(({ name, revision }) => `${name} ${revision}`).sort(),
    members: record === null ? [] : namespacesOf(record.plan.waves).length,
    labels: cluster.labels(),
    pods: cluster.injectedRevisions(),
    istiods: [...new Set(cluster.state.istiods.map(({ revision }) => revision))],
    leases: cluster.state.leases,
  });
}

/** A run that broke something, or ended elsewhere. */
export interface Wrong {
  readonly story: Story;
  readonly faults: string;
  readonly what: string;
}

/** What one run with faults shows against the one without; `null` where it is as good. */
export function judge(story: Story, faults: string, sound: Told, told: Told): Wrong | null {
  const wrong = (what: string) => ({ story, faults, what });
  const [first] = told.broken;
  if (first !== undefined) return wrong(first);
  if (told.left !== sound.left) return wrong(`ended ${told.outcome} with ${told.left}`);
  // Bounded work: a fault costs some tries, never a loop.
  if (told.writes.length > 3 * sound.writes.length)
    return wrong(`${told.writes.length} writes in place of ${sound.writes.length}`);
  if (told.steps > 4 * sound.steps) return wrong(`${told.steps} steps in place of ${sound.steps}`);
  return null;
}
