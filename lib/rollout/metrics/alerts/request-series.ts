import { CLIENT_LEFT, GRPC_FAILURES, UNREACHED } from '../request-class';
import { match, type Matcher, type Selector } from './selector';

/** The requests that somebody received or sent, and those of them that are bad, as a gate would class them. */
export interface RequestSeries {
  readonly all: readonly Selector[];
  /** A series may be in several. */
  readonly bad: readonly Selector[];
}

const FAILED_GRPC = GRPC_FAILURES.join('|');

const COUNTS = match('response_flags', '!~', `(.*,)?${CLIENT_LEFT}(,.*)?`);
const NO_WORKLOAD = match('response_flags', '=~', `(.*,)?(${UNREACHED.join('|')})(,.*)?`);

/** A proxy that received a request and has no code for it tells nothing; one that sent it failed. */
const ANSWERED = match('response_code', '!=', '0');

export const SENT = match('reporter', '=~', 'source|waypoint');
export const SENT_BY_PROXY = match('reporter', '=', 'source');

/** Requests as their receiver's proxy counts them, those that failed being bad. @see classOf */
export function receivedFailing(receiver: Matcher): RequestSeries {
  const counted = [...received(receiver), ANSWERED];
  return {
    all: [requests(counted)],
    bad: [
      requests([...counted, match('response_code', '=~', '5.*')]),
      requests([...counted, match('grpc_response_status', '=~', FAILED_GRPC)]),
    ],
  };
}

/**
 * Requests as their sender's proxy, or a waypoint for it, counts them, those that failed being bad.
 * @param of - each a condition on its own
 * @param badSeenBy - who is believed that one failed: gates ask waypoints only for what was sent into the plan's namespaces
 */
export function sentFailing(
  of: readonly (readonly Matcher[])[],
  badSeenBy: Matcher,
): RequestSeries {
  return {
    all: of.map((more) => requests([SENT, COUNTS, ...more])),
    bad: of.flatMap((more) => {
      const counted = [badSeenBy, COUNTS, ...more];
      return [
        requests([...counted, NO_WORKLOAD]),
        requests([...counted, match('response_code', '=~', '0|5.*')]),
        requests([...counted, match('grpc_response_status', '=~', FAILED_GRPC)]),
      ];
    }),
  };
}

/** Requests as their sender's proxy counts them, those that reached no workload being bad. */
export function sentInVain(sender: Matcher): RequestSeries {
  return {
    all: [requests([SENT, COUNTS, sender])],
    bad: [requests([SENT_BY_PROXY, COUNTS, sender, NO_WORKLOAD])],
  };
}

/** Requests as their receiver's proxy counts them, those that came without mutual TLS being bad. */
export function receivedPlain(...who: readonly Matcher[]): RequestSeries {
  const counted = [...received(...who), ANSWERED];
  const bad = requests([...counted, match('connection_security_policy', '=', 'none')]);
  return { all: [requests(counted)], bad: [bad] };
}

/** Requests as their receiver's proxy counts them, those that it refused being bad. */
export function receivedDenied(receiver: Matcher): RequestSeries {
  const counted = [...received(receiver), ANSWERED];
  const denied = [
    match('response_code', '=~', '401|403'),
    match('grpc_response_status', '!~', FAILED_GRPC),
  ];
  return { all: [requests(counted)], bad: [requests([...counted, ...denied])] };
}

function received(...who: readonly Matcher[]): Matcher[] {
  return [match('reporter', '=', 'destination'), ...who, COUNTS];
}

function requests(matchers: readonly Matcher[]): Selector {
  return { metric: 'istio_requests_total', matchers };
}
