import { alertLimit, allowedBy } from '../rollout/metrics/alerts/alert-limit';
import { shareAlerts, type ShareAlert } from '../rollout/metrics/alerts/share-alerts';
import { shareExpr } from '../rollout/metrics/alerts/share-expr';
import { metricsPlan, type MetricsPlan } from '../rollout/metrics/metrics-spec';
import type { RolloutSpec } from '../rollout/rollout-spec';

/** A query of a panel, and how what it gives is called. */
interface Target {
  readonly expr: string;
  readonly legend: string;
}

/** A panel before it has a place. */
interface PanelSpec {
  readonly title: string;
  readonly description: string;
  readonly unit: 'short' | 's' | 'percentunit' | 'bool_yes_no';
  readonly targets: readonly Target[];
  /** Drawn as a line. */
  readonly limit?: number;
}

/** Two panels beside each other fill Grafana's 24 columns. */
const PANEL = { w: 12, h: 8 } as const;

const SOURCE = { type: 'prometheus', uid: '${datasource}' } as const;

/**
 * A dashboard of Grafana: how the operator and its rollouts go, and of an environment with limits what users feel of each member, beside
 * what its gates allow. It asks for what `alert-rules` asks for.
 * @param spec - the rollout of the environment; absent where it declares none
 */
export function grafanaDashboard(environment: string, spec: RolloutSpec | undefined) {
  const felt = spec?.metrics === undefined ? [] : sharePanels(spec, metricsPlan(spec.metrics));
  return {
    title: `istio-revisions ${environment}`,
    uid: `istio-revisions-${environment}`.slice(0, 40),
    tags: ['istio', 'istio-revisions'],
    timezone: 'utc',
    schemaVersion: 39,
    editable: true,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' }],
    },
    panels: placed([
      ['What users feel', felt],
      ['Rollouts of the operator', ROLLOUTS],
      ['The operator itself', OPERATOR],
    ]),
  };
}

/** Each share that an alert watches, whatever its size. */
function sharePanels(spec: RolloutSpec, metrics: MetricsPlan): readonly PanelSpec[] {
  return shareAlerts(spec, metrics)
    .filter(({ rule }) => alertLimit(rule, metrics) !== null)
    .map((alert) => sharePanel(alert, metrics));
}

function sharePanel({ alert, rule, series, what }: ShareAlert, metrics: MetricsPlan): PanelSpec {
  const limit = allowedBy(rule, metrics);
  return {
    title: `${rule.gate}: requests that ${what}`,
    description: `The share that ${alert} watches, of the last two scrapes; the line is what the gate ${rule.gate} allows.`,
    unit: 'percentunit',
    // A share of no requests is none, and is not drawn.
    targets: [
      {
        expr: shareExpr(series, metrics, { share: -1, fewest: 0 }),
        legend: series.by.replaceAll(/\w+/g, '{{$&}}'),
      },
    ],
    limit,
  };
}

const of = (metric: string) => `max by (object) (istio_revisions_${metric})`;

const ROLLOUTS: readonly PanelSpec[] = [
  {
    title: 'Phase',
    description: 'The phase that each rollout is in, as "rollout status" names it.',
    unit: 'short',
    targets: [
      {
        expr: 'max by (object, phase) (istio_revisions_rollout_phase)',
        legend: '{{object}} {{phase}}',
      },
    ],
  },
  {
    title: 'State',
    description: 'Whether a rollout runs, waits for a person, is blocked, done, or back.',
    unit: 'short',
    targets: [
      {
        expr: 'max by (object, state) (istio_revisions_rollout_state)',
        legend: '{{object}} {{state}}',
      },
    ],
  },
  {
    title: 'Waves',
    description: 'Waves that have proved themselves, beside all of the plan.',
    unit: 'short',
    targets: [
      { expr: of('rollout_waves_proved'), legend: '{{object}} proved' },
      { expr: of('rollout_waves'), legend: '{{object}} all' },
    ],
  },
  {
    title: 'Namespaces',
    description: 'Namespaces and gateways on the new revision, beside all of the plan.',
    unit: 'short',
    targets: [
      { expr: of('rollout_namespaces_moved'), legend: '{{object}} moved' },
      { expr: of('rollout_namespaces'), legend: '{{object}} all' },
    ],
  },
];

const OPERATOR: readonly PanelSpec[] = [
  {
    title: 'Objects that are ready',
    description: 'Whether each IstioOperator is as it should be.',
    unit: 'bool_yes_no',
    targets: [{ expr: of('object_ready'), legend: '{{object}}' }],
  },
  {
    title: 'Failed turns in a row',
    description: 'Turns that failed since the last that succeeded.',
    unit: 'short',
    targets: [{ expr: of('reconcile_failures_in_row'), legend: '{{object}}' }],
  },
  {
    title: 'Time of a turn',
    description: 'In which time 95 of 100 turns end.',
    unit: 's',
    targets: [
      {
        expr: 'histogram_quantile(0.95, sum by (object, le) (rate(istio_revisions_reconcile_duration_seconds_bucket[30m])))',
        legend: '{{object}}',
      },
    ],
  },
  {
    title: 'API server and leader',
    description: 'Whether any process gets answers, and whether one leads.',
    unit: 'bool_yes_no',
    targets: [
      { expr: 'max(istio_revisions_api_up)', legend: 'API server answers' },
      { expr: 'max(istio_revisions_leader)', legend: 'a process leads' },
    ],
  },
];

type Row = readonly [title: string, panels: readonly PanelSpec[]];

/** Rows below each other, two panels beside each other; a row without panels is left out. */
function placed(rows: readonly Row[]) {
  let [id, y] = [0, 0];
  return rows
    .filter(([, panels]) => panels.length > 0)
    .flatMap(([title, panels]) => {
      const head = { id: (id += 1), type: 'row', title, gridPos: { x: 0, y, w: 24, h: 1 } };
      const below = y + 1;
      y = below + Math.ceil(panels.length / 2) * PANEL.h;
      return [
        head,
        ...panels.map((panel, index) =>
          panelOf((id += 1), panel, {
            ...PANEL,
            x: (index % 2) * PANEL.w,
            y: below + Math.floor(index / 2) * PANEL.h,
          }),
        ),
      ];
    });
}

function panelOf(
  id: number,
  { title, description, unit, targets, limit }: PanelSpec,
  gridPos: object,
) {
  const steps = [
    { color: 'green', value: null },
    ...(limit === undefined ? [] : [{ color: 'red', value: limit }]),
  ];
  return {
    id,
    type: 'timeseries',
    title,
    description,
    datasource: SOURCE,
    gridPos,
    targets: targets.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: SOURCE,
      expr,
      legendFormat: legend,
    })),
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        thresholds: { mode: 'absolute', steps },
        custom: { thresholdsStyle: { mode: limit === undefined ? 'off' : 'line' } },
      },
      overrides: [],
    },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
  };
}
