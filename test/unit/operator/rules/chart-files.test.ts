import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MINORS } from '../../../../lib/generated/minors';
import type { Json } from '../../../../lib/operator/json';
import { parseYaml } from '../../../../lib/operator/parse-yaml';
import { CHART_FILES } from '../../../../lib/operator/rules/chart-files';
import { jsonAt } from '../../../../lib/operator/json-at';
import { RENDER_SETUP_MS, renderEnvironment } from '../../../support/render-environment';

let charts: string;

beforeAll(async () => {
  const env = await renderEnvironment();
  charts = env['ISTIO_REVISIONS_CHARTS'] ?? '';
}, RENDER_SETUP_MS);

const yaml = (path: string) => parseYaml(readFileSync(path, 'utf8')).toJS() as Json;

describe.each(MINORS)('what the rules know of the charts of %s', (minor) => {
  const folder = (chart: string) => join(charts, minor, 'manifests', 'charts', chart);
  const ISTIOD = 'istio-control/istio-discovery';

  it.each(['base', ISTIOD, 'istio-cni', 'ztunnel', 'gateways/istio-ingress'])(
    'are the files of %s',
    (chart) => {
      const names = readdirSync(join(folder(chart), 'files')).flatMap((file) => {
        const name = /^profile-(.*)\.yaml$/.exec(file)?.[1];
        return name === undefined ? [] : [name];
      });
      const after = (prefix: string) =>
        names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
      expect(CHART_FILES[minor]).toEqual({
        profiles: names.filter((name) => !/^(compatibility-version|platform)-/.test(name)).sort(),
        platforms: after('platform-').sort(),
        compatibilityVersions: after('compatibility-version-').sort(),
      });
    },
  );

  it.each([
    [ISTIOD, []],
    ['gateways/istio-ingress', ['gateways', 'istio-ingressgateway']],
    ['gateways/istio-egress', ['gateways', 'istio-egressgateway']],
  ])('are how %s is scaled', (chart, root) => {
    const values = yaml(join(folder(chart), 'values.yaml'));
    const defaults = jsonAt(values, ['_internal_defaults_do_not_set', ...root]);
    expect(defaults).toMatchObject({ autoscaleEnabled: true, autoscaleMin: 1, autoscaleMax: 5 });
  });

  it('are what its profiles switch', () => {
    const profile = (name: string) => yaml(join(folder(ISTIOD), 'files', `profile-${name}.yaml`));
    expect(profile('demo')).toMatchObject({
      pilot: { autoscaleEnabled: false },
      gateways: {
        'istio-ingressgateway': { autoscaleEnabled: false },
        'istio-egressgateway': { autoscaleEnabled: false },
      },
      meshConfig: {
        extensionProviders: ['otel', 'skywalking', 'otel-tracing', 'jaeger'].map((name) => ({
          name,
        })),
      },
    });
    expect(profile('remote')).toMatchObject({
      istiodRemote: { enabled: true },
      configMap: false,
      telemetry: { enabled: false },
      global: { omitSidecarInjectorConfigMap: true },
    });
    expect(profile('ambient')).toMatchObject({
      pilot: { env: { PILOT_ENABLE_AMBIENT: 'true' } },
      cni: { ambient: { enabled: true } },
    });
    expect(profile('platform-openshift')).toMatchObject({ trustedZtunnelNamespace: 'kube-system' });
    expect(profile('platform-gke')).toMatchObject({ cni: { resourceQuotas: { enabled: true } } });
  });
});
