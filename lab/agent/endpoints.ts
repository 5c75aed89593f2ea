import type { V1EndpointSlice } from '@kubernetes/client-node';

const SERVICE_LABEL = 'kubernetes.io/service-name';

/** The pods that are ready behind each Service, as the API server has them. */
export class Endpoints {
  readonly #slices = new Map<string, { readonly service: string; readonly pods: Set<string> }>();

  changed({ metadata, endpoints }: V1EndpointSlice): void {
    const { namespace = '', labels = {} } = metadata ?? {};
    const ready = (endpoints ?? []).filter(({ conditions }) => conditions?.ready === true);
    this.#slices.set(keyOf(metadata), {
      service: `${namespace}/${labels[SERVICE_LABEL] ?? ''}`,
      pods: new Set(ready.map(({ targetRef }) => `${namespace}/${targetRef?.name ?? ''}`)),
    });
  }

  gone({ metadata }: V1EndpointSlice): void {
    this.#slices.delete(keyOf(metadata));
  }

  /** Whether a pod is ready behind a Service, each as `<namespace>/<name>`. */
  readonly includes = (service: string, pod: string): boolean =>
    [...this.#slices.values()].some((one) => one.service === service && one.pods.has(pod));
}

function keyOf(metadata: V1EndpointSlice['metadata']): string {
  return `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}
