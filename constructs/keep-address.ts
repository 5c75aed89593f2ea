import type { ApiObject } from 'cdk8s';

/** Type of the node metadata that lets an object outlive its removal from the source. */
const KEEP_METADATA = 'istio-revisions:keep';

/** Keeps the Services of a gateway: with one its address goes, which the world outside knows. */
export function keepAddress(objects: readonly ApiObject[]): void {
  for (const { kind, node } of objects) {
    if (kind === 'Service') node.addMetadata(KEEP_METADATA, true);
  }
}
