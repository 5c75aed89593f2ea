import type { Construct } from 'constructs';
import { GENERATION_LABEL } from '../lib/rollout/generation-name';
import type { GatewayRelease } from '../lib/operator/gateway/gateway-release';
import type { KubeObject } from '../lib/render/kube-object';
import { addObjects } from './add-objects';

/** Type of the node metadata that lets an object outlive its removal from the source. */
const KEEP_METADATA = 'istio-revisions:keep';

/**
 * Adds the objects of a gateway. Its Service is kept when the gateway leaves the source, since its address would go with it,
 * which the world outside knows; and it is written after the Deployments that it leads to.
 */
export function addGatewayObjects(
  scope: Construct,
  objects: readonly KubeObject[],
  { serving }: Pick<GatewayRelease, 'serving'>,
): void {
  const added = addObjects(scope, objects);
  const led = added.filter(
    ({ kind, metadata }) =>
      kind === 'Deployment' &&
      (serving === undefined || metadata.getLabel(GENERATION_LABEL) === serving),
  );
  for (const { kind, node } of added) {
    if (kind !== 'Service') continue;
    node.addMetadata(KEEP_METADATA, true);
    node.addDependency(...led);
  }
}
