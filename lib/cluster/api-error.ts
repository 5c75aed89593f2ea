import { ApiException } from '@kubernetes/client-node';

/** HTTP status of an error that the API server answered, `null` for anything else. */
export function statusOf(error: unknown): number | null {
  return error instanceof ApiException ? error.code : null;
}

/** Whether the cluster knows no such kind: its group is not served, or has no kind of that name. */
export function isUnknownKind(error: unknown): error is Error {
  if (error instanceof ApiException) return error.code === 404;
  return error instanceof Error && error.message.startsWith('Unrecognized API version and kind');
}

/** One line that a person can act on, without headers and bodies that may hold secrets. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiException) {
    const body: unknown = error.body;
    return `the API server answered ${error.code}: ${statusMessage(body)}`;
  }
  if (!(error instanceof Error)) return textOf(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`;
}

/** A web socket that is refused rejects with an event, which is no Error. */
function textOf(error: unknown): string {
  const isEvent = typeof error === 'object' && error !== null && 'message' in error;
  return isEvent ? String(error.message) : String(error);
}

function statusMessage(body: unknown): string {
  const status = typeof body === 'string' ? parse(body) : body;
  if (typeof status === 'object' && status !== null && 'message' in status) {
    return String(status.message);
  }
  return 'no message';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
