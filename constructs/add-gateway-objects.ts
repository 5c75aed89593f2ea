import type { Construct } from 'constructs';
import { GENERATION_LABEL } from '../lib/rollout/generation-name';
import type { GatewayRelease } from '../lib/operator/gateway/gateway-release';
import type { KubeObject } from '../lib/render/kube-object';
import { TREE_MARK } from '../lib/tree-mark';
import { addObjects } from './add-objects';

/** How a deployment treats the pods of a gateway. */
export interface GatewayDeployment {
  /**
   * The revision whose pods a wave of a rollout makes and its gates judge, so that a deployment does not wait for them.
   * @default none
   */
  readonly judged?: string;
}

/**
 * Adds the objects of a gateway. Its Service is kept when the gateway leaves the source, since its address would go with it,
 * which the world outside knows; and it is written after the Deployments that it leads to. That of the first generation is awaited:
 * it may be there in place of another, which goes with the same `up`. Those that a rollout makes, beside it or in place, are not: an
 * engine that waits for them would take the verdict from the gates.
 */
export function addGatewayObjects(
  scope: Construct,
  objects: readonly KubeObject[],
  {
    generations,
    serving,
    judged,
  }: Pick<GatewayRelease, 'generations' | 'serving'> & GatewayDeployment,
): void {
  const added = addObjects(scope, objects);
  const first = added.find(({ kind }) => kind === 'Deployment');
  if (generations[0].revision !== judged) first?.node.addMetadata(TREE_MARK.await, true);
  const led = added.filter(
    ({ kind, metadata }) =>
      kind === 'Deployment' &&
      (serving === undefined || metadata.getLabel(GENERATION_LABEL) === serving),
  );
  for (const { kind, node } of added) {
    if (kind !== 'Service') continue;
    node.addMetadata(TREE_MARK.keep, true);
    node.addDependency(...led);
  }
}
