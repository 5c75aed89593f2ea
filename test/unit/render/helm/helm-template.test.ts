import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../../../lib/operator/json';
import { openCharts } from '../../../../lib/render/charts/open-charts';
import type { ChartName } from '../../../../lib/render/charts/chart-set';
import { HelmError } from '../../../../lib/render/helm/helm-error';
import { helmTemplate } from '../../../../lib/render/helm-template';
import { readYamlStream } from '../../../../lib/render/kubernetes-yaml';
import { manifestText } from '../../../../lib/render/manifest-text';
import type { ChartRender } from '../../../../lib/render/render-observer';
import { helmScript, recordingHelm } from '../../../support/helm-scripts';
import { RENDER_SETUP_MS, renderEnvironment } from '../../../support/render-environment';

jest.setTimeout(60_000);

let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await renderEnvironment();
}, RENDER_SETUP_MS);

const release = (name: ChartName, values: JsonObject = {}) => ({
  chart: openCharts({ version: '1.31.0', installPackagePath: undefined }, env).chart(name),
  name: 'istio',
  namespace: 'istio-system',
  values,
});

/** What a caller may have set for other programs. */
function callersSettings(): NodeJS.ProcessEnv {
  const home = mkdtempSync(join(tmpdir(), 'istio-revisions-home-'));
  const plugin = join(home, 'plugins', 'mine');
  mkdirSync(plugin, { recursive: true });
  writeFileSync(join(plugin, 'plugin.yaml'), 'this: is: no plugin');
  writeFileSync(join(home, 'config'), 'apiVersion: v1\nkind: Config\ncurrent-context: nowhere\n');
  return {
    KUBECONFIG: join(home, 'config'),
    HELM_NAMESPACE: 'elsewhere',
    HELM_KUBECONTEXT: 'nowhere',
    HELM_PLUGINS: join(home, 'plugins'),
    HELM_CONFIG_HOME: home,
    HELM_DATA_HOME: home,
    HELM_DEBUG: 'true',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
}

describe('a chart that is rendered', () => {
  it('follows from nothing but the chart and its values', () => {
    const one = recordingHelm(env);
    const other = recordingHelm(env);
    const objects = helmTemplate(release('istiod'), one.variables);
    const given = { ...other.variables, ...callersSettings() };
    expect(helmTemplate(release('istiod'), given)).toEqual(objects);
    expect(other.environment()).toMatch(/^KUBECONFIG=\/dev\/null$/m);
    expect(other.environment()).not.toMatch(
      /elsewhere|nowhere|HELM_(NAMESPACE|PLUGINS|DEBUG)|secret/,
    );
  });

  it('has a namespace on every object that can have one', () => {
    const objects = helmTemplate(release('istiod', { global: { istioNamespace: 'mesh' } }), env);
    const namespaces = objects.flatMap(({ metadata }) => metadata.namespace ?? []);
    expect(new Set(namespaces)).toEqual(new Set(['mesh', 'istio-system']));
    const bare = objects.filter(({ metadata }) => metadata.namespace === undefined);
    expect(new Set(bare.map(({ kind }) => kind))).toEqual(
      new Set([
        'ClusterRole',
        'ClusterRoleBinding',
        'MutatingWebhookConfiguration',
        'ValidatingWebhookConfiguration',
      ]),
    );
  });

  it('is the same for everybody, so nobody can change it', () => {
    const [first] = helmTemplate(release('gateway'), env);
    const change = () => {
      (first as { kind: string }).kind = 'Other';
    };
    expect(change).toThrow(TypeError);
    const nested = () => {
      (first?.metadata.labels as Record<string, string>)['mine'] = 'x';
    };
    expect(nested).toThrow(TypeError);
    expect(helmTemplate(release('gateway'), env)[0]).toBe(first);
  });

  it.each(['base', 'istiod', 'gateway', 'cni', 'ztunnel', 'ingress', 'egress'] as const)(
    'is printed as it is, also once it was changed: %s',
    (name) => {
      const objects = helmTemplate(release(name), env);
      expect(readYamlStream(manifestText(objects))).toEqual(objects);
      const changed = objects.map((object) => ({ ...object, mine: 'on' }));
      expect(readYamlStream(manifestText(changed))).toEqual(changed);
    },
  );

  it('is told to who watches, with what it cost', () => {
    const { variables } = recordingHelm(env);
    const seen: ChartRender[] = [];
    const observer = { rendered: (render: ChartRender) => seen.push(render) };
    const objects = helmTemplate(release('gateway'), variables, observer);
    helmTemplate(release('gateway'), variables, observer);
    const refuse = () => helmTemplate(release('gateway', { nonsense: 1 }), variables, observer);
    expect(refuse).toThrow(HelmError);
    expect(seen.map(({ seconds: _seconds, ...render }) => render)).toEqual([
      {
        chart: 'gateway',
        version: '1.0.0',
        result: 'success',
        cache: 'miss',
        objects: objects.length,
      },
      {
        chart: 'gateway',
        version: '1.0.0',
        result: 'success',
        cache: 'hit',
        objects: objects.length,
      },
      { chart: 'gateway', version: '1.0.0', result: 'failure', cache: 'miss', objects: 0 },
    ]);
    for (const { seconds } of seen) expect(seconds).toBeGreaterThanOrEqual(0);
  });

  it.each([
    [
      'says what the chart says against its values',
      { compatibilityVersion: '9.99' },
      'unknown compatibility version',
    ],
    ['names the template', { global: { proxy: 7 } }, /templates\//],
  ])('%s', (_what, values, message) => {
    expect(() => helmTemplate(release('istiod', values as JsonObject), env)).toThrow(HelmError);
    expect(() => helmTemplate(release('istiod', values as JsonObject), env)).toThrow(message);
  });

  it('is refused when Helm prints what is no YAML', () => {
    const helm = helmScript(`[ "$1" = version ] && echo v4.2.4 || echo 'a: ['`);
    const variables = { ...recordingHelm(env).variables, ISTIO_REVISIONS_BIN_HELM: helm };
    expect(() => helmTemplate(release('gateway'), variables)).toThrow(
      /^Helm printed YAML that cannot be read: .*\(2:1\)/,
    );
  });
});
