import { generationName } from './generation-name';
import { revisionOf } from './patch/version-of';
import type { GatewayTarget } from './record';
import type { GatewayRef } from './rollout-spec';

/** The Deployment of a gateway that a revision injects; a patch changes it in place. */
export function generationOf(
  { namespace, name, inPlace }: GatewayTarget,
  revision: string,
): GatewayRef {
  return {
    namespace,
    name: inPlace === true ? name : generationName(name, revisionOf(revision)),
  };
}

/** The generations of gateways that some revisions inject, each once. */
export function generationsOf(
  gateways: readonly GatewayTarget[],
  revisions: readonly string[],
): readonly GatewayRef[] {
  const all = gateways.flatMap((gateway) => revisions.map((end) => generationOf(gateway, end)));
  return [...new Map(all.map((one) => [`${one.namespace}/${one.name}`, one])).values()];
}
