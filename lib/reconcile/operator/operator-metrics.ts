import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { WatchRestartReason } from '../../cluster/watch-state';
import type { ChartRender } from '../../render/render-observer';
import { RolloutMetrics } from './rollout-metrics';

/** How something ended that was tried. */
export type AttemptResult = 'success' | 'failure';

const RESULTS: readonly AttemptResult[] = ['success', 'failure'];

const RESTART_REASONS: readonly WatchRestartReason[] = [
  'ended',
  'cut',
  'expired',
  'silent',
  'error',
];

/** From a reconcile that changes nothing to a first installation that waits for its pods, in seconds. */
const RECONCILE_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600];

/** One revision renders in well under a second, in seconds. */
const RENDER_BUCKETS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

const PREFIX = 'istio_revisions';

/** Who asks the API server whether this process leads or not. */
const LEASE = 'lease';

/**
 * What the operator counts, in a registry of its own together with the metrics of the process. `object` is `namespace/name` of an
 * IstioOperator; its series begin when it is first seen and end when it is gone, so that no alert outlives it.
 *
 * | metric | says |
 * | --- | --- |
 * | `istio_revisions_reconcile_total{object,result}` | turns that ended |
 * | `istio_revisions_reconcile_duration_seconds{object}` | how long a turn took |
 * | `istio_revisions_reconcile_failures_in_row{object}` | failed turns since the last that succeeded |
 * | `istio_revisions_reconcile_failing{object,reason}` | 1 where the last turn failed, with the reason of its condition; else absent |
 * | `istio_revisions_object_ready{object}` | 1 while the object is ready, or paused and healthy; absent while it is being removed |
 * | `istio_revisions_last_success_timestamp_seconds{object}` | end of the last turn that succeeded; absent before the first |
 * | `istio_revisions_render_total{result}` | renderings |
 * | `istio_revisions_render_duration_seconds` | how long a rendering took |
 * | `istio_revisions_chart_render_total{chart,result,cache}` | charts that were rendered (`miss`), or found as they were rendered before (`hit`) |
 * | `istio_revisions_chart_render_duration_seconds{chart,cache}` | how long that took |
 * | `istio_revisions_api_up` | 1 while the API server answers, whether this process leads or stands by |
 * | `istio_revisions_leader` | 1 while this process leads |
 * | `istio_revisions_watch_restarts_total{reason}` | watches begun anew |
 * | `istio_revisions_queue_depth` | objects that are due and not at work |
 */
