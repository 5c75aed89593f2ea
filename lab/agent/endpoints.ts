import type { V1EndpointSlice } from '@kubernetes/client-node';
import { readyEndpoints, SERVICE_LABEL, type SliceOfPods } from '../../lib/cluster/ready-endpoints';

type Slice = Pick<V1EndpointSlice, 'metadata'> & SliceOfPods;

/** The pods that are ready behind each Service, as the API server has them. */
export class Endpoints {
  readonly #slices = new Map<string, { readonly service: string; readonly pods: Set<string> }>();

  changed(slice: Slice): void {
    const { namespace = '', labels = {} } = slice.metadata ?? {};
    this.#slices.set(keyOf(slice.metadata), {
      service: `${namespace}/${labels[SERVICE_LABEL] ?? ''}`,
      pods: new Set(readyEndpoints(slice).map((name) => `${namespace}/${name}`)),
    });
  }

  gone({ metadata }: Pick<V1EndpointSlice, 'metadata'>): void {
    this.#slices.delete(keyOf(metadata));
  }

  /** Whether a pod is ready behind a Service, each as `<namespace>/<name>`. */
  readonly includes = (service: string, pod: string): boolean =>
    [...this.#slices.values()].some((one) => one.service === service && one.pods.has(pod));
}

function keyOf(metadata: V1EndpointSlice['metadata']): string {
  return `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}
