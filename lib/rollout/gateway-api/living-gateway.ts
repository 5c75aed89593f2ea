import { mapFact, type Fact } from '../fact';
import { gatewayApisByUid } from '../look-up';
import type { Observation } from '../observation';
import type { GatewayApiFact } from './gateway-api-fact';
import type { GatewayApiTarget } from './gateway-api-target';

/** A Gateway of a plan as it is now; `null` where it was deleted, or another one has its name. */
export function livingGateway(
  { uid }: Pick<GatewayApiTarget, 'uid'>,
  { gatewayApi }: Pick<Observation, 'gatewayApi'>,
): Fact<GatewayApiFact | null> {
  return mapFact(gatewayApi, (all) => gatewayApisByUid(all).get(uid) ?? null);
}
