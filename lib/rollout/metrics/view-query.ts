import { match, oneOf, promql, type Matcher } from './alerts/selector';

/** A member of a wave as Istio's metrics name it; the workload is empty for all of a namespace. */
export interface Member {
  readonly namespace: string;
  readonly workload: string;
}

/** From which counters one side's count of some members comes, as PromQL of absolute values. */
export type ViewQuery = (members: readonly Member[]) => string;

const REQUESTS = 'istio_requests_total';
const DURATIONS = 'istio_request_duration_milliseconds_bucket';

/** What the members' own proxies received. */
export const receivedQuery: ViewQuery = (members) =>
  counts(REQUESTS, ANSWERS, [
    match('reporter', '=', 'destination'),
    oneOf('destination_workload_namespace', namespacesOf(members)),
  ]);

/** How long the members' own proxies took to answer. */
export const durationsQuery: ViewQuery = (members) =>
  counts(
    DURATIONS,
    ['le'],
    [
      match('reporter', '=', 'destination'),
      oneOf('destination_workload_namespace', namespacesOf(members)),
    ],
  );

/** What callers asked the members' services for, as their proxies saw it. */
export const askedQuery: ViewQuery = (members) =>
  counts(REQUESTS, ANSWERS, [
    match('reporter', '=~', 'source|waypoint'),
    match('destination_service', '=~', `.+[.](${namespacesOf(members).join('|')})[.]svc[.].+`),
  ]);

/** What the members sent, as their own proxies saw it. */
export const sentQuery: ViewQuery = (members) => {
  const workloads = members.map(({ workload }) => workload).filter((name) => name !== '');
  return counts(REQUESTS, ANSWERS, [
    match('reporter', '=', 'source'),
    oneOf('source_workload_namespace', namespacesOf(members)),
    ...(workloads.length === 0 ? [] : [oneOf('source_workload', [...new Set(workloads)])]),
  ]);
};

/** What the members sent, as the proxies saw it that received it: only they know how it came. */
export const sentAsReceivedQuery: ViewQuery = (members) =>
  counts(REQUESTS, ANSWERS, [
    match('reporter', '=', 'destination'),
    oneOf('source_workload_namespace', namespacesOf(members)),
  ]);

const ANSWERS = [
  'response_code',
  'response_flags',
  'grpc_response_status',
  'connection_security_policy',
];

function counts(metric: string, by: readonly string[], matchers: readonly Matcher[]): string {
  return `sum by (${by.join(', ')}) (${promql({ metric, matchers })})`;
}

function namespacesOf(members: readonly Member[]): string[] {
  return [...new Set(members.map(({ namespace }) => namespace))];
}
