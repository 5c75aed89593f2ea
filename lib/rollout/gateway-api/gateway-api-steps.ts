import type { GatewayApiWave } from '../record';
import type { GatewayRef } from '../rollout-spec';
import type { ClusterFacts } from '../start/cluster-facts';
import type { GatewayApiFact } from './gateway-api-fact';
import type { GatewayApiTarget } from './gateway-api-target';
import { namedGateway } from './start-problems';

/** A wave of Gateways of the Gateway API as the source has it. */
interface DeclaredGatewayApis {
  readonly name: string;
  readonly gateways: readonly GatewayRef[];
  readonly soakSeconds: number;
  readonly approval: boolean;
}

/**
 * The steps of a wave of Gateways of the Gateway API: one Gateway each, in the order of the source, the last called as the wave. A
 * person approves the first; each is judged and soaks before the next. What is not there is left out.
 */
export function gatewayApiSteps(
  { gateways, ...wave }: DeclaredGatewayApis,
  { gatewayApi }: Pick<ClusterFacts, 'gatewayApi'>,
): readonly GatewayApiWave[] {
  const { name, approval } = wave;
  const found = gateways.flatMap((gateway) => namedGateway(gateway, gatewayApi) ?? []);
  return found.map((fact, index) => ({
    ...wave,
    kind: 'gateway-api',
    name: index === found.length - 1 ? name : `${name}-${String(index + 1)}`,
    stepOf: name,
    gateway: targetOf(fact),
    approval: approval && index === 0,
  }));
}

function targetOf(fact: GatewayApiFact): GatewayApiTarget {
  const { namespace, name, uid, deployment, addresses, label } = fact;
  return { namespace, name, uid, deployment, addresses, original: label };
}
