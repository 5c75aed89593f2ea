import { inUse } from './in-use';
import type { Observation } from './observation';

/**
 * Why revisions that the source no longer names must not vanish from the tree: each is still in use, or not known to be
 * unused. One that a rollout retired, or that nothing ever used, may go.
 */
export function droppedProblems(
  dropped: readonly string[],
  observation: Observation,
): readonly string[] {
  return dropped.flatMap((revision) => {
    const { inUse: state, reasons } = inUse(revision, observation);
    if (state === 'no') return [];
    const what = state === 'yes' ? 'is in use' : 'may be in use';
    return [
      `revision ${revision} ${what} but no longer declared (${reasons.join('; ')}); ` +
        'declare it again, and move what uses it with a rollout',
    ];
  });
}
