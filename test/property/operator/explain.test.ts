import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { definitionAt } from '../../../lib/generated/definition-at';
import { definitionsOf } from '../../../lib/generated/definitions-of';
import { ROOTS } from '../../../lib/generated/roots';
import type { OperatorChart } from '../../../lib/operator/component';
import { explain } from '../../../lib/operator/explain/explain';
import { ISTIO_OPERATOR, VERSION_ANNOTATION } from '../../../lib/operator/istio-operator';
import { isObject, type Json, type JsonObject } from '../../../lib/operator/json';
import type { OperatorFile } from '../../../lib/operator/operator-inputs';
import { readOperator } from '../../../lib/operator/read-operator';
import type { ComponentRelease } from '../../../lib/operator/resolve-operator';
import { chartDefaults } from '../../../lib/render/charts/chart-defaults';
import { openCharts } from '../../../lib/render/charts/open-charts';
import { prepareInputs } from '../../../lib/render/prepare-inputs';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

const CHARTS: readonly OperatorChart[] = ['base', 'istiod', 'ingress', 'egress', 'cni', 'ztunnel'];

/** Of the templates only those that put the values together, and then this one: Helm begins at the end of the alphabet. */
const PROBE = 'templates/aaa-probe.yaml';
const KEPT = 'zz';
const PROBED = 'probed: {{ omit .Values "_original" | toJson | quote }}\n';

let env: NodeJS.ProcessEnv;
const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-explain-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Charts that print the values as their templates see them. */
beforeAll(async () => {
  env = await renderEnvironment();
  for (const [minor, version] of RELEASES) {
    const charts = openCharts({ version, installPackagePath: undefined }, env);
    for (const name of CHARTS) {
      const to = join(folder, minor, name);
      cpSync(charts.chart(name).path, to, { recursive: true });
      // Go's module cache is read-only, and so is a copy of it.
      for (const entry of readdirSync(to, { recursive: true, withFileTypes: true }))
        if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o755);
      chmodSync(to, 0o755);
      for (const template of readdirSync(join(to, 'templates')))
        if (!template.startsWith(KEPT))
          rmSync(join(to, 'templates', template), { recursive: true });
      writeFileSync(join(to, PROBE), PROBED);
    }
  }
}, RENDER_SETUP_MS);

const RELEASES = [
  ['1.30', '1.30.3'],
  ['1.31', '1.31.0'],
] as const;

/** What the templates of a chart see. */
function seenValues(minor: string, { chart, namespace, values }: ComponentRelease): JsonObject {
  const printed = execFileSync(
    env['ISTIO_REVISIONS_BIN_HELM'] ?? '',
    [
      'template',
      'istio',
      join(folder, minor, chart),
      `--namespace=${namespace}`,
      `--show-only=${PROBE}`,
      '--values=-',
    ],
    { encoding: 'utf8', input: JSON.stringify(values), stdio: ['pipe', 'pipe', 'pipe'] },
  );
  return JSON.parse(
    JSON.parse(/^probed: (.*)$/m.exec(printed)?.[1] ?? '""') as string,
  ) as JsonObject;
}

/** Where a chart reads what a document says at a path below `values`. */
function inChart(chart: OperatorChart, [key = '', ...rest]: readonly string[]): readonly string[] {
  const isLifted =
    (chart === 'istiod' && key === 'pilot') ||
    (chart === 'cni' && key === 'cni') ||
    (chart === 'ztunnel' && key === 'ztunnel');
  return isLifted ? rest : [key, ...rest];
}

function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), value);
}

function leavesOf(value: Json, path: readonly string[] = []): (readonly string[])[] {
  if (!isObject(value) || Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child ?? null, [...path, key]));
}

