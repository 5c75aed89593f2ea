import type { GatewayApiFact } from '../gateway-api/gateway-api-fact';
import type {
  AddressFact,
  InjectorFact,
  IstiodFact,
  NamespaceFact,
  Observation,
  PodFact,
  WorkloadFact,
} from '../observation';

/** What a rollout needs to know before it starts; nothing of it may be unknown. */
export interface ClusterFacts {
  readonly namespaces: readonly NamespaceFact[];
  readonly workloads: readonly WorkloadFact[];
  readonly pods: readonly PodFact[];
  readonly istiods: readonly IstiodFact[];
  readonly injectors: readonly InjectorFact[];
  readonly addresses: readonly AddressFact[];
  readonly gatewayApi: readonly GatewayApiFact[];
}

/** The facts, or every reason why one is missing. */
export function clusterFacts(
  observation: Observation,
):
  | { readonly ok: true; readonly facts: ClusterFacts }
  | { readonly ok: false; readonly problems: string[] } {
  const { namespaces, workloads, pods, istiods, injectors, addresses, gatewayApi } = observation;
  const facts = { namespaces, workloads, pods, istiods, injectors, addresses, gatewayApi };
  if (
    namespaces.known &&
    workloads.known &&
    pods.known &&
    istiods.known &&
    injectors.known &&
    addresses.known &&
    gatewayApi.known
  ) {
    return {
      ok: true,
      facts: {
        namespaces: namespaces.value,
        workloads: workloads.value,
        pods: pods.value,
        istiods: istiods.value,
        injectors: injectors.value,
        addresses: addresses.value,
        gatewayApi: gatewayApi.value,
      },
    };
  }
  const problems = Object.entries(facts).flatMap(([what, fact]) =>
    fact.known ? [] : [`${what} could not be read: ${fact.reason}; try again`],
  );
  return { ok: false, problems };
}
