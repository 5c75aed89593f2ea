import type { RolloutSpec } from '../rollout-spec';
import { declaredWorkloads } from '../wave-members';

/** What a rollout cannot do that moves single workloads ahead of their namespace, before any cluster is looked at. */
export function workloadProblems({ waves, mode, rollback }: RolloutSpec): string[] {
  const [first] = waves.filter((wave) => declaredWorkloads([wave]).length > 0);
  if (first === undefined) return [];
  const own = `wave ${first.name}: it moves single workloads`;
  return [
    ...(mode === 'tag'
      ? [`${own}, and a tag leads all pods of its wave; leave "mode" out, or name the namespaces`]
      : []),
    ...(rollback === 'wave'
      ? [
          `${own}, and the label of a namespace cannot go back for the rest of it alone; leave "rollback" out`,
        ]
      : []),
  ];
}
