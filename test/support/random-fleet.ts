import fc from 'fast-check';
import { TO } from './rollout-builders';
import type { SimMember } from '../../lib/simulate/fleet-simulation';
import { playFleet, simFleet, simRemoteFleet, type PlayedFleet } from './sim-fleet';

const MINUTE_MS = 60_000;
const NAMES = ['eu-1', 'us-1', 'us-2'] as const;

/** Something that happens to a mesh over three clusters; times are minutes since its rollout began. */
export type FleetEvent =
  | { readonly type: 'kill'; readonly cluster: string; readonly at: number }
  /** Nobody reaches the API server of a cluster, its own driver neither. */
  | {
      readonly type: 'cut off';
      readonly cluster: string;
      readonly at: number;
      readonly minutes: number;
    }
  /** The pods of a namespace stop being ready on the new revision, for good. */
  | { readonly type: 'breach'; readonly cluster: string; readonly at: number };

const cluster = fc.constantFrom(...NAMES);
const at = fc.integer({ min: 0, max: 12 });

/** Kills and cuts that end, and at most one breach. */
const fleetEvents: fc.Arbitrary<readonly FleetEvent[]> = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.record({ type: fc.constant('kill' as const), cluster, at }),
        fc.record({
          type: fc.constant('cut off' as const),
          cluster,
          at,
          minutes: fc.integer({ min: 1, max: 20 }),
        }),
      ),
      { maxLength: 6 },
    ),
    fc.option(fc.record({ type: fc.constant('breach' as const), cluster, at })),
  )
  .map(([events, breach]) => (breach === null ? events : [...events, breach]));

/** Plays the rollouts of three clusters to which these things happen. @param members - @default each with istiods of its own */
function playFleetEvents(
  events: readonly FleetEvent[],
  members: readonly SimMember[] = simFleet(),
): PlayedFleet {
  const began = members[0]?.cluster.now ?? 0;
  const open = new Set(events);
  const isCutOff = (name: string, now: number) =>
    events.some(
      (event) =>
        event.type === 'cut off' &&
        event.cluster === name &&
        now >= began + event.at * MINUTE_MS &&
        now < began + (event.at + event.minutes) * MINUTE_MS,
    );
  return playFleet({
    members,
    isReachable: (from, to, now) => !isCutOff(from, now) && !isCutOff(to, now),
    onStep: (member, { kill }) => {
      const { name, cluster: sim } = member;
      requireIstiods(members, member);
      sim.conditions.apiDown = isCutOff(name, sim.now);
      for (const event of open) {
        if (event.cluster !== name || sim.now < began + event.at * MINUTE_MS) continue;
        // What has not begun has nothing to lose, and what nothing has moved to has nothing to breach.
        if (event.type === 'kill') kill(name);
        if (event.type === 'breach') sim.breakPods('a', TO);
        open.delete(event);
      }
    },
  });
}

/** Nothing in a cluster that uses the istiods of another leads to one that is not there: pods would be refused. */
function requireIstiods(
  members: readonly SimMember[],
  { name, cluster, controlPlane }: SimMember,
): void {
  const primary = members.find((member) => member.name === controlPlane);
  if (primary === undefined) return;
  const there = primary.cluster.state.istiods.map(({ revision }) => revision);
  const lost = (cluster.state.remote ?? []).filter((revision) => !there.includes(revision));
  if (lost.length > 0)
    throw new Error(`${name} uses istiods of ${lost.join(', ')}, which are gone`);
}

/** How each cluster ended, once. */
export function endsOf({ ends }: PlayedFleet): readonly string[] {
  return [...new Set(Object.values(ends).map(({ outcome }) => outcome))];
}

/** Whether the first turn back came after a cluster had given the old revision up: that one has no way back any more. */
function wasTooLate({ steps }: PlayedFleet): boolean {
  const first = (what: string) => steps.findIndex((step) => step.endsWith(` ${what}`));
  return first('retired') >= 0 && first('retired') < first('rolling-back');
}

/**
 * Whatever happens to the drivers and the API servers of three clusters, one of which may use the istiods of another: no rule breaks, and
 * all end alike, done or rolled back, unless one breaks after another has given the old revision up. Throws with the shortest events that show otherwise.
 */
export function proveFleet(seed: number, numRuns: number): Record<string, number> {
  const counts: Record<string, number> = {};
  const property = fc.property(fleetEvents, fc.boolean(), (events, isRemote) => {
    const played = playFleetEvents(events, isRemote ? simRemoteFleet() : simFleet());
    expect(played.broken).toEqual([]);
    const [end = '', ...others] = endsOf(played);
    expect([end, wasTooLate(played) ? [] : others, played.ends]).toEqual([
      expect.stringMatching(/^(done|rolled-back)$/),
      [],
      played.ends,
    ]);
    if (!events.some(({ type }) => type === 'breach')) expect(end).toBe('done');
    const how = others.length === 0 ? end : 'too late';
    counts[how] = (counts[how] ?? 0) + 1;
  });
  fc.assert(property, { seed, numRuns });
  return counts;
}