/** Settings of every kind, by all names under which a thing can be set. */
const text = fc.constantFrom('a', 'b', 'c');
const count = fc.integer({ min: 1, max: 9 });
const SETTINGS: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  hub: text,
  tag: text,
  compatibilityVersion: fc.constantFrom('1.26', '1.29'),
  revision: text,
  'meshConfig.accessLogFile': text,
  'meshConfig.defaultConfig.proxyMetadata.A': text,
  'values.meshConfig.accessLogFile': text,
  'values.meshConfig.defaultConfig.proxyMetadata.B': text,
  'values.profile': fc.constantFrom('ambient', 'demo', 'stable'),
  'values.compatibilityVersion': fc.constantFrom('1.28', '1.29'),
  'values.global.platform': fc.constantFrom('gke', 'openshift', 'k3s'),
  'values.global.hub': text,
  'values.global.tag': text,
  'values.global.logAsJson': fc.boolean(),
  'values.global.proxy.logLevel': text,
  'values.global.proxy.resources.limits.cpu': text,
  'values.global.imagePullSecrets': fc.array(text, { maxLength: 2 }),
  'values.pilot.hub': text,
  'values.pilot.autoscaleMin': count,
  'values.pilot.replicaCount': count,
  'values.pilot.traceSampling': count,
  'values.pilot.env.A': text,
  'values.pilot.nodeSelector.a': text,
  'values.pilot.cni.provider': text,
  'values.pilot.resources': fc.constant(null),
  'values.pilot.volumes': fc.constant([]),
  'values.pilot.env': fc.constant({}),
  'values.pilot.affinity': fc.constant({}),
  'values.istiodRemote.injectionPath': text,
  'values.sidecarInjectorWebhook.rewriteAppHTTPProbe': fc.boolean(),
  'values.cni.cniBinDir': text,
  'values.cni.hub': text,
  'values.cni.resourceQuotas.pods': count,
  'values.cni.ambient.dnsCapture': fc.boolean(),
  'values.ztunnel.logLevel': text,
  'values.ztunnel.revision': text,
  'values.ztunnel.global.networkPolicy.enabled': fc.boolean(),
  'values.global.networkPolicy.enabled': fc.boolean(),
  'values.ztunnel.resources.requests.cpu': text,
  'values.gateways.istio-ingressgateway.autoscaleMax': count,
  'values.gateways.istio-ingressgateway.labels.x': text,
  'values.gateways.istio-egressgateway.env.A': text,
  'values.gateways.securityContext.runAsUser': count,
  'unvalidatedValues.pilot.initContainers': fc.constant([{ name: 'a' }]),
  'unvalidatedValues.global.hub': text,
  'unvalidatedValues.ztunnel.hub': text,
  'unvalidatedValues.global.resourceQuotas.enabled': fc.boolean(),
  'components.pilot.hub': text,
  'components.pilot.tag': text,
  'components.pilot.k8s.replicaCount': count,
  'components.pilot.k8s.hpaSpec': count.map((minReplicas) => ({ minReplicas, maxReplicas: 10 })),
  'components.pilot.k8s.resources.requests.cpu': fc.constantFrom('500m', '0.5', '2'),
  'components.cni.hub': text,
  'components.ztunnel.tag': text,
  'components.ztunnel.k8s.resources.limits.cpu': text.map(() => '3'),
  'components.egressGateways': text.map((name) => [
    { name, enabled: true, label: { y: name }, hub: name, k8s: { replicaCount: 2 } },
    { name: `${name}2`, enabled: true },
  ]),
};

const spec = fc
  .subarray(Object.entries(SETTINGS), { maxLength: 14 })
  .chain((chosen) =>
    fc.tuple(...chosen.map(([path, value]) => value.map((one) => [path, one] as const))),
  )
  .map((settings) =>
    settings.reduce<JsonObject>((all, [path, value]) => put(all, path.split('.'), value), {}),
  );

/** As `--set` and variables take them, which is not what lists, objects and null are. */
const assigned = fc
  .subarray(Object.entries(SETTINGS), { maxLength: 5 })
  .chain((chosen) =>
    fc
      .tuple(...chosen.map(([path, value]) => value.map((one) => [path, one] as const)))
      .map((settings) =>
        settings.flatMap(([path, value]) =>
          typeof value === 'object' ? [] : [`${path}=${String(value)}`],
        ),
      ),
  );

