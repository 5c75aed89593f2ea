import type { GatewayRef } from '../rollout-spec';

/** How messages name a Gateway of the Gateway API. */
export function gatewayName({ namespace, name }: GatewayRef): string {
  return `Gateway ${namespace}/${name}`;
}
