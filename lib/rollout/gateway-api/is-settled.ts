import { isRolledOut } from '../gates/workloads';
import { deploymentOf, podsOf } from '../look-up';
import type { PodFact, WorkloadFact } from '../observation';
import { isTerminal } from '../wave-scope';
import type { GatewayApiFact } from './gateway-api-fact';

/** What a Gateway's Deployment is told from. */
export interface GatewayPods {
  readonly workloads: readonly WorkloadFact[];
  readonly pods: readonly PodFact[];
}

/** Whether every pod of a Gateway is of a revision. A label may be one that no istiod has acted on; pods are not. */
export function isServedBy(
  revision: string,
  { namespace, deployment }: Pick<GatewayApiFact, 'namespace' | 'deployment'>,
  { workloads, pods }: GatewayPods,
): boolean {
  const made = deploymentOf({ namespace, name: deployment }, workloads);
  if (made === undefined) return false;
  return podsOf(made, pods).every((pod) => isTerminal(pod) || pod.revision === revision);
}

/**
 * Whether the pods of a Gateway are of a revision, and none of them is still to be replaced: istiod copies the labels of a Gateway
 * into its pods, so that a change of its label replaces them, also where their revision stays.
 */
export function isSettled(revision: string, gateway: GatewayApiFact, seen: GatewayPods): boolean {
  const { namespace, deployment, label, copiesLabels } = gateway;
  const made = deploymentOf({ namespace, name: deployment }, seen.workloads);
  if (made === undefined || !isRolledOut(made)) return false;
  if (copiesLabels && made.templateRev !== label) return false;
  const isGoing = podsOf(made, seen.pods).some(({ terminating }) => terminating);
  return !isGoing && isServedBy(revision, gateway, seen);
}
