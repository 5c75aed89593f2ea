import type { AddressFact } from '../../lib/rollout/observation';

/** The address of the gateway of `aGatewayWave`, with the new generation behind it alone. */
export function anAddress(changes: Partial<AddressFact> = {}): AddressFact {
  return {
    namespace: 'ingress',
    name: 'gateway',
    serving: '1-31',
    endpoints: ['gateway-1'],
    ...changes,
  };
}
