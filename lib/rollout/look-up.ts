import type { BudgetFact, QuotaFact } from './capacity/capacity-fact';
import type {
  AddressFact,
  IstiodFact,
  NamespaceFact,
  PeerAuthenticationFact,
  PodFact,
  ProxyFact,
  WorkloadFact,
} from './observation';
import type { GatewayApiFact } from './gateway-api/gateway-api-fact';
import { remembered } from './remembered';
import type { GatewayRef } from './rollout-spec';

/** Where a list of facts has each of them, by what planners ask for: with thousands of pods nobody can search the list each time. */
type LookUp<T, R> = (facts: readonly T[]) => ReadonlyMap<string, R>;

/** What one istiod says of a proxy. */
export interface Connection {
  readonly istiod: IstiodFact;
  readonly proxy: ProxyFact;
}

export const namespacesByUid: LookUp<NamespaceFact, NamespaceFact> = one(({ uid }) => uid);

export const namespacesByName: LookUp<NamespaceFact, NamespaceFact> = one(({ name }) => name);

export const gatewayApisByUid: LookUp<GatewayApiFact, GatewayApiFact> = one(({ uid }) => uid);

export const podsByNamespace: LookUp<PodFact, readonly PodFact[]> = all((pod) => pod.namespace);

export const workloadsByNamespace: LookUp<WorkloadFact, readonly WorkloadFact[]> = all(
  ({ namespace }) => namespace,
);

export const policiesByNamespace: LookUp<
  PeerAuthenticationFact,
  readonly PeerAuthenticationFact[]
> = all(({ namespace }) => namespace);

export const quotasByNamespace: LookUp<QuotaFact, readonly QuotaFact[]> = all(
  ({ namespace }) => namespace,
);

export const budgetsByNamespace: LookUp<BudgetFact, readonly BudgetFact[]> = all(
  ({ namespace }) => namespace,
);

/** What each istiod says of each proxy, by `<pod>.<namespace>`. */
export const connectionsByProxy: LookUp<IstiodFact, readonly Connection[]> = remembered((istiods) =>
  grouped(
    istiods.flatMap((istiod) =>
      istiod.proxies.known ? istiod.proxies.value.map((proxy) => ({ istiod, proxy })) : [],
    ),
    ({ proxy: { proxy } }) => proxy,
  ),
);

/** Those of a list of pods that belong to a workload. */
export function podsOf(
  { kind, namespace, name }: Pick<WorkloadFact, 'kind' | 'namespace' | 'name'>,
  pods: readonly PodFact[],
): readonly PodFact[] {
  return (podsByNamespace(pods).get(namespace) ?? []).filter(
    ({ workload }) => workload?.name === name && workload.kind === kind,
  );
}

/** A workload of a list by what names it. */
export function workloadOf(
  {
    kind,
    namespace,
    name,
  }: { readonly kind: string; readonly namespace: string; readonly name: string },
  workloads: readonly WorkloadFact[],
): WorkloadFact | undefined {
  return workloadsByNamespace(workloads)
    .get(namespace)
    ?.find((one) => one.kind === kind && one.name === name);
}

/** The Deployment of a generation of a gateway. */
export function deploymentOf(
  gateway: GatewayRef,
  workloads: readonly WorkloadFact[],
): WorkloadFact | undefined {
  return workloadOf({ ...gateway, kind: 'Deployment' }, workloads);
}

/** The address of a gateway. */
export function addressOf(
  { namespace, name }: GatewayRef,
  addresses: readonly AddressFact[],
): AddressFact | undefined {
  return addresses.find((one) => one.namespace === namespace && one.name === name);
}

function one<T>(keyOf: (fact: T) => string): LookUp<T, T> {
  return remembered((facts: readonly T[]) => {
    const found = new Map<string, T>();
    for (const fact of facts) found.set(keyOf(fact), fact);
    return found;
  });
}

function all<T>(keyOf: (fact: T) => string): LookUp<T, readonly T[]> {
  return remembered((facts: readonly T[]) => grouped(facts, keyOf));
}

/** Facts by a key of theirs, each list in the order that they have. */
function grouped<T>(
  facts: readonly T[],
  keyOf: (fact: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const fact of facts) {
    const key = keyOf(fact);
    const others = found.get(key);
    if (others === undefined) found.set(key, [fact]);
    else others.push(fact);
  }
  return found;
}
