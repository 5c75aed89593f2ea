import type { RolloutSpec } from '../rollout-spec';
import type { RolloutStatus } from './rollout-status';

/** Annotation of a RevisionRollout that names the rollout under way which it supersedes, by the token in `status.rollout`. */
export const SUPERSEDES_ANNOTATION = 'istio-revisions.dev/supersedes';

/** A RevisionRollout object as the API server has it. */
export interface RolloutObject {
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    readonly generation: number;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  /** As somebody wrote it: the types hold once `objectProblems` finds nothing. */
  readonly spec?: RolloutSpec;
  readonly status?: RolloutStatus;
}

/** Name of an object among all: `<namespace>/<name>`. */
export function rolloutKey({ metadata }: Pick<RolloutObject, 'metadata'>): string {
  return `${metadata.namespace}/${metadata.name}`;
}