export class OperatorMetrics {
  readonly #registry = new Registry();
  /** Of the rollouts that it drives, in the same registry. */
  readonly rollouts = new RolloutMetrics(this.#registry);
  readonly #objects = new Set<string>();
  /** For which reason the last turn of an object failed. */
  readonly #reasons = new Map<string, string>();
  /** Whether the API server answers, by who asks it. */
  readonly #answers = new Map<string, boolean>();
  readonly #reconciles = this.#counter('reconcile_total', 'turns that ended', 'object', 'result');
  readonly #durations = this.#histogram(
    'reconcile_duration_seconds',
    'how long a turn took',
    RECONCILE_BUCKETS,
    'object',
  );
  readonly #failuresInRow = this.#gauge(
    'reconcile_failures_in_row',
    'failed turns since the last that succeeded',
    'object',
  );
  readonly #failing = this.#gauge(
    'reconcile_failing',
    'why the last turn failed',
    'object',
    'reason',
  );
  readonly #ready = this.#gauge('object_ready', 'whether the object is ready', 'object');
  readonly #lastSuccess = this.#gauge(
    'last_success_timestamp_seconds',
    'end of the last turn that succeeded',
    'object',
  );
  readonly #renders = this.#counter('render_total', 'renderings', 'result');
  readonly #renderDurations = this.#histogram(
    'render_duration_seconds',
    'how long a rendering took',
    RENDER_BUCKETS,
  );
  readonly #chartRenders = this.#counter(
    'chart_render_total',
    'charts that were rendered, or found in the cache',
    'chart',
    'result',
    'cache',
  );
  readonly #chartDurations = this.#histogram(
    'chart_render_duration_seconds',
    'how long a chart took',
    RENDER_BUCKETS,
    'chart',
    'cache',
  );
  readonly #apiUp = this.#gauge('api_up', 'whether the API server answers');
  readonly #leader = this.#gauge('leader', 'whether this process leads');
  readonly #watchRestarts = this.#counter('watch_restarts_total', 'watches begun anew', 'reason');
  readonly #queueDepth = this.#gauge('queue_depth', 'objects that are due and not at work');

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    // A counter that begins at 1 has increased by nothing, for whoever asks for its increase.
    for (const result of RESULTS) this.#renders.inc({ result }, 0);
    for (const reason of RESTART_REASONS) this.#watchRestarts.inc({ reason }, 0);
  }

  /** Begins the series of an object; one that is known goes on. */
  track(object: string): void {
    if (this.#objects.has(object)) return;
    this.#objects.add(object);
    for (const result of RESULTS) this.#reconciles.inc({ object, result }, 0);
    this.#failuresInRow.inc({ object }, 0);
    this.#ready.inc({ object }, 0);
    this.#durations.zero({ object });
  }

  /** Ends the series of an object that is gone. */
  forget(object: string): void {
    this.#objects.delete(object);
    this.#failedFor(object, null);
    for (const result of RESULTS) this.#reconciles.remove({ object, result });
    for (const metric of [this.#durations, this.#failuresInRow, this.#ready, this.#lastSuccess])
      metric.remove({ object });
  }

  /** Ends what only a leader knows: the series of all objects, and what its watches say of the API server. */
  forgetTerm(): void {
    for (const object of [...this.#objects]) this.forget(object);
    for (const by of this.#answers.keys()) if (by !== LEASE) this.#answers.delete(by);
    this.#tellApi();
  }

  /**
   * Counts a turn; not one that ended after its object was gone.
   * @param failure - why it failed; `null` where it succeeded
   * @param endedAt - epoch milliseconds
   */
  reconciled(object: string, failure: string | null, seconds: number, endedAt: number): void {
    if (!this.#objects.has(object)) return;
    this.#reconciles.inc({ object, result: failure === null ? 'success' : 'failure' });
    this.#durations.observe({ object }, seconds);
    this.#failedFor(object, failure);
    if (failure !== null) {
      this.#failuresInRow.inc({ object });
      return;
    }
    this.#failuresInRow.set({ object }, 0);
    this.#lastSuccess.set({ object }, endedAt / 1000);
  }

  /** @param isReady - `null` where nobody waits for it to be */
  ready(object: string, isReady: boolean | null): void {
    if (!this.#objects.has(object)) return;
    if (isReady === null) this.#ready.remove({ object });
    else this.#ready.set({ object }, Number(isReady));
  }

  rendered(result: AttemptResult, seconds: number): void {
    this.#renders.inc({ result });
    this.#renderDurations.observe(seconds);
  }

  chartRendered({ chart, result, cache, seconds }: ChartRender): void {
    this.#chartRenders.inc({ chart, result, cache });
    this.#chartDurations.observe({ chart, cache }, seconds);
  }

  /**
   * The API server counts as up while everybody who asks it is answered.
   * @param by - who asked: a watch of a leader, or unless given the election, which never ends
   */
  apiUp(isUp: boolean, by: string = LEASE): void {
    this.#answers.set(by, isUp);
    this.#tellApi();
  }

  leader(leads: boolean): void {
    this.#leader.set(Number(leads));
  }

  watchRestarted(reason: WatchRestartReason): void {
    this.#watchRestarts.inc({ reason });
  }

  queueDepth(keys: number): void {
    this.#queueDepth.set(keys);
  }

  /** What a scrape gets. */
  async scrape(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  #tellApi(): void {
    const answers = [...this.#answers.values()];
    this.#apiUp.set(Number(answers.length > 0 && answers.every((isUp) => isUp)));
  }

  #failedFor(object: string, reason: string | null): void {
    const before = this.#reasons.get(object);
    if (before !== undefined && before !== reason) this.#failing.remove({ object, reason: before });
    if (reason === null) {
      this.#reasons.delete(object);
      return;
    }
    this.#reasons.set(object, reason);
    this.#failing.set({ object, reason }, 1);
  }

  #counter<L extends string>(name: string, help: string, ...labelNames: L[]): Counter<L> {
    return new Counter({ name: `${PREFIX}_${name}`, help, labelNames, registers: this.#registers });
  }

  #gauge<L extends string>(name: string, help: string, ...labelNames: L[]): Gauge<L> {
    return new Gauge({ name: `${PREFIX}_${name}`, help, labelNames, registers: this.#registers });
  }

  #histogram<L extends string>(
    name: string,
    help: string,
    buckets: number[],
    ...labelNames: L[]
  ): Histogram<L> {
    const registers = this.#registers;
    return new Histogram({ name: `${PREFIX}_${name}`, help, buckets, labelNames, registers });
  }

  get #registers(): Registry[] {
    return [this.#registry];
  }
}
