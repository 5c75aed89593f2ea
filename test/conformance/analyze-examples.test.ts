import { rmSync } from 'node:fs';
import { App } from 'cdk8s';
import { resolveTool } from '../../lab/binaries/resolve-tool';
import { MINORS } from '../../lib/generated/minors';
import { ENVIRONMENTS } from '../../stacks/environments';
import { layerTrees } from '../../stacks/find-stack';
import { prewarmEnvironments } from '../../stacks/prewarm-environment';
import { SampleMesh } from '../../stacks/sample-mesh';
import { platformOf } from '../support/platform-of';
import { releasedCharts } from '../support/released-charts';
import { renderEnvironment } from '../support/render-environment';
import { analyze } from './istioctl-analyze';
import { ISTIOCTL_BUILD_MS } from './istioctl';

const ANALYZE_MS = 300_000;

const MINOR = MINORS.at(-1)!;

describe(`the analyzers of istioctl ${MINOR}`, () => {
  let istioctl: string;
  let lab: NodeJS.ProcessEnv;
  let released: NodeJS.ProcessEnv;

  beforeAll(async () => {
    const say = (line: string) => process.stderr.write(`${line}\n`);
    ({ path: istioctl } = await resolveTool(`istioctl-${MINOR}`, process.env, say));
    lab = await renderEnvironment();
    const charts = releasedCharts(lab['ISTIO_REVISIONS_CHARTS'] ?? '');
    released = { ...lab, ISTIO_REVISIONS_CHARTS: charts };
  }, ISTIOCTL_BUILD_MS);

  afterAll(() => {
    rmSync(released['ISTIO_REVISIONS_CHARTS']!, { recursive: true });
  });

  it.each(ENVIRONMENTS)(
    'find nothing in $name, with its teams, its applications and the services of the shop',
    async (environment) => {
      const variables = environment.cluster.lab === undefined ? released : lab;
      await prewarmEnvironments([{ environment }], variables);
      const platform = platformOf(variables, environment).toJson() as unknown[];
      const layers = layerTrees(environment).flatMap(({ app }) =>
        app.charts.flatMap((chart) => chart.toJson() as unknown[]),
      );
      const shop = new SampleMesh(new App(), 'sample').toJson() as unknown[];
      // What is said and left as it is would stand here, with its reason.
      expect(await analyze(istioctl, withoutTwins([...platform, ...layers, ...shop]))).toEqual([]);
    },
    ANALYZE_MS,
  );
});

/** The platform labels namespaces that the sample makes: in a cluster that is one object. */
function withoutTwins(objects: readonly unknown[]): unknown[] {
  const named = objects as readonly { kind: string; metadata: { name: string } }[];
  return named.filter(
    ({ kind, metadata }, index) =>
      kind !== 'Namespace' ||
      named.findIndex((one) => one.kind === kind && one.metadata.name === metadata.name) === index,
  );
}
