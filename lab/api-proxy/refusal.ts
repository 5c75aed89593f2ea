/** Why the API server may refuse a request that is in order. */
export type Refusal = 'conflict' | 'expired' | 'busy' | 'internal';

/** What the API server answers with instead of an object. */
export interface FailureStatus {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Failure';
  readonly message: string;
  readonly reason: string;
  readonly details?: { readonly retryAfterSeconds: number };
  readonly code: number;
}

const RETRY_AFTER_SECONDS = 1;

/** So that nobody looks for the cause in the API server. */
const CAUSE = 'fault api-errors of the lab';

/**
 * Each refusal in the form that clients tell them apart by.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
 */
export const REFUSALS: Readonly<Record<Refusal, FailureStatus>> = {
  conflict: failure(409, 'Conflict', `the object has been modified (${CAUSE})`),
  expired: failure(410, 'Expired', `too old resource version (${CAUSE})`),
  busy: {
    ...failure(429, 'TooManyRequests', `too many requests (${CAUSE})`),
    details: { retryAfterSeconds: RETRY_AFTER_SECONDS },
  },
  internal: failure(500, 'InternalError', `internal error (${CAUSE})`),
};

function failure(code: number, reason: string, message: string): FailureStatus {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    code,
  };
}
