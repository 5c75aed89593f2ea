import type { GateResult } from '../verdict';
import type { GatewayRef } from '../rollout-spec';
import { gatewayName } from './gateway-name';

/** What is waited for while istiod replaces the pods of a Gateway for the label that it has copied into them. */
export function settling(gateway: GatewayRef): GateResult {
  const subject = gatewayName(gateway);
  return {
    gate: 'adopt',
    verdict: 'Inconclusive',
    namespace: gateway.namespace,
    subject,
    value: 'being replaced',
    message: `the pods of ${subject} are being replaced, since istiod copies its label into them`,
  };
}
