import { mapFact, type Fact } from '../fact';
import { inUse, type InUse } from '../in-use';
import { injectedBy } from '../injected-by';
import { injectionLabels } from '../injection-labels';
import { REVISION_LABEL } from '../names';
import type { Observation } from '../observation';
import { fitnessOf } from '../revision-fitness';

/** One revision, as the status of its IstioOperator object shows it. */
export interface RevisionStatus {
  readonly name: string;
  /** Istio version, such as `1.31.0`. */
  readonly version: string;
  /** Whether it is known to take workloads. */
  readonly ready: boolean;
  /** How many namespaces it injects; absent where that could not be read. */
  readonly namespaces?: number;
  /** How many proxies are connected to it; absent where that could not be read. */
  readonly proxies?: number;
  readonly inUse: InUse['inUse'];
  /** What speaks against a removal: the first reasons, of uses before those of what could not be read. */
  readonly why: readonly string[];
}

/** How many reasons are shown. */
const REASONS = 5;

/** What the status shows of a revision; the same for the same facts, in whatever order they were read. */
export function revisionStatus(
  { name, version }: Pick<RevisionStatus, 'name' | 'version'>,
  observation: Observation,
): RevisionStatus {
  const namespaces = countNamespaces(name, observation);
  const proxies = countProxies(name, observation);
  const use = inUse(name, inOrder(observation));
  return {
    name,
    version,
    ready: fitnessOf(name, observation).fit,
    ...(namespaces === null ? {} : { namespaces }),
    ...(proxies === null ? {} : { proxies }),
    inUse: use.inUse,
    why: [...new Set(use.reasons)].slice(0, REASONS),
  };
}

function countNamespaces(name: string, { namespaces, injectors }: Observation): number | null {
  if (!namespaces.known || !injectors.known) return null;
  return namespaces.value.filter(
    ({ labels }) =>
      labels[REVISION_LABEL] === name ||
      injectedBy(injectionLabels(labels), injectors.value).revision === name,
  ).length;
}

/** A proxy that moves from one replica to another is for a moment reported by both. */
function countProxies(name: string, { istiods }: Observation): number | null {
  if (!istiods.known) return null;
  const connected = new Set<string>();
  for (const { revision, proxies } of istiods.value) {
    if (revision !== name) continue;
    if (!proxies.known) return null;
    for (const { proxy } of proxies.value) connected.add(proxy);
  }
  return connected.size;
}

/** Neither the API server nor an istiod promises an order, and another order would be another message. */
function inOrder(observation: Observation): Observation {
  const { namespaces, injectors, pods, workloads, istiods, pointers, pinned } = observation;
  return {
    ...observation,
    namespaces: sorted(namespaces, ({ name }) => name),
    injectors: sorted(injectors, ({ name }) => name),
    pods: sorted(pods, ({ namespace, name }) => `${namespace}/${name}`),
    workloads: sorted(workloads, ({ kind, namespace, name }) => `${kind} ${namespace}/${name}`),
    istiods: sorted(
      mapFact(istiods, (all) =>
        all.map((istiod) => ({ ...istiod, proxies: sorted(istiod.proxies, ({ proxy }) => proxy) })),
      ),
      ({ pod }) => pod,
    ),
    pointers: sorted(pointers, ({ kind, name }) => `${kind} ${name}`),
    pinned: sorted(pinned, ({ kind, namespace, name }) => `${kind} ${namespace}/${name}`),
  };
}

function sorted<T>(fact: Fact<readonly T[]>, key: (value: T) => string): Fact<readonly T[]> {
  return mapFact(fact, (values) =>
    [...values].sort((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b)))),
  );
}
