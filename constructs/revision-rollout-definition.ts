import { Construct } from 'constructs';
import { REVISION_ROLLOUT_CRD } from '../lib/operator/revision-rollout-crd';
import { addObjects } from './add-objects';

/**
 * The kind RevisionRollout in the cluster, which an operator that drives rollouts follows: what a rollout may say, the status that
 * the operator gives it, and what `kubectl get revisionrollouts` prints. The fields are those of the construct `RevisionRollout`.
 *
 * One per cluster. Deleting it deletes every RevisionRollout object; rollouts under way stop where they are.
 */
export class RevisionRolloutDefinition extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    addObjects(this, [REVISION_ROLLOUT_CRD]);
  }
}
