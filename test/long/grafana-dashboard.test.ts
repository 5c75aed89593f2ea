import { resolveTool } from '../../lab/binaries/resolve-tool';
import { grafanaDashboard } from '../../lib/dashboard/grafana-dashboard';
import { ENVIRONMENTS } from '../../stacks/environments';
import { checkRules } from '../support/promtool';

/** Building promtool takes five minutes of a processor, where it cannot be downloaded. */
jest.setTimeout(1_800_000);

it('asks Prometheus only for what the real promtool can parse', async () => {
  const exprs = ENVIRONMENTS.flatMap(({ name, rollout }) =>
    grafanaDashboard(name, rollout).panels.flatMap((panel) =>
      'targets' in panel ? panel.targets.map(({ expr }) => expr) : [],
    ),
  );
  expect(exprs.length).toBeGreaterThan(10);
  // A rule that records something is the only query that promtool checks without a server.
  const rules = [...new Set(exprs)].map((expr, index) => ({ record: `panel:query${index}`, expr }));
  const file = { groups: [{ name: 'panels', rules }] } as unknown as Parameters<
    typeof checkRules
  >[1];
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const { path } = await resolveTool('promtool', process.env, say);
  const { code, output } = checkRules(path, file);
  expect([code, output]).toEqual([0, expect.stringContaining('SUCCESS')]);
});
