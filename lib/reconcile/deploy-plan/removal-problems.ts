import type { InUse } from '../../rollout/in-use';
import { nameSome } from '../../rollout/name-some';
import { mayChangeInPlace } from './in-place-problems';
import { refText, type ObjectChange, type PlanProblem } from './object-change';

/** What belongs to one revision and would be deleted, although proxies need it while the revision is in use. */
export interface Removal {
  readonly revision: string;
  /** At least one. */
  readonly deleted: readonly ObjectChange[];
}

/** Revisions that a plan takes away, or takes something away from. */
export function removals(changes: readonly ObjectChange[]): Removal[] {
  const deleted = changes.filter(({ op, object }) => op === 'delete' && !mayChangeInPlace(object));
  const byRevision = new Map<string, ObjectChange[]>();
  for (const change of deleted) {
    if (change.group.type !== 'revision') continue;
    const { revision } = change.group;
    byRevision.set(revision, [...(byRevision.get(revision) ?? []), change]);
  }
  return [...byRevision].map(([revision, all]) => ({ revision, deleted: all }));
}

/**
 * Why they must not be taken away: without its istiod a mesh that uses a revision neither gets configuration nor starts pods.
 * @param useOf - whether a revision is in use, with the reasons
 */
export function removalProblems(
  found: readonly Removal[],
  useOf: (revision: string) => InUse,
): PlanProblem[] {
  return found.flatMap(({ revision, deleted }) => {
    const { inUse, reasons } = useOf(revision);
    const object = (deleted.find(({ object: { kind } }) => kind === 'Deployment') ?? deleted[0])
      ?.object;
    if (inUse === 'no' || object === undefined) return [];
    const names = nameSome(deleted.map((change) => refText(change.object)));
    const use = inUse === 'yes' ? 'is in use' : 'may be in use';
    return [
      {
        code: 'removal' as const,
        object,
        message: `revision ${revision} ${use} (${[...new Set(reasons)].sort().join('; ')}), and this would delete of it: ${names}`,
        next: `declare it as it was, and move what uses ${revision} to another revision first`,
      },
    ];
  });
}
