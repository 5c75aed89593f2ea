import { Construct } from 'constructs';
import { InvalidInputError } from '../lib/operator/issue';
import type { RolloutPosition } from '../lib/rollout/position';
import type { RolloutSpec } from '../lib/rollout/rollout-spec';
import { validateRolloutSpec } from '../lib/rollout/validate-rollout-spec';
import { addNamespaceLabels } from './add-namespace-labels';

/** A rollout and where it stands. */
export interface RevisionRolloutProps extends RolloutSpec {
  /** Revisions that the mesh declares. */
  readonly revisions: readonly string[];
  /** Absent means not started: no namespace is touched. */
  readonly position?: RolloutPosition;
}

/**
 * The move of a mesh from one revision to the next. In the tree it is the revision label of every namespace that the
 * rollout has adopted, at its recorded position; moving on is the driver's business.
 */
export class RevisionRollout extends Construct {
  /** @throws InvalidInputError with every problem of the fields, the waves and the numbers. */
  constructor(scope: Construct, id: string, props: RevisionRolloutProps) {
    super(scope, id);
    const { revisions, position, ...spec } = props;
    const problems = validateRolloutSpec(spec, revisions);
    if (problems.length > 0) {
      const { path } = this.node;
      throw new InvalidInputError(
        problems.map((message) => ({ code: 'invalid-rollout', severity: 'error', path, message })),
      );
    }
    addNamespaceLabels(this, position?.namespaces ?? []);
  }
}
