/** How the API server answered the dry run of a create. */
export type ProbeAnswer<T> =
  | { readonly accepted: true; readonly object: T }
  /** The HTTP status and the message of the answer. */
  | { readonly accepted: false; readonly status: number; readonly message: string };

/** Why a dry run was refused. */
export type ProbeRefusal =
  /** A webhook looked at the object and said no. */
  | { readonly outcome: 'denied'; readonly webhook: string; readonly message: string }
  /** The API server had to ask a webhook, and got no answer. */
  | { readonly outcome: 'unreachable'; readonly webhook: string; readonly cause: string }
  /** The caller may not create such objects. */
  | { readonly outcome: 'forbidden'; readonly message: string }
  /** The cluster has no such kind. */
  | { readonly outcome: 'kind-unknown'; readonly message: string }
  /** Anything else, such as a quota or a policy. */
  | { readonly outcome: 'refused'; readonly message: string };

type Refused = Pick<Extract<ProbeAnswer<unknown>, { accepted: false }>, 'status' | 'message'>;

const DENIED = /admission webhook "([^"]+)" denied the request(?:: )?(.*)/;
const UNREACHABLE = /failed calling webhook "([^"]+)"(?:: |; )(.+)/;
const NOT_ALLOWED = /User "[^"]*" cannot create resource/;
const MISSING_NAMESPACE = /namespaces "[^"]+" not found/;

/**
 * What a refusal says: only a webhook's own denial proves that it works.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/admission/plugin/webhook/errors/statuserror.go
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/util/webhook/error.go
 */
export function probeRefusal({ status, message: text }: Refused): ProbeRefusal {
  const message = text.replace(/\s+/g, ' ').trim();
  const [, denier, why = ''] = DENIED.exec(message) ?? [];
  if (denier !== undefined) return { outcome: 'denied', webhook: denier, message: why.trim() };
  const [, silent, error = ''] = UNREACHABLE.exec(message) ?? [];
  if (silent !== undefined)
    return { outcome: 'unreachable', webhook: silent, cause: causeOf(error) };
  if (status === 403 && NOT_ALLOWED.test(message)) return { outcome: 'forbidden', message };
  if (status === 404 && !MISSING_NAMESPACE.test(message)) {
    return { outcome: 'kind-unknown', message };
  }
  return { outcome: 'refused', message };
}

/** The last part of an error: those before it name addresses and ports that are others at every call. */
function causeOf(error: string): string {
  const withoutGuess = error.replace(/ \(possibly because of .*$/, '');
  return withoutGuess.split(': ').at(-1) ?? error;
}

/** A refusal in one sentence part. */
export function refusalText(probe: ProbeRefusal): string {
  if (probe.outcome === 'denied') return `webhook ${probe.webhook}: ${probe.message}`;
  if (probe.outcome === 'unreachable') return `webhook ${probe.webhook}: ${probe.cause}`;
  return probe.message;
}
