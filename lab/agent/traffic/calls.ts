/** A steady stream of requests of a workload. */
export interface Call {
  /** As the `Host` header has it, without a port. */
  readonly host: string;
  readonly port: number;
  /** Requests per second of all pods of the workload together. */
  readonly perSecond: number;
}

/** Annotation of a pod: `<host>:<port>=<requests per second>`, several with commas between them. */
export const CALLS_ANNOTATION = 'lab.istio-revisions.dev/calls';

const CALL = /^\s*([a-z0-9.-]+):(\d+)=(\d+(?:\.\d+)?)\s*$/;

/**
 * The calls that a pod's annotation describes; none without one.
 * @throws Error naming the part that cannot be read.
 */
export function parseCalls(annotation: string | undefined): Call[] {
  if (annotation === undefined || annotation.trim() === '') return [];
  return annotation.split(',').map((part) => {
    const [, host, port, perSecond] = CALL.exec(part) ?? [];
    if (host === undefined) {
      throw new Error(
        `${CALLS_ANNOTATION}: "${part.trim()}" is no <host>:<port>=<requests per second>`,
      );
    }
    return { host, port: Number(port), perSecond: Number(perSecond) };
  });
}
