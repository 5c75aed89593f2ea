import { generationOf } from '../gateway-generation';
import { deploymentOf } from '../look-up';
import type { GatewayTarget } from '../record';
import type { GatewayRef } from '../rollout-spec';
import type { ClusterFacts } from './cluster-facts';

/** A gateway as the cluster has it: with a generation of a revision, or with one Deployment of its own name. */
export function gatewayTarget(
  gateway: GatewayRef,
  revision: string,
  { workloads }: Pick<ClusterFacts, 'workloads'>,
): GatewayTarget {
  const { namespace, name } = gateway;
  const isGenerated = deploymentOf(generationOf(gateway, revision), workloads) !== undefined;
  const isInPlace = !isGenerated && deploymentOf(gateway, workloads) !== undefined;
  return isInPlace ? { namespace, name, inPlace: true } : { namespace, name };
}
