import type { PodFact } from '../observation';

/** What names a workload. */
interface WorkloadName {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** How a record names a workload: `<kind>/<namespace>/<name>`. */
export function workloadKey({ kind, namespace, name }: WorkloadName): string {
  return `${kind}/${namespace}/${name}`;
}

/** The workload that a record names. */
export function workloadNamed(key: string): WorkloadName {
  const [kind = '', namespace = '', name = ''] = key.split('/');
  return { kind, namespace, name };
}

/** The key of the workload that a pod belongs to; `null` where it belongs to none. */
export function ownerKey({
  namespace,
  workload,
}: Pick<PodFact, 'namespace' | 'workload'>): string | null {
  return workload === null ? null : workloadKey({ ...workload, namespace });
}
