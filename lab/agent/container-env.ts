import type { V1Container, V1EnvVar, V1Pod } from '@kubernetes/client-node';
import { quantityValue } from '../../lib/cluster/capacity/quantity-value';

const FIELDS: Readonly<Record<string, (pod: V1Pod) => string | undefined>> = {
  'metadata.name': (pod) => pod.metadata?.name,
  'metadata.namespace': (pod) => pod.metadata?.namespace,
  'metadata.uid': (pod) => pod.metadata?.uid,
  'spec.serviceAccountName': (pod) => pod.spec?.serviceAccountName,
  'spec.nodeName': (pod) => pod.spec?.nodeName,
  'status.hostIP': (pod) => pod.status?.hostIP,
  'status.podIP': (pod) => pod.status?.podIP,
};

/**
 * The environment that a kubelet would give a container, as far as a process outside a container can have it: literal
 * values, the pod's own fields, and limits and requests that the container states. Without a stated limit a kubelet
 * gives the node's capacity, which says nothing here, so the variable is left out; so are Secrets and ConfigMaps.
 */
export function containerEnv(pod: V1Pod, name: string): Record<string, string> {
  const container = pod.spec?.containers.find((one) => one.name === name);
  const env: Record<string, string> = {};
  for (const entry of container?.env ?? []) {
    const value = valueOf(pod, container, entry);
    if (value !== undefined) env[entry.name] = value;
  }
  return env;
}

function valueOf(
  pod: V1Pod,
  container: V1Container | undefined,
  entry: V1EnvVar,
): string | undefined {
  const { valueFrom } = entry;
  if (valueFrom === undefined) return entry.value ?? '';
  if (valueFrom.fieldRef !== undefined) return fieldOf(pod, valueFrom.fieldRef.fieldPath);
  const reference = valueFrom.resourceFieldRef;
  return reference === undefined
    ? undefined
    : resourceOf(container, reference.resource, reference.divisor);
}

function fieldOf(pod: V1Pod, path: string): string | undefined {
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (keyed !== null) {
    const [, map, key = ''] = keyed;
    const values = map === 'labels' ? pod.metadata?.labels : pod.metadata?.annotations;
    return values?.[key] ?? '';
  }
  return FIELDS[path]?.(pod);
}

/** A limit or request in units of the divisor, rounded up as a kubelet does. */
function resourceOf(
  container: V1Container | undefined,
  resource: string,
  divisor: string | undefined,
): string | undefined {
  const [kind, name = ''] = resource.split('.');
  const stated = kind === 'limits' ? container?.resources?.limits : container?.resources?.requests;
  const quantity = stated?.[name];
  if (quantity === undefined) return undefined;
  const unit = quantityValue(divisor ?? '1');
  // An unset divisor arrives as "0" and means one.
  return String(Math.ceil(quantityValue(quantity) / (unit === 0 ? 1 : unit)));
}
