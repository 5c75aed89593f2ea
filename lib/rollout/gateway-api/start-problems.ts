import { FEWEST_REPLICAS } from '../gates/workloads';
import { injectedBy } from '../injected-by';
import { deploymentOf, podsOf } from '../look-up';
import { REVISION_LABEL } from '../names';
import type { WorkloadFact } from '../observation';
import { GATEWAY_API, type GatewayRef } from '../rollout-spec';
import type { ClusterFacts } from '../start/cluster-facts';
import { conditionProblems } from '../start/condition-problems';
import { isTerminal } from '../wave-scope';
import type { GatewayApiFact } from './gateway-api-fact';
import { gatewayName } from './gateway-name';

/** The class whose Gateways istiod makes Deployments of, for traffic from outside of the mesh. */
export const ISTIO_CLASS = 'istio';

/**
 * Everything that keeps a Gateway of the Gateway API from being moved away from `from`, each with what to do. What is not well
 * before it is moved can be judged neither after it nor on the way back.
 */
export function gatewayApiProblems(
  from: string,
  gateway: GatewayRef,
  facts: ClusterFacts,
): string[] {
  const subject = gatewayName(gateway);
  const found = namedGateway(gateway, facts.gatewayApi);
  if (found === undefined)
    return [`${subject} (${GATEWAY_API}) does not exist; create it or leave it out`];
  const { className, deployment, unprogrammed, addresses } = found;
  if (className !== ISTIO_CLASS)
    return [
      `${subject} is of class ${className}: only those of class ${ISTIO_CLASS} have pods that the istiod of a revision makes; leave it out`,
    ];
  const made = deploymentOf({ namespace: gateway.namespace, name: deployment }, facts.workloads);
  if (made === undefined)
    return [
      `${subject} has no Deployment ${gateway.namespace}/${deployment}: istiod makes none where spec.addresses names a host, and what somebody else made is no part of a revision; leave it out`,
    ];
  return [
    ...labelProblems(from, found, facts),
    ...(unprogrammed === null ? [] : [`${subject} is not programmed (${unprogrammed}); mend it`]),
    ...(addresses.length === 0
      ? [`${subject} has no address in its status, so nobody can tell whether it keeps it; mend it`]
      : []),
    ...fewProblems(subject, made),
    ...conditionProblems(made),
    ...strayProblems(from, subject, made, facts),
  ];
}

/** A Gateway of a list by what a wave names it. */
export function namedGateway(
  { namespace, name }: GatewayRef,
  gateways: readonly GatewayApiFact[],
): GatewayApiFact | undefined {
  return gateways.find((one) => one.namespace === namespace && one.name === name);
}

/** A label that leads elsewhere would be overruled by that of the rollout, which has to change nothing. */
function labelProblems(
  from: string,
  { label, ...gateway }: GatewayApiFact,
  { injectors }: ClusterFacts,
): string[] {
  if (label === null) return [];
  const { revision, because } = injectedBy({ rev: label, injection: null }, injectors);
  if (revision === from) return [];
  const leads = revision === null ? 'leads to no revision' : `leads to ${revision}`;
  return [
    `${gatewayName(gateway)} ${leads} (${because}), not to ${from}; label it ${REVISION_LABEL}=${from}, or leave it out`,
  ];
}

function fewProblems(subject: string, { name, desired }: WorkloadFact): string[] {
  if (desired >= FEWEST_REPLICAS) return [];
  return [
    `${subject} has ${desired} ${desired === 1 ? 'replica' : 'replicas'}, and moves with ${FEWEST_REPLICAS} at least: ` +
      `set spec.replicas under the key "deployment", or minReplicas under "horizontalPodAutoscaler", in the ConfigMap that its spec.infrastructure.parametersRef names, or scale Deployment ${name}`,
  ];
}

/** The label of a Gateway decides over its pods only as far as an istiod has read it. */
function strayProblems(
  from: string,
  subject: string,
  made: WorkloadFact,
  { pods }: ClusterFacts,
): string[] {
  const stray = podsOf(made, pods).find((pod) => !isTerminal(pod) && pod.revision !== from);
  if (stray === undefined) return [];
  const found = stray.revision === null ? 'of no revision' : `of ${stray.revision}`;
  return [
    `pod ${stray.namespace}/${stray.name} of ${subject} is ${found}, not of ${from}; label the Gateway ${REVISION_LABEL}=${from} and wait until its pods are, or leave it out`,
  ];
}
