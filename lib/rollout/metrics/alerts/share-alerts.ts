import { latencyRule } from '../gates/latency';
import { deniedRule, plaintextRule } from '../gates/policies';
import { successRule } from '../gates/success-rate';
import type { MetricsPlan } from '../metrics-spec';
import type { ShareRule } from '../share-rule';
import type { GatewayRef, RolloutSpec } from '../../rollout-spec';
import { declaredDeployments } from '../../gateway-generation';
import { declaredNamespaces } from '../../wave-members';
import {
  receivedDenied,
  receivedFailing,
  receivedPlain,
  SENT,
  SENT_BY_PROXY,
  sentFailing,
  sentInVain,
  type RequestSeries,
} from './request-series';
import { literal, match, oneOf, promql, type Matcher } from './selector';
import type { ShareSeries } from './share-expr';

/** An alert on a share that a gate judges. */
export interface ShareAlert {
  readonly alert: string;
  readonly rule: ShareRule;
  readonly series: ShareSeries;
  /** Whose share it is, as a template of Prometheus. */
  readonly whose: string;
  /** What is wrong with the requests, after `12 % of the requests that …`. */
  readonly what: string;
  readonly nextStep: string;
}

const RECEIVER = 'destination_workload_namespace';
const SENDER = 'source_workload_namespace';
const CALLED = 'destination_namespace';

/** One label of a DNS name. Prometheus 3.13 takes thirty times as long to match `[^.]`. */
const DNS_LABEL = '[a-z0-9-]+';

/** Around the part of a service's name that is its namespace. */
const SERVICE_NAMESPACE = [`${DNS_LABEL}[.](`, ')[.]svc[.].+'] as const;

const STATUS = 'istio-revisions rollout status --env <name>';

/** The alerts on what users feel of the members of a rollout. */
export function shareAlerts({ from, to, waves }: RolloutSpec, metrics: MetricsPlan): ShareAlert[] {
  const namespaces = declaredNamespaces(waves);
  const gateways = declaredDeployments(waves, [from, to]);
  return [
    ...(namespaces.length === 0 ? [] : ofNamespaces(namespaces, metrics)),
    ...(gateways.length === 0 ? [] : [ofGateways(gateways)]),
  ];
}

function ofNamespaces(names: readonly string[], metrics: MetricsPlan): ShareAlert[] {
  const receiver = oneOf(RECEIVER, names);
  return [...failing(names, receiver), slow(receiver, metrics), ...policies(names, receiver)];
}

function failing(names: readonly string[], receiver: Matcher): ShareAlert[] {
  const service = match('destination_service', '=~', SERVICE_NAMESPACE.join(names.join('|')));
  return [
    {
      alert: 'IstioRevisionsErrors',
      rule: successRule,
      series: requestShare(receivedFailing(receiver), RECEIVER),
      whose: label(RECEIVER),
      what: 'its proxies received failed',
      nextStep: `see which wave moves and what its gates say: ${STATUS}; then look at the newest pods of the namespace`,
    },
    {
      alert: 'IstioRevisionsCallErrors',
      rule: successRule,
      series: { ...requestShare(sentFailing([[service]], SENT), CALLED), relabel: withCalled },
      whose: label(CALLED),
      what: 'its callers sent to it failed',
      nextStep: `compare with IstioRevisionsErrors: if that is quiet, the requests do not arrive; see response_flags of istio_requests_total, and ${STATUS}`,
    },
    {
      alert: 'IstioRevisionsUnreachable',
      rule: successRule,
      series: requestShare(sentInVain(oneOf(SENDER, names)), SENDER),
      whose: label(SENDER),
      what: 'it sent reached no workload',
      nextStep: `see response_flags of istio_requests_total for whom it cannot reach, whether its proxies are synced (istioctl proxy-status), and ${STATUS}`,
    },
  ];
}

function slow(receiver: Matcher, { slowerThanMs }: MetricsPlan): ShareAlert {
  const metric = 'istio_request_duration_milliseconds';
  const matchers = [match('reporter', '=', 'destination'), receiver];
  const all = promql({ metric: `${metric}_count`, matchers });
  // Prometheus before 3 writes `500`, later ones `500.0`.
  const edge = match('le', '=~', `${literal(String(slowerThanMs))}([.]0)?`);
  const fast = promql({ metric: `${metric}_bucket`, matchers: [...matchers, edge] });
  return {
    alert: 'IstioRevisionsSlow',
    rule: latencyRule,
    series: {
      all: [all],
      bad: [(offset) => `(${all}${offset} - ignoring (le) ${fast}${offset})`],
      by: RECEIVER,
      namespaceLabel: RECEIVER,
    },
    whose: label(RECEIVER),
    what: `it answered took longer than ${slowerThanMs} ms`,
    nextStep: `see which wave moves: ${STATUS}; then look at CPU and restarts of the newest pods, and at what the namespace itself calls`,
  };
}

function policies(names: readonly string[], receiver: Matcher): ShareAlert[] {
  const nextStep = `see whether PeerAuthentications and AuthorizationPolicies still apply to the namespace's pods (istioctl x describe pod), and ${STATUS}`;
  return [
    {
      alert: 'IstioRevisionsPlaintext',
      rule: plaintextRule,
      series: requestShare(receivedPlain(receiver), RECEIVER),
      whose: label(RECEIVER),
      what: 'reached it came without mutual TLS',
      nextStep,
    },
    {
      alert: 'IstioRevisionsPlaintextSent',
      rule: plaintextRule,
      series: requestShare(receivedPlain(oneOf(SENDER, names), receiver), SENDER),
      whose: label(SENDER),
      what: 'it sent came without mutual TLS',
      nextStep,
    },
    {
      alert: 'IstioRevisionsDenied',
      rule: deniedRule,
      series: requestShare(receivedDenied(receiver), RECEIVER),
      whose: label(RECEIVER),
      what: 'reached it were refused with 401 or 403',
      nextStep,
    },
  ];
}

function ofGateways(gateways: readonly GatewayRef[]): ShareAlert {
  const places = [...new Set(gateways.map(({ namespace }) => namespace))];
  const senders = places.map((place) => {
    const own = gateways.filter(({ namespace }) => namespace === place);
    const names = own.map(({ name }) => name);
    return [match(SENDER, '=', place), oneOf('source_workload', names)];
  });
  return {
    alert: 'IstioRevisionsGatewayErrors',
    rule: successRule,
    series: {
      ...requestShare(sentFailing(senders, SENT_BY_PROXY), SENDER),
      by: `${SENDER}, source_workload`,
    },
    whose: `gateway ${label(SENDER)}/${label('source_workload')}`,
    what: 'it sent on failed',
    nextStep: `see which wave moves: ${STATUS}; response_flags of istio_requests_total say whether the gateway or a service behind it fails`,
  };
}

function requestShare({ all, bad }: RequestSeries, label: string): ShareSeries {
  return {
    all: all.map(promql),
    bad: bad.map((one) => (offset: string) => `${promql(one)}${offset}`),
    by: label,
    namespaceLabel: label,
  };
}

function withCalled(vector: string): string {
  const regex = SERVICE_NAMESPACE.join(DNS_LABEL);
  return `label_replace(\n${vector}\n, "${CALLED}", "$1", "destination_service", "${regex}")`;
}

function label(name: string): string {
  return `{{ $labels.${name} }}`;
}
