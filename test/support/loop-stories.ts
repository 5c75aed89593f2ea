import type { RuleTest } from './promtool';

/** How often Prometheus scrapes the operator in these stories, in seconds, and how long they are. */
const SCRAPE_SECONDS = 15;
const ENDS_SECONDS = 7200;

/** A value at each second; `null` where nothing is scraped. */
type OverTime = (second: number) => number | null;

/** What happens to the operator's loop, and the alerts that have to come of it; every other stays quiet. */
export interface LoopStory {
  readonly name: string;
  /** The process that leads, unless told otherwise; another stands by all the time. */
  readonly leader?: OverTime;
  readonly apiUp?: OverTime;
  /** @default as the leader */
  readonly standbyUp?: OverTime;
  readonly ready?: OverTime;
  readonly failuresInRow?: OverTime;
  /** Where the last turn failed for want of a rendering. */
  readonly renderFails?: OverTime;
  /** When the last turn that succeeded ended. @default at most five minutes ago */
  readonly lastSuccess?: OverTime;
  /** Whether any process of the operator is scraped. */
  readonly isThere?: (second: number) => boolean;
  readonly fires?: readonly {
    readonly alert: string;
    readonly at: number;
    readonly quietAt: readonly number[];
  }[];
}

const RESYNC = 300;
const BEGINS = 1800;
const ENDS = 5400;

const isTrouble = (second: number): boolean => second >= BEGINS && second < ENDS;
const during =
  (inside: number, outside: number): OverTime =>
  (second) =>
    isTrouble(second) ? inside : outside;

const duringOnly =
  (inside: number): OverTime =>
  (second) =>
    isTrouble(second) ? inside : null;

/** Ends of the turns that fail while there is trouble: 1, 2, 4 … seconds apart, and at most five minutes. */
const FAILED_AT: readonly number[] = (() => {
  const ends: number[] = [];
  for (let at = BEGINS, pause = 1; at < ENDS; at += pause, pause = Math.min(300, 2 * pause))
    ends.push(at);
  return ends;
})();
const failedSoFar = (second: number): number => FAILED_AT.filter((at) => at <= second).length;

/** It fires once it has lasted for so long, and clears with the next scrapes after it is over. */
const fires = (alert: string, after: number, clearsAfter = 30) => ({
  alert: `IstioRevisions${alert}`,
  at: BEGINS + after + 60,
  quietAt: [BEGINS + after - 60, ENDS + clearsAfter],
});

const RENDER_FAILS = fires('RenderFails', 600);

const FAILING: Pick<LoopStory, 'failuresInRow' | 'ready' | 'lastSuccess'> = {
  failuresInRow: (second) => (isTrouble(second) ? failedSoFar(second) : 0),
  ready: during(0, 1),
  lastSuccess: (second) => (isTrouble(second) ? BEGINS : resynced(second)),
};

/** What becomes of the loop, and what an on-call person is told. */
export const LOOP_STORIES: readonly LoopStory[] = [
  { name: 'a loop that is well' },
  {
    name: 'an object whose rendering fails',
    ...FAILING,
    renderFails: duringOnly(1),
    fires: [
      fires('ReconcileFails', 600),
      RENDER_FAILS,
      fires('ObjectNotReady', 900),
      fires('NoSuccess', 1800),
    ],
  },
  {
    name: 'an object that cannot be applied',
    ...FAILING,
    fires: [fires('ReconcileFails', 600), fires('ObjectNotReady', 900), fires('NoSuccess', 1800)],
  },
  {
    name: 'one rendering that fails',
    renderFails: (second) => (second >= BEGINS && second < BEGINS + 60 ? 1 : null),
    failuresInRow: (second) => (second >= BEGINS && second < BEGINS + 60 ? 1 : 0),
  },
  {
    name: 'a process that starts anew and has failed before its first scrape',
    isThere: (second) => second < BEGINS - 120 || second >= BEGINS,
    renderFails: duringOnly(1),
    fires: [RENDER_FAILS],
  },
  {
    name: 'an API server that does not answer',
    apiUp: during(0, 1),
    leader: during(0, 1),
    fires: [fires('ApiUnreachable', 120), fires('NoLeader', 120)],
  },
  {
    name: 'one of two processes that is cut off',
    apiUp: during(0, 1),
    standbyUp: () => 1,
  },
  {
    name: 'a lease that changes hands',
    leader: (second) => (second >= BEGINS && second < BEGINS + 45 ? 0 : 1),
  },
  {
    name: 'an object that does not get ready though every turn succeeds',
    ready: during(0, 1),
    fires: [fires('ObjectNotReady', 900)],
  },
  {
    name: 'a loop that hangs',
    lastSuccess: (second) => (isTrouble(second) ? BEGINS : resynced(second)),
    fires: [fires('NoSuccess', 1800)],
  },
  {
    name: 'an operator that is gone',
    isThere: (second) => !isTrouble(second),
    fires: [fires('OperatorAbsent', 300)],
  },
  {
    name: 'an object that is gone while it fails',
    failuresInRow: (second) => (second < BEGINS ? 0 : second < BEGINS + 300 ? 3 : null),
    ready: (second) => (second < BEGINS ? 1 : second < BEGINS + 300 ? 0 : null),
    lastSuccess: (second) => (second < BEGINS + 300 ? resynced(Math.min(second, BEGINS)) : null),
  },
];