function put(all: JsonObject, [key = '', ...rest]: readonly string[], value: Json): JsonObject {
  const below = all[key];
  return {
    ...all,
    [key]: rest.length === 0 ? value : put(isObject(below) ? below : {}, rest, value),
  };
}

/** Everything is installed, so that every chart is asked. */
const ALL = {
  components: {
    base: { enabled: true },
    cni: { enabled: true },
    ztunnel: { enabled: true },
    ingressGateways: [{ name: 'in', enabled: true }],
    egressGateways: [{ name: 'out', enabled: true }],
  },
};

function document(content: JsonObject, name: string, version: string): OperatorFile {
  const text = stringify(
    {
      ...ISTIO_OPERATOR,
      metadata: { annotations: { [VERSION_ANNOTATION]: version } },
      spec: content,
    },
    { version: '1.1' },
  );
  const { file, issues } = readOperator(text, name);
  if (file === null) throw new Error(JSON.stringify(issues));
  return file;
}

/** Whether a document can say what a chart has at a path. */
function isSettable(
  [key = '', ...rest]: readonly string[],
  chart: OperatorChart,
  minor: string,
): boolean {
  const lifted = LIFTED[chart] ?? (chart === 'ztunnel' ? 'ztunnel' : '');
  if (key === lifted) return false;
  const isKnown = (path: readonly string[]) =>
    definitionAt(definitionsOf(minor), ROOTS.values, path) !== undefined;
  if (lifted !== '' && isKnown([lifted, key])) return isKnown([lifted, key, ...rest]);
  const isOthers =
    ['pilot', 'cni', 'ztunnel'].includes(key) ||
    (key === 'gateways' &&
      rest[0]?.startsWith(`istio-${chart}`) !== true &&
      rest[0]?.startsWith('istio-') === true);
  return chart !== 'ztunnel' && !isOthers && isKnown([key, ...rest]);
}

const LIFTED: Readonly<Partial<Record<OperatorChart, string>>> = { istiod: 'pilot', cni: 'cni' };

function nameOf({ chart, resourceName }: ComponentRelease): string {
  return chart === 'ingress' || chart === 'egress' ? `${chart} ${resourceName}` : chart;
}

describe.each(RELEASES)('explain of Istio %s', (minor, version) => {
  it('shows for every leaf what the templates of the charts see, and leaves out none', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('default', 'minimal', 'ambient', 'demo', 'openshift', 'empty'),
        spec,
        spec,
        assigned,
        assigned,
        (profile, first, second, variables, settings) => {
          const inputs = {
            files: [
              document(
                {
                  ...ALL,
                  ...first,
                  components: {
                    ...ALL.components,
                    ...(first['components'] as JsonObject | undefined),
                  },
                },
                'a.yaml',
                version,
              ),
              document(second, 'b.yaml', version),
            ],
            settings: [...settings, `profile=${profile}`],
          };
          const prepared = prepareInputs(inputs, {
            ...env,
            ISTIO_REVISIONS_SET: variables.join(','),
          });
          const leaves = explain(prepared, (chart) => chartDefaults(prepared.charts.chart(chart)));
          for (const release of prepared.resolved.releases) {
            const seen = seenValues(minor, release);
            const own = leaves.filter(({ charts }) => charts?.includes(nameOf(release)) === true);
            const shown = own.map(({ path, value }) => [path.slice(1), value] as const);
            for (const [path, value] of shown)
              expect([
                release.chart,
                path,
                valueAt(seen, inChart(release.chart, path)) ?? null,
              ]).toEqual([release.chart, path, value]);
            const known = new Set(shown.map(([path]) => inChart(release.chart, path).join('.')));
            const missing = leavesOf(seen).filter((path) => !known.has(path.join('.')));
            expect(missing.filter((path) => isSettable(path, release.chart, minor))).toEqual([]);
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 600_000);
});
