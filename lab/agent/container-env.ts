import type { V1EnvVar, V1Pod } from '@kubernetes/client-node';

/**
 * The environment that a kubelet would give a container, as far as a process outside a container can have it: literal
 * values and the pod's own fields. Limits, Secrets and ConfigMaps are left out.
 */
export function containerEnv(pod: V1Pod, container: string): Record<string, string> {
  const entries = pod.spec?.containers.find(({ name }) => name === container)?.env ?? [];
  const env: Record<string, string> = {};
  for (const entry of entries) {
    const value = valueOf(pod, entry);
    if (value !== undefined) env[entry.name] = value;
  }
  return env;
}

function valueOf(pod: V1Pod, entry: V1EnvVar): string | undefined {
  if (entry.valueFrom === undefined) return entry.value ?? '';
  switch (entry.valueFrom.fieldRef?.fieldPath) {
    case 'metadata.name':
      return pod.metadata?.name;
    case 'metadata.namespace':
      return pod.metadata?.namespace;
    case 'metadata.uid':
      return pod.metadata?.uid;
    case 'spec.serviceAccountName':
      return pod.spec?.serviceAccountName;
    case 'status.podIP':
      return pod.status?.podIP;
    case undefined:
    default:
      return undefined;
  }
}