function resynced(second: number): number {
  return Math.floor(second / RESYNC) * RESYNC;
}

/** A story as a test of promtool. */
export function loopTest(told: LoopStory): RuleTest {
  const firing = (alert: string) => `ALERTS{alertstate="firing",alertname="${alert}"}`;
  const named = (told.fires ?? []).map(({ alert }) => alert).join('|');
  const others = `ALERTS{alertstate="firing",alertname!~"${named}"}`;
  const finds = (claim: string, expr: string, second: number, value?: number) => ({
    expr: `# ${told.name}: ${claim}\n${expr}`,
    eval_time: `${second}s`,
    exp_samples: value === undefined ? [] : [{ labels: '{}', value }],
  });
  return {
    name: told.name,
    interval: `${SCRAPE_SECONDS}s`,
    input_series: seriesOf(told),
    promql_expr_test: [
      ...(told.fires ?? []).flatMap(({ alert, at, quietAt }) => [
        finds(`${alert} fires`, `sgn(count(${firing(alert)}))`, at, 1),
        ...quietAt.map((second) => finds(`${alert} is quiet`, firing(alert), second)),
      ]),
      finds('no other alert fires', `count_over_time(${others}[${ENDS_SECONDS}s])`, ENDS_SECONDS),
    ],
  };
}

function seriesOf(told: LoopStory): RuleTest['input_series'] {
  const {
    leader = () => 1,
    apiUp = () => 1,
    standbyUp = apiUp,
    ready = () => 1,
    failuresInRow = () => 0,
  } = told;
  const { renderFails = () => null, lastSuccess = resynced, isThere = () => true } = told;
  const one = 'job="operator",instance="10.0.0.1:8080"';
  const other = 'job="operator",instance="10.0.0.2:8080"';
  const object = 'object="istio-system/1-31"';
  const of = (name: string, labels: string, value: OverTime) => ({
    series: `istio_revisions_${name}{${labels}}`,
    values: values((second) => (isThere(second) ? value(second) : null)),
  });
  return [
    of('leader', one, leader),
    of('api_up', one, apiUp),
    of('object_ready', `${one},${object}`, ready),
    of('reconcile_failures_in_row', `${one},${object}`, failuresInRow),
    of('reconcile_failing', `${one},${object},reason="RenderFailed"`, renderFails),
    of('last_success_timestamp_seconds', `${one},${object}`, lastSuccess),
    of('leader', other, () => 0),
    of('api_up', other, standbyUp),
    // Nothing is believed of a process that does not lead.
    of('object_ready', `${other},${object}`, () => 0),
    of('reconcile_failures_in_row', `${other},${object}`, () => 7),
    of('reconcile_failing', `${other},${object},reason="InvalidSpec"`, () => 1),
    of('last_success_timestamp_seconds', `${other},object="istio-system/gone"`, () => 0),
  ];
}

/** Prometheus marks the end of a series that a scrape does not show any more. */
function values(value: OverTime): string {
  let before: number | null = null;
  const all: string[] = [];
  for (let second = 0; second <= ENDS_SECONDS; second += SCRAPE_SECONDS) {
    const now = value(second);
    all.push(now !== null ? String(now) : before === null ? '_' : 'stale');
    before = now;
  }
  return all.join(' ');
}
