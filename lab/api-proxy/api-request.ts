/** What a fault needs to know of a request to the API server. */
export interface ApiRequest {
  readonly isWrite: boolean;
  /** A whole list: no watch, and not one object. */
  readonly isList: boolean;
  readonly isWatch: boolean;
  /** Where a watch shall go on; `null` where it names no certain place, as with `0`. */
  readonly resourceVersion: string | null;
}

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];
const TRUE = ['1', 'true'];
const NO_PLACE = ['', '0'];
/** Parts of a Namespace that look like a kind in it. */
const NAMESPACE_PARTS = ['status', 'finalize'];

/**
 * Reads a request line as the API server does. One that changes the protocol, such as exec, is nothing of it.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export function parseApiRequest(method: string, url: string, isUpgrade = false): ApiRequest {
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/.exec(url) ?? [];
  const parameters = new URLSearchParams(query);
  const isCollection = method === 'GET' && !isUpgrade && namesCollection(path);
  const isWatch = isCollection && TRUE.includes(parameters.get('watch') ?? '');
  const version = parameters.get('resourceVersion') ?? '';
  return {
    isWrite: !isUpgrade && WRITES.includes(method),
    isList: isCollection && !isWatch,
    isWatch,
    resourceVersion: NO_PLACE.includes(version) ? null : version,
  };
}

/** Below group and version stands a kind, or a kind in a namespace; an object has its name behind that. */
function namesCollection(path: string): boolean {
  const below = /^\/(?:api|apis\/[^/]+)\/[^/]+\/(.+)$/.exec(path)?.[1];
  const [first, , kind = '', ...rest] = below?.split('/') ?? [];
  if (first === below) return below !== undefined;
  const isInNamespace = first === 'namespaces' && kind !== '' && rest.length === 0;
  return isInNamespace && !NAMESPACE_PARTS.includes(kind);
}
