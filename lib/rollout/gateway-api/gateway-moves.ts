import type { Action } from '../action';
import type { Observation } from '../observation';
import type { FrozenWave } from '../record';
import { isGatewayApi } from '../wave-members';
import { livingGateway } from './living-gateway';

type Move = Extract<Action, { type: 'move-gateway' }>;

/**
 * The labels that bring the Gateways of waves onto a revision. What another manager labelled is theirs, and the gates name it.
 * @param leaving - on the way back: only what is labelled for it moves, since anything else is not the rollout's doing
 */
export function gatewayMoves(
  waves: readonly FrozenWave[],
  revision: string,
  observation: Pick<Observation, 'gatewayApi'>,
  leaving?: string,
): readonly Move[] {
  return waves.filter(isGatewayApi).flatMap(({ name, gateway }) => {
    const living = livingGateway(gateway, observation);
    if (!living.known || living.value === null) return [];
    const { label, revManagers } = living.value;
    if (label === revision || revManagers.length > 0) return [];
    if (leaving !== undefined && label !== leaving) return [];
    const doing = leaving === undefined ? 'belongs on' : 'returns to';
    const reason = `wave ${name} ${doing} ${revision}`;
    return [{ type: 'move-gateway', target: gateway, revision, seen: label, reason }];
  });
}
