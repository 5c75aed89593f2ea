import type { MetricsSpec } from '../../lib/rollout/metrics/metrics-spec';
import type { FrozenWave, RolloutRecord } from '../../lib/rollout/record';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { gatewaysOf } from '../../lib/rollout/wave-members';
import { judgeTrace, type TraceVerdict } from './judge-trace';
import { ENDS_SECONDS, RELEASED_SECONDS, tell, toTick, type Story } from './mesh-story';
import { aMetricsRecord, aProgress, LATER, WEB } from './metrics-builders';
import type { RuleTest } from './promtool';
import { aGatewayWave, FROM, TO } from './rollout-builders';
import { promtoolSeries, ScrapedMesh, TICK_SECONDS } from './scraped-mesh';

/** The first look: the old pods are gone by then. */
const FIRST_LOOK_SECONDS = RELEASED_SECONDS + 60;

/** The last pod of the wave was well then; not at a look, so that windows begin between scrapes. */
const HEALTHY_SECONDS = RELEASED_SECONDS + 50;

/** Looks, scrapes and evaluations of rules are as far apart. */
export const SCRAPE = '15s';

/** A story, and what has to come of it. */
export interface AlertStory {
  readonly name: string;
  readonly story: Story;
  readonly metrics?: MetricsSpec;
  /** What moves. @default namespace shop; bank comes later */
  readonly moves?: 'namespace' | 'gateway';
  /** Whether the wave has proved itself, and is only guarded. */
  readonly isRetained?: boolean;
  /** Alerts that fire at some seconds and not at others; all others stay quiet. @default none */
  readonly fires?: readonly {
    readonly alert: string;
    readonly at: readonly number[];
    readonly quietAt: readonly number[];
  }[];
  /**
   * Whether namespace shop was over its limits before the wave. What a gate then allows it is what it was, which no alert
   * knows: the difference that is documented, and no proof.
   */
  readonly wasWorse?: true;
}

/** A story as a test of promtool, and what the gates said. */
export interface AlertProof {
  readonly test: RuleTest;
  readonly verdicts: readonly TraceVerdict[];
}

/** The rollout of every story. */
export function specOf(moves: AlertStory['moves'], metrics: MetricsSpec = {}): RolloutSpec {
  const waves = wavesOf(moves).map((wave) =>
    wave.kind === 'namespace'
      ? { name: wave.name, namespaces: wave.namespaces.map(({ name }) => name) }
      : { name: wave.name, gateways: gatewaysOf([wave]) },
  );
  return { from: FROM, to: TO, waves, metrics };
}

/**
 * Plays a story and judges it, and asks promtool for every evaluation whether an alert fires while its gate passes. The gate's
 * verdicts travel as a series beside those of the mesh.
 */
export function prove(told: AlertStory): AlertProof {
  const mesh = new ScrapedMesh(tell(told.story));
  const verdicts = judgeTrace(mesh, recordOf(told), toTick(FIRST_LOOK_SECONDS));
  return {
    verdicts,
    test: {
      name: told.name,
      interval: `${TICK_SECONDS}s`,
      input_series: [...mesh.series.map(promtoolSeries), ...verdictSeries(verdicts)],
      promql_expr_test: [
        ...(told.wasWorse === true
          ? []
          : [finds(`${told.name}: ${VIOLATION}`, ever(FIRES_ON_PASS), ENDS_SECONDS, [])]),
        ...expectations(told),
      ],
    },
  };
}

const PASS = '(gate_pass == 1)';

/** What promtool's complaint tells of a story in which an alert fires though its gate passes, and of one in which any does. */
export const VIOLATION = 'no alert fires while its gate passes';
export const FIRED = 'no other alert fires';

/** An alert belongs to its gate's verdict on the namespace or the wave that it names, or on everything. */
const FIRES_ON_PASS = [
  `ALERTS{alertstate="firing",namespace!=""} and on (gate, namespace) ${PASS}`,
  `ALERTS{alertstate="firing",wave!=""} and on (gate, wave) ${PASS}`,
  `ALERTS{alertstate="firing",namespace="",wave=""} and on (gate) ${PASS}`,
].join(' or ');

/** How often something was so, in the whole story. */
function ever(expr: string): string {
  return `count_over_time((${expr})[${ENDS_SECONDS}s:${SCRAPE}])`;
}

function expectations({ name, fires = [] }: AlertStory): RuleTest['promql_expr_test'] {
  const firing = (alert: string) => `sgn(count(ALERTS{alertstate="firing",alertname="${alert}"}))`;
  const others = fires.map(({ alert }) => alert).join('|');
  const isOther = `ALERTS{alertstate="firing",alertname!~"${others}"}`;
  return [
    ...fires.flatMap(({ alert, at, quietAt }) => [
      ...at.map((second) =>
        finds(`${name}: it fires`, firing(alert), second, [{ labels: '{}', value: 1 }]),
      ),
      ...quietAt.map((second) => finds(`${name}: it is quiet`, firing(alert), second, [])),
    ]),
    finds(`${name}: ${FIRED}`, ever(isOther), ENDS_SECONDS, []),
  ];
}

/** What a query has to answer; its comment tells the reader of promtool's complaint what was claimed. */
function finds(
  claim: string,
  expr: string,
  second: number,
  samples: RuleTest['promql_expr_test'][number]['exp_samples'],
): RuleTest['promql_expr_test'][number] {
  return { expr: `# ${claim}\n${expr}`, eval_time: `${second}s`, exp_samples: samples };
}

function verdictSeries(verdicts: readonly TraceVerdict[]): RuleTest['input_series'] {
  const series = new Map<string, string[]>();
  for (const { tick, gate, wave, namespaces, verdict } of verdicts) {
    for (const namespace of namespaces) {
      const key = `gate_pass{gate="${gate}",wave="${wave}",namespace="${namespace}"}`;
      const values = series.get(key) ?? Array.from({ length: toTick(ENDS_SECONDS) + 1 }, () => '_');
      values[tick] = verdict === 'Pass' ? '1' : '0';
      series.set(key, values);
    }
  }
  return [...series].map(([key, values]) => ({ series: key, values: values.join(' ') }));
}

function wavesOf(moves: AlertStory['moves']): FrozenWave[] {
  return moves === 'gateway' ? [aGatewayWave(), LATER] : [WEB, LATER];
}

function recordOf({ moves, metrics = {}, isRetained = false }: AlertStory): RolloutRecord {
  const progress = aProgress({
    releasedAt: RELEASED_SECONDS * 1000,
    healthySince: HEALTHY_SECONDS * 1000,
    certified: true,
  });
  return aMetricsRecord(metrics, {
    waves: wavesOf(moves),
    progress: isRetained ? [progress, progress] : [progress],
    ...(isRetained ? { phase: 'retaining', released: 2 } : {}),
  });
}
