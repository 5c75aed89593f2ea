import type { Counted } from './count-requests';
import type { RequestCount } from './metrics-fact';

/** What the proxies of a namespace received. */
export function receivedBy({ requests }: Counted, namespace: string): readonly RequestCount[] {
  return requests.filter(
    (one) => one.reporter === 'destination' && one.destinationNamespace === namespace,
  );
}

/** What a gateway sent on. */
export function sentByGateway(
  { requests }: Counted,
  namespace: string,
  workload: string,
): readonly RequestCount[] {
  return requests.filter(
    (one) =>
      one.reporter === 'source' &&
      one.sourceNamespace === namespace &&
      one.sourceWorkload === workload,
  );
}
