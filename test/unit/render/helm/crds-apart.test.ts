import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { JsonObject } from '../../../../lib/operator/json';
import type { Chart } from '../../../../lib/render/charts/chart-set';
import { folderDigest } from '../../../../lib/render/charts/chart-digest';
import { openCharts } from '../../../../lib/render/charts/open-charts';
import { helmTemplate } from '../../../../lib/render/helm-template';
import { copyWithoutCrds } from '../../../../lib/render/helm/chart-without-crds';
import { orderObjects } from '../../../../lib/render/order-objects';
import { parseManifests } from '../../../../lib/render/parse-manifests';
import { chartArchives } from '../../../support/chart-archives';
import { recordingHelm } from '../../../support/helm-scripts';
import { RENDER_SETUP_MS, renderEnvironment } from '../../../support/render-environment';

jest.setTimeout(120_000);

let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await renderEnvironment();
}, RENDER_SETUP_MS);

const baseOf = (version: string) =>
  openCharts({ version, installPackagePath: undefined }, env).chart('base');

/** What one run of Helm gives of the whole chart, in our order. */
function wholeOf({ path }: Chart, name: string, namespace: string, values: JsonObject) {
  const args = [
    'template',
    name,
    path,
    `--namespace=${namespace}`,
    '--kube-version=1.34.0',
    '--values=-',
  ];
  const printed = execFileSync(env['ISTIO_REVISIONS_BIN_HELM'] ?? '', args, {
    encoding: 'utf8',
    input: JSON.stringify(values),
    maxBuffer: 1 << 26,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return orderObjects(parseManifests(printed, namespace).map(({ object }) => object));
}

const CRDS = ['gateways.networking.istio.io', 'telemetries.telemetry.istio.io'];
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const values = fc.record({
  base: fc.record({
    enableCRDTemplates: maybe(fc.boolean()),
    excludedCRDs: maybe(fc.subarray(CRDS)),
    validationURL: maybe(fc.constant('https://localhost:1/validate')),
  }),
  global: fc.record({
    istioNamespace: maybe(fc.constantFrom('istio-system', 'mesh')),
    imagePullSecrets: maybe(fc.constant(['pull'])),
    enableReaderRBAC: maybe(fc.boolean()),
    resourceScope: maybe(fc.constantFrom('all', 'cluster', 'namespace')),
    platform: maybe(fc.constantFrom('gke', 'openshift')),
  }),
  defaultRevision: maybe(fc.constantFrom('', 'default', '1-31')),
  profile: maybe(fc.constantFrom('ambient', 'demo', 'remote', 'stable')),
  compatibilityVersion: maybe(fc.constant('1.29')),
  experimental: maybe(fc.constant({ stableValidationPolicy: true })),
});
const release = fc.record({
  values,
  name: fc.constantFrom('istio', 'istio-base'),
  namespace: fc.constantFrom('istio-system', 'mesh'),
});

describe.each(['1.30.3', '1.31.0'])('the base chart of %s with its CRDs kept apart', (version) => {
  it('renders to what it renders to as a whole, whatever its CRDs were rendered with', () => {
    const { variables, renders } = recordingHelm(env);
    const chart = baseOf(version);
    fc.assert(
      fc.property(release, ({ name, namespace, values: { base, global, ...others } }) => {
        const { validationURL, ...ofCrds } = base;
        const { resourceScope, ...ofOthers } = global;
        const render = (given: unknown) => {
          const told = JSON.parse(JSON.stringify(given)) as JsonObject;
          return {
            told,
            objects: helmTemplate({ chart, name, namespace, values: told }, variables),
          };
        };
        // Something of its own in each, so that nothing is found rendered already.
        render({ base: ofCrds, global: { resourceScope }, first: String(Math.random()) });
        const { told, objects } = render({
          ...others,
          base: { ...ofCrds, validationURL },
          global: { resourceScope, ...ofOthers },
          second: String(Math.random()),
        });
        expect(objects).toEqual(wholeOf(chart, name, namespace, told));
        const isWhole = renders().at(-1) === chart.path;
        expect(isWhole).toBe(resourceScope === 'namespace');
      }),
      { numRuns: 5 },
    );
  });

  it('renders them once for values that they do not depend on', () => {
    const { variables, renders } = recordingHelm(env);
    const chart = baseOf(version);
    const render = (given: JsonObject) =>
      helmTemplate({ chart, name: 'istio', namespace: 'istio-system', values: given }, variables);
    const first = render({});
    expect(render({ defaultRevision: '' })).not.toEqual(first);
    expect(render({ base: { excludedCRDs: CRDS } })).toHaveLength(first.length - 2);
    const [whole, rest, other] = renders();
    expect([whole, other]).toEqual([chart.path, chart.path]);
    expect(rest).toMatch(/istio-revisions-chart-/);
    expect(renders()).toHaveLength(3);
  });

  it('is refused in Helm’s words for values that only its CRDs refuse', () => {
    const { variables } = recordingHelm(env);
    const chart = baseOf(version);
    const render = (given: JsonObject) =>
      helmTemplate({ chart, name: 'istio', namespace: 'istio-system', values: given }, variables);
    render({});
    expect(() => render({ base: { excludedCRDs: 7 } })).toThrow(/crds\.yaml/);
  });
});

describe('an archive of the base chart', () => {
  it('is rendered apart too, and leaves nothing of that', () => {
    const archives = chartArchives(env);
    const { variables, renders } = recordingHelm(env);
    const outside = { ...variables, ISTIO_REVISIONS_CHARTS: archives };
    const { chart } = openCharts({ version: '1.31.0', installPackagePath: undefined }, outside);
    const render = (given: JsonObject) =>
      helmTemplate(
        { chart: chart('base'), name: 'istio', namespace: 'istio-system', values: given },
        outside,
      );
    render({});
    const given = { defaultRevision: '1-31' };
    expect(render(given)).toEqual(wholeOf(chart('base'), 'istio', 'istio-system', given));
    const copy = renders()[1] ?? '';
    expect(copy).toMatch(/istio-revisions-chart-/);
    expect(() => readFileSync(join(copy, 'Chart.yaml'))).toThrow('ENOENT');
    rmSync(archives, { recursive: true });
  });
});

describe('a base chart whose CRDs may follow from more', () => {
  const templates = (folder: string, name: string) => join(folder, 'templates', name);
  it.each<[string, (folder: string) => void]>([
    [
      'another value in their template',
      (folder) => {
        appendFileSync(templates(folder, 'crds.yaml'), '{{ .Values.global.hub }}');
      },
    ],
    [
      'all values in their template',
      (folder) => {
        appendFileSync(templates(folder, 'crds.yaml'), '{{ dig "a" "b" .Values }}');
      },
    ],
    [
      'another template in theirs',
      (folder) => {
        appendFileSync(templates(folder, 'crds.yaml'), '{{ include "mine" . }}');
      },
    ],
    [
      'text that is a template',
      (folder) => {
        appendFileSync(templates(folder, 'crds.yaml'), '{{ tpl "x" . }}');
      },
    ],
    [
      'labels that follow from values',
      (folder) => {
        const file = templates(folder, 'zzz_profile.yaml');
        writeFileSync(
          file,
          readFileSync(file, 'utf8').replace(
            'app.kubernetes.io/part-of: "istio"',
            'team: {{ .Values.team }}',
          ),
        );
      },
    ],
    [
      'another template that prints them',
      (folder) => {
        appendFileSync(
          templates(folder, 'reader-serviceaccount.yaml'),
          '{{ .Files.Get "files/crd-all.gen.yaml" }}',
        );
      },
    ],
    [
      'a profile that chooses them',
      (folder) => {
        appendFileSync(join(folder, 'files', 'profile-demo.yaml'), 'base:\n  excludedCRDs: []\n');
      },
    ],
    [
      'no template of its own',
      (folder) => {
        rmSync(templates(folder, 'crds.yaml'));
      },
    ],
    [
      'a chart inside it',
      (folder) => {
        cpSync(join(folder, 'files'), join(folder, 'charts', 'x'), { recursive: true });
      },
    ],
  ])('is rendered as a whole: %s', (_what, change) => {
    const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-charts-'));
    cpSync(baseOf('1.31.0').path, join(folder, 'base'), { recursive: true });
    execFileSync('chmod', ['-R', 'u+w', folder]);
    expect(copyWithoutCrds(join(folder, 'base'), join(folder, 'right'))).toBe(true);
    change(join(folder, 'base'));
    expect(copyWithoutCrds(join(folder, 'base'), join(folder, 'copy'))).toBe(false);
  });

  it('never gets the CRDs of other values', () => {
    const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-charts-'));
    const path = join(folder, 'base');
    cpSync(baseOf('1.31.0').path, path, { recursive: true });
    execFileSync('chmod', ['-R', 'u+w', folder]);
    const file = templates(path, 'zzz_profile.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.replace('app.kubernetes.io/part-of: "istio"', 'team: {{ .Values.team }}'),
    );
    const chart = { ...baseOf('1.31.0'), path, digest: folderDigest(path) };
    const { variables } = recordingHelm(env);
    for (const team of ['a', 'b', 'a']) {
      const objects = helmTemplate(
        { chart, name: 'istio', namespace: 'istio-system', values: { team } },
        variables,
      );
      expect(new Set(objects.map(({ metadata }) => metadata.labels?.['team']))).toEqual(
        new Set([team]),
      );
    }
  });
});
