import { podsByNamespace } from '../look-up';
import { unmovableIn } from '../restart/unmovable';
import type { RestartLimits } from '../restart/restart-spec';
import type { ClusterFacts } from './cluster-facts';

/** What in a namespace cannot be moved and was not waived. */
export function unmovableProblems(
  { waived }: RestartLimits,
  namespace: string,
  { pods }: ClusterFacts,
): string[] {
  return unmovableIn([namespace], podsByNamespace(pods).get(namespace) ?? [])
    .filter(
      ({ kind, name }) =>
        !waived.some(
          (one) => one.kind === kind && one.namespace === namespace && one.name === name,
        ),
    )
    .map(
      ({ kind, name, reason }) =>
        `${kind} ${namespace}/${name} cannot be moved: ${reason}; wait until it is gone, delete it, or name it in restart.waive`,
    );
}
