import type { RequestCount } from './metrics-fact';

/** gRPC statuses that are the callee's failure: unknown, deadline, unimplemented, internal, unavailable, data loss. */
export const GRPC_FAILURES = ['2', '4', '12', '13', '14', '15'];

/** Flags of a request that no workload ever answered: no route, no cluster, no healthy host, connection failed or broken. */
export const UNREACHED = ['NR', 'NC', 'UH', 'UF', 'UC'];

/** The client went away, which says nothing of the service. */
export const CLIENT_LEFT = 'DC';

/** What a request was, as far as gates care. */
export type RequestClass = 'good' | 'bad' | 'denied' | 'none';

/** `none`: the client went away, which says nothing of the service. */
export function classOf(request: RequestCount): RequestClass {
  const { responseCode, grpcStatus, reporter } = request;
  if (flagsOf(request).includes(CLIENT_LEFT)) return 'none';
  if (isUnreached(request)) return 'bad';
  if (responseCode === '0') return reporter === 'source' ? 'bad' : 'none';
  if (responseCode.startsWith('5') || GRPC_FAILURES.includes(grpcStatus)) return 'bad';
  return responseCode === '401' || responseCode === '403' ? 'denied' : 'good';
}

/** Whether the caller's proxy could not bring a request to any workload. */
export function isUnreached(request: RequestCount): boolean {
  return request.reporter === 'source' && flagsOf(request).some((flag) => UNREACHED.includes(flag));
}

function flagsOf({ responseFlags }: RequestCount): string[] {
  return responseFlags.split(',');
}
