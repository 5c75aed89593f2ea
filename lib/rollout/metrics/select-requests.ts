import { grouped } from '../look-up';
import { remembered } from '../remembered';
import type { Counted } from './count-requests';
import type { DurationCount, Reporter, RequestCount } from './metrics-fact';

/** Of which namespace a count is. */
type End = 'sourceNamespace' | 'destinationNamespace';

/** What the proxies of a namespace received. */
export function receivedBy(counted: Counted, namespace: string): readonly RequestCount[] {
  return select(counted, 'destination', 'destinationNamespace', namespace);
}

/** What others received from a namespace, as their own proxies saw it. */
export function receivedFrom(counted: Counted, namespace: string): readonly RequestCount[] {
  return select(counted, 'destination', 'sourceNamespace', namespace);
}

/** What callers sent to a namespace, as their own proxies saw it. */
export function askedOf(counted: Counted, namespace: string): readonly RequestCount[] {
  return select(counted, 'source', 'destinationNamespace', namespace);
}

/** What a namespace sent. */
export function sentBy(counted: Counted, namespace: string): readonly RequestCount[] {
  return select(counted, 'source', 'sourceNamespace', namespace);
}

/** What a gateway sent on. */
export function sentByGateway(
  counted: Counted,
  namespace: string,
  workload: string,
): readonly RequestCount[] {
  return sentBy(counted, namespace).filter((one) => one.sourceWorkload === workload);
}

/** How long a namespace took to answer. */
export function answeredBy({ durations }: Counted, namespace: string): readonly DurationCount[] {
  return durationsByNamespace(durations).get(namespace) ?? [];
}

function select(
  { requests }: Counted,
  reporter: Reporter,
  end: End,
  namespace: string,
): readonly RequestCount[] {
  const all = requestsBy[end](requests).get(namespace) ?? [];
  return all.filter((one) => one.reporter === reporter);
}

/** Each namespace of a large mesh is asked for, in every count of it. */
const requestsBy = {
  sourceNamespace: byEnd('sourceNamespace'),
  destinationNamespace: byEnd('destinationNamespace'),
} as const;

const durationsByNamespace = remembered((durations: readonly DurationCount[]) =>
  grouped(durations, ({ destinationNamespace }) => destinationNamespace),
);

function byEnd(end: End) {
  return remembered((requests: readonly RequestCount[]) => grouped(requests, (one) => one[end]));
}
