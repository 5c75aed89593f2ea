import type { V1Endpoint } from '@kubernetes/client-node';

/** Label of a slice with the name of its Service. */
export const SERVICE_LABEL = 'kubernetes.io/service-name';

/** A slice as the API server sends it: one that nothing is in has `null`, whatever the client's type says. */
export interface SliceOfPods {
  readonly endpoints?: readonly V1Endpoint[] | null;
}

/** Names of the pods of a slice that are ready. */
export function readyEndpoints({ endpoints }: SliceOfPods): readonly string[] {
  return (endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready === true)
    .flatMap(({ targetRef }) => targetRef?.name ?? []);
}
