import { grafanaDashboard } from '../../../lib/dashboard/grafana-dashboard';
import { OperatorMetrics } from '../../../lib/reconcile/operator/operator-metrics';
import { rolloutAlertRules } from '../../../lib/rollout/metrics/alert-rules';
import { ENVIRONMENTS } from '../../../stacks/environments';

const SPECS = ENVIRONMENTS.map(({ name, rollout }) => [name, rollout] as const);

/** Metrics of Istio that its proxies serve, as their documentation names them. */
const OF_ISTIO = /^istio_(requests_total|request_duration_milliseconds_(count|bucket)|build)$/;

const exprsOf = (...[name, spec]: Parameters<typeof grafanaDashboard>) =>
  grafanaDashboard(name, spec).panels.flatMap((panel) =>
    'targets' in panel ? panel.targets.map(({ expr }) => expr) : [],
  );

describe('the dashboard of Grafana', () => {
  it.each(SPECS)('of %s asks for no metric that is not there', async (name, spec) => {
    const { text } = await new OperatorMetrics().scrape();
    const served = new Set(
      [...text.matchAll(/^# TYPE (\S+) (\S+)/gm)].flatMap(([, metric = '', type]) =>
        type === 'histogram' ? ['_bucket', '_count', '_sum'].map((end) => metric + end) : [metric],
      ),
    );
    const asked = new Set(exprsOf(name, spec).flatMap((expr) => expr.match(/istio_\w+/g) ?? []));
    expect(asked.size).toBeGreaterThan(5);
    expect([...asked].filter((metric) => !served.has(metric) && !OF_ISTIO.test(metric))).toEqual(
      [],
    );
  });

  it('draws every share that an alert watches, with what its gate allows as a line', () => {
    const spec = SPECS.find(([name]) => name === 'prod')?.[1];
    if (spec === undefined) throw new Error('prod declares no rollout');
    const panels = grafanaDashboard('prod', spec).panels;
    const alerts = rolloutAlertRules(spec).filter(({ expr }) => expr.startsWith('label_replace('));
    expect(alerts.length).toBeGreaterThan(3);
    for (const { alert } of alerts) {
      const drawn = panels.filter(
        (panel) => 'description' in panel && panel.description.includes(`${alert} `),
      );
      expect(drawn).toHaveLength(1);
      expect(drawn[0]).toMatchObject({
        fieldConfig: { defaults: { custom: { thresholdsStyle: { mode: 'line' } } } },
      });
    }
  });

  it('gives every panel a place of its own', () => {
    const { panels } = grafanaDashboard('prod', SPECS.find(([name]) => name === 'prod')?.[1]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const taken = new Set<string>();
    for (const { gridPos } of panels as readonly {
      gridPos: Record<'x' | 'y' | 'w' | 'h', number>;
    }[]) {
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(taken.has(`${x} ${y}`)).toBe(false);
          taken.add(`${x} ${y}`);
        }
      }
    }
  });
});
