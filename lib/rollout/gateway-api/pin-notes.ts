import { nameSome } from '../name-some';
import type { FrozenPlan } from '../record';
import type { ClusterFacts } from '../start/cluster-facts';
import { gatewayApisOf } from '../wave-members';
import { gatewayName } from './gateway-name';
import { namedGateway } from './start-problems';

/** Which Gateways have their pods replaced before they move, since istiod copies the label that pins them. */
export function pinNotes(
  { from, waves }: Pick<FrozenPlan, 'from' | 'waves'>,
  { gatewayApi }: Pick<ClusterFacts, 'gatewayApi'>,
): string[] {
  const replaced = gatewayApisOf(waves).filter(
    (target) => target.original !== from && namedGateway(target, gatewayApi)?.copiesLabels === true,
  );
  if (replaced.length === 0) return [];
  const names = nameSome(replaced.map(gatewayName));
  return [
    `${names}: the label that pins a Gateway is copied to its pods, so that ${from} replaces them once before anything moves, one Gateway after the other; spec.infrastructure.labels keeps them as they are`,
  ];
}
