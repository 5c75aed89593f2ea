import { wholeReplicas } from '../lib/operator/gateway/gateway-replicas';
import { possibleShares } from '../lib/operator/gateway/gateway-shares';
import { FEWEST_REPLICAS } from '../lib/rollout/gates/workloads';
import { isPatch } from '../lib/rollout/patch/version-of';
import type { RolloutSpec, WaveSpec } from '../lib/rollout/rollout-spec';
import { declaredGateways, gatewayKey } from '../lib/rollout/wave-members';
import type { GatewaySpec } from './environments/environment';

/**
 * What keeps the gateways of a wave from moving by generations, as their values say.
 * @param gateways - those that are declared, by `<namespace>/<name>`
 * @param rollout - of the wave; in a patch every gateway changes in place
 */
export function gatewayWaveProblems(
  wave: WaveSpec,
  gateways: ReadonlyMap<string, GatewaySpec>,
  rollout: Pick<RolloutSpec, 'from' | 'to'>,
): string[] {
  if (!('gateways' in wave)) return [];
  return declaredGateways([wave]).flatMap((ref) => {
    const gateway = gateways.get(gatewayKey(ref));
    if (gateway === undefined) return [];
    if (gateway.inPlace === true) return inPlaceProblems(gatewayKey(ref), wave.shares ?? []);
    const whole = wholeReplicas(gateway.values);
    if (whole !== null && isPatch(rollout)) return [];
    return replicaProblems(gatewayKey(ref), whole, wave.shares ?? []);
  });
}

/** What changes in place has no replicas beside the old ones. */
function inPlaceProblems(key: string, shares: readonly number[]): string[] {
  return shares.every((share) => share === 100)
    ? []
    : [
        `gateway "${key}" changes in place, so it cannot take shares of its traffic; leave out inPlace or the shares`,
      ];
}

function replicaProblems(key: string, whole: number | null, shares: readonly number[]): string[] {
  if (whole === null) {
    return [
      `gateway "${key}" is a DaemonSet, which has no generations; leave it out of the waves, it moves with its declaration`,
    ];
  }
  if (whole < FEWEST_REPLICAS) {
    return [
      `gateway "${key}" has ${String(whole)} replicas, but moves from ${String(FEWEST_REPLICAS)} on; set values.replicaCount, or values.autoscaling.minReplicas where it is autoscaled`,
    ];
  }
  const possible = possibleShares(whole);
  return shares
    .filter((share) => !possible.includes(share))
    .map(
      (share) =>
        `found share ${String(share)}, which the ${String(whole)} replicas of gateway "${key}" cannot give beside the old ones; they can give ${possible.join(', ')}`,
    );
}
