import { chance } from '../../lib/simulate/chance';
import type { Observation } from '../../lib/rollout/observation';
import { judge, SMALL, tell, type Story, type Wrong } from './every-write';

/** Kinds of facts that a reader may get as they were. */
export const STALE_KINDS = [
  'namespaces',
  'workloads',
  'pods',
  'istiods',
  'injectors',
  'pointers',
  'revisionObjects',
  'capacity',
] as const;

/** How old the facts of a look are, in looks; 0 is now. */
export type AgeOf = (kind: (typeof STALE_KINDS)[number], look: number) => number;

/** A rollout whose looks mix facts of different ages, against the one that is told the truth. */
export function playStale(story: Story, what: string, ageOf: AgeOf): Wrong | null {
  const looks: Observation[] = [];
  const told = tell(SMALL, story, undefined, (fresh, look) => {
    looks.push(fresh);
    const old = STALE_KINDS.map((kind) => {
      const before = looks.at(-1 - ageOf(kind, look)) ?? looks[0] ?? fresh;
      return [kind, before[kind]] as const;
    });
    return { ...fresh, ...Object.fromEntries(old) };
  });
  return judge(story, what, tell(SMALL, story), told);
}

/** Every kind at its own age, drawn anew for each look. */
export function mixedAges(seed: number, oldest: number): AgeOf {
  return (kind, look) => Math.floor(chance(seed, kind, look) * (oldest + 1));
}
