import { openCharts } from '../../../../lib/render/charts/open-charts';
import type { ChartName } from '../../../../lib/render/charts/chart-set';
import { helmTemplate } from '../../../../lib/render/helm-template';
import { prewarm } from '../../../../lib/render/prewarm';
import type { ChartRender } from '../../../../lib/render/render-observer';
import { recordingHelm } from '../../../support/helm-scripts';
import { RENDER_SETUP_MS, renderEnvironment } from '../../../support/render-environment';

jest.setTimeout(60_000);

let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await renderEnvironment();
}, RENDER_SETUP_MS);

const release = (name: ChartName, values = {}) => ({
  chart: openCharts({ version: '1.31.0', installPackagePath: undefined }, env).chart(name),
  name: 'istio',
  namespace: 'istio-system',
  values,
});

describe('charts that are rendered ahead', () => {
  it('are found by whoever renders them, and are the same', async () => {
    const ahead = recordingHelm(env);
    const releases = (['istiod', 'base', 'gateway', 'cni'] as const).map((name) => release(name));
    await prewarm(releases, ahead.variables);
    expect(ahead.renders()).toHaveLength(4);
    const { variables } = recordingHelm(env);
    for (const one of releases) {
      expect(helmTemplate(one, ahead.variables)).toEqual(helmTemplate(one, variables));
    }
    expect(ahead.renders()).toHaveLength(4);
  });

  it('are not rendered again', async () => {
    const { variables, renders } = recordingHelm(env);
    const seen: ChartRender[] = [];
    const observer = { rendered: (render: ChartRender) => seen.push(render) };
    await prewarm([release('gateway')], variables, observer);
    await prewarm([release('gateway')], variables, observer);
    expect(renders()).toHaveLength(1);
    expect(seen.map(({ chart, cache }) => [chart, cache])).toEqual([['gateway', 'miss']]);
  });

  it('that refuse their values keep no other back, and say so when they are rendered', async () => {
    const { variables } = recordingHelm(env);
    const wrong = release('gateway', { nonsense: 1 });
    await prewarm([wrong, release('cni')], variables);
    const seen: ChartRender[] = [];
    helmTemplate(release('cni'), variables, { rendered: (render) => seen.push(render) });
    expect(seen[0]?.cache).toBe('hit');
    expect(() => helmTemplate(wrong, variables)).toThrow(/nonsense/);
  });

  it('wait for nothing where there is no Helm', async () => {
    const variables = { ...recordingHelm(env).variables, ISTIO_REVISIONS_BIN_HELM: '/no/helm' };
    await prewarm([release('gateway')], variables);
    expect(() => helmTemplate(release('gateway'), variables)).toThrow('"/no/helm" was not found');
  });
});
