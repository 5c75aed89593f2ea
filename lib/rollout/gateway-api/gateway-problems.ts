import { REVISION_LABEL } from '../names';
import type { Observation } from '../observation';
import type { GatewayApiWave } from '../record';
import type { GateResult } from '../verdict';
import { unreadable } from '../gates/gate';
import type { GatewayApiFact } from './gateway-api-fact';
import type { GatewayApiTarget } from './gateway-api-target';
import { gatewayName } from './gateway-name';
import { ledBy } from './led-by';
import { livingGateway } from './living-gateway';

/** What keeps the Gateway of a wave from being labelled for a revision; `null` when nothing does, or it is gone. */
export function gatewayLabelProblem(
  gate: string,
  { gateway }: GatewayApiWave,
  revision: string,
  observation: Observation,
): GateResult | null {
  return judged(gate, gateway, observation, ({ label, revManagers, namespace, name }) => {
    if (label === revision) return null;
    const value = label === null ? 'no label' : `${REVISION_LABEL}=${label}`;
    const hint =
      revManagers.length === 0
        ? ''
        : `; ${revManagers.join(', ')} set it: kubectl label gateways.gateway.networking.k8s.io -n ${namespace} ${name} ${REVISION_LABEL}-`;
    return { value, message: `has ${value}, it belongs on ${revision}${hint}` };
  });
}

/** The same for the way back, where it may have its former label again: whatever that is, it must lead to the revision. */
export function returnedGatewayProblem(
  gate: string,
  wave: GatewayApiWave,
  revision: string,
  observation: Observation,
): GateResult | null {
  const living = livingGateway(wave.gateway, observation);
  const isLed =
    living.known &&
    living.value !== null &&
    ledBy(living.value.label, wave.gateway, observation) === revision;
  return isLed ? null : gatewayLabelProblem(gate, wave, revision, observation);
}

/** Why the Gateway of a wave cannot be reached as before, by its status; `null` when it can, or it is gone. */
export function gatewayAddressProblem(
  gate: string,
  { gateway }: GatewayApiWave,
  observation: Observation,
): GateResult | null {
  return judged(gate, gateway, observation, ({ unprogrammed, addresses }) => {
    if (unprogrammed !== null)
      return { value: 'not programmed', message: `is not programmed: ${unprogrammed}` };
    const lost = gateway.addresses.filter((address) => !addresses.includes(address));
    if (lost.length === 0) return null;
    const now = addresses.length === 0 ? 'none' : addresses.join(', ');
    return { value: now, message: `has lost its address ${lost.join(', ')}; now ${now}` };
  });
}

function judged(
  gate: string,
  gateway: GatewayApiTarget,
  observation: Observation,
  problemOf: (fact: GatewayApiFact) => Pick<GateResult, 'value' | 'message'> | null,
): GateResult | null {
  const subject = gatewayName(gateway);
  const living = livingGateway(gateway, observation);
  if (!living.known) return unreadable(gate, subject, living.reason);
  const problem = living.value === null ? null : problemOf(living.value);
  if (problem === null) return null;
  const { value, message } = problem;
  const { namespace } = gateway;
  return {
    gate,
    verdict: 'Inconclusive',
    namespace,
    subject,
    value,
    message: `${subject} ${message}`,
  };
}
