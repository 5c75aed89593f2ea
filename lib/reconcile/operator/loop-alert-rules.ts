import { promTime, type AlertRule, type Severity } from '../../rollout/metrics/alerts/alert-rule';

/** How long something may be wrong with the operator's loop before somebody is told, in seconds. */
export interface LoopAlertTimes {
  /** Every turn of an object fails. Longer than the longest pause between two turns. @default 600 */
  readonly failingSeconds: number;
  /** An object cannot be rendered, turn after turn. @default 600 */
  readonly renderFailingSeconds: number;
  /** No process gets an answer from the API server. @default 120 */
  readonly unreachableSeconds: number;
  /** An object is not ready. Longer than an installation takes. @default 900 */
  readonly notReadySeconds: number;
  /** No process leads. Longer than a lease lasts. @default 120 */
  readonly leaderlessSeconds: number;
  /**
   * No turn of an object succeeded. Longer than the time after which a healthy object is looked at again, and than a turn may
   * take. @default 1800
   */
  readonly staleSeconds: number;
  /** Prometheus sees no operator. @default 300 */
  readonly absentSeconds: number;
}

/** For production, where the longest pause between two turns is five minutes. */
export const LOOP_ALERT_TIMES: LoopAlertTimes = {
  failingSeconds: 600,
  renderFailingSeconds: 600,
  unreachableSeconds: 120,
  notReadySeconds: 900,
  leaderlessSeconds: 120,
  staleSeconds: 1800,
  absentSeconds: 300,
};

/** A process that does not lead knows nothing new of any object. */
const OF_LEADER = 'and on (job, instance) istio_revisions_leader == 1';

const LOGS =
  'kubectl logs of the operator, by its reconcileId, tells every step of the turns that failed';
const DESCRIBE = 'kubectl describe istiooperator tells the reason and the next step';

/** Alerting rules on the loop of `istio-revisions operator`, from the metrics that it serves. */
export function loopAlertRules(times: Partial<LoopAlertTimes> = {}): AlertRule[] {
  const all = { ...LOOP_ALERT_TIMES, ...times };
  return [...ofObjects(all), ...ofProcess(all)];
}

function ofObjects(times: LoopAlertTimes): AlertRule[] {
  return [
    rule('ReconcileFails', 'ticket', times.failingSeconds, {
      expr: `max by (object) (istio_revisions_reconcile_failures_in_row ${OF_LEADER}) > 0`,
      summary: 'every turn of IstioOperator {{ $labels.object }} fails',
      description: `{{ $value }} turns failed in a row, for ${promTime(times.failingSeconds)}; what was applied before runs on, what was changed since does not`,
      nextStep: `${DESCRIBE}; ${LOGS}`,
    }),
    rule('RenderFails', 'ticket', times.renderFailingSeconds, {
      expr: `max by (object, reason) (istio_revisions_reconcile_failing{reason=~"InvalidSpec|RenderFailed"} ${OF_LEADER}) > 0`,
      summary: 'IstioOperator {{ $labels.object }} cannot be rendered: {{ $labels.reason }}',
      description: `for ${promTime(times.renderFailingSeconds)} every turn ended before anything was applied; what was applied before runs on, what was changed since does not`,
      nextStep: `${DESCRIBE}, such as a field that is no value of the chart, or charts that are not there`,
    }),
    rule('ObjectNotReady', 'page', times.notReadySeconds, {
      expr: `min by (object) (istio_revisions_object_ready ${OF_LEADER}) == 0`,
      summary: 'IstioOperator {{ $labels.object }} is not ready',
      description: `for ${promTime(times.notReadySeconds)} what it describes was not as it should be, or not known to be`,
      nextStep: `${DESCRIBE}: its conditions name what is not healthy`,
    }),
    rule('NoSuccess', 'ticket', 0, {
      expr: `time() - max by (object) (istio_revisions_last_success_timestamp_seconds ${OF_LEADER}) > ${times.staleSeconds}`,
      summary:
        'no turn of IstioOperator {{ $labels.object }} succeeded for {{ $value | humanizeDuration }}',
      description: `a healthy object is looked at again every few minutes; after ${promTime(times.staleSeconds)} without, drift and edits are not seen`,
      nextStep: `${DESCRIBE}; where nothing fails the loop hangs: look at /healthz and at istio_revisions_queue_depth, and restart the operator`,
    }),
  ];
}

function ofProcess(times: LoopAlertTimes): AlertRule[] {
  return [
    rule('ApiUnreachable', 'page', times.unreachableSeconds, {
      expr: 'max(istio_revisions_api_up) == 0',
      summary: 'the operator gets no answer from the API server',
      description: `for ${promTime(times.unreachableSeconds)} nothing was watched, reconciled or reported; what runs in the mesh runs on`,
      nextStep:
        'see whether the API server answers others (kubectl get --raw /readyz); if so, the network policies and the service account of the operator, and its log',
    }),
    rule('NoLeader', 'page', times.leaderlessSeconds, {
      expr: 'max(istio_revisions_leader) == 0',
      summary: 'no process of the operator leads',
      description: `for ${promTime(times.leaderlessSeconds)} nobody held the lease, so nothing is reconciled`,
      nextStep:
        'kubectl get lease istio-revisions-operator -o yaml, in the namespace of istiod, names the holder; the log of the operator says why it does not get it',
    }),
    rule('OperatorAbsent', 'page', times.absentSeconds, {
      expr: 'absent(istio_revisions_leader)',
      summary: 'Prometheus sees no operator',
      description: `for ${promTime(times.absentSeconds)} it had no metrics of any process of istio-revisions operator; no other alert on its loop can fire`,
      nextStep:
        'see whether its pods run (kubectl get pods) and, if so, why Prometheus does not scrape their /metrics',
    }),
  ];
}

function rule(
  name: string,
  severity: Severity,
  seconds: number,
  text: {
    readonly expr: string;
    readonly summary: string;
    readonly description: string;
    readonly nextStep: string;
  },
): AlertRule {
  const { expr, summary, description, nextStep } = text;
  return {
    alert: `IstioRevisions${name}`,
    expr,
    for: promTime(seconds),
    labels: { severity },
    annotations: { summary, description, next_step: nextStep },
  };
}
