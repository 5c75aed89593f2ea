import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChartsError } from '../../../../lib/render/charts/charts-error';
import { fetchChart } from '../../../../lib/render/charts/fetch-chart';
import { openCharts } from '../../../../lib/render/charts/open-charts';
import { helmTemplate } from '../../../../lib/render/helm-template';
import { chartArchives, helm } from '../../../support/chart-archives';
import { startChartServer, type ChartServer } from '../../../support/chart-server';
import { RENDER_SETUP_MS, renderEnvironment } from '../../../support/render-environment';

const VERSION = '1.31.0';
const sha256 = (file: string) =>
  `sha256:${createHash('sha256').update(readFileSync(file)).digest('hex')}`;

jest.setTimeout(60_000);

let env: NodeJS.ProcessEnv;
let archives: string;
let server: ChartServer;
beforeAll(async () => {
  env = await renderEnvironment();
  archives = chartArchives(env);
  server = await startChartServer(archives);
  for (const chart of ['base', 'istiod', 'gateway']) {
    const archive = join(archives, `${chart}-${VERSION}.tgz`);
    helm(env, ['push', archive, `oci://${server.host}/istio`, '--plain-http']);
  }
}, RENDER_SETUP_MS);

afterAll(async () => {
  await server.stop();
  rmSync(archives, { recursive: true });
});

/** A project of its own, with an empty cache, outside the lab. */
function project(charts: string | undefined, more: NodeJS.ProcessEnv = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-project-'));
  const lock = join(folder, 'charts.lock');
  const variables: NodeJS.ProcessEnv = {
    ...env,
    ISTIO_REVISIONS_LAB: undefined,
    ISTIO_REVISIONS_CACHE: join(folder, 'cache'),
    ISTIO_REVISIONS_CHARTS: charts,
    ISTIO_REVISIONS_CHARTS_LOCK: lock,
    ...more,
  };
  const open = (version = VERSION) =>
    openCharts({ version, installPackagePath: undefined }, variables);
  return { folder, lock, variables, open, locked: () => readFileSync(lock, 'utf8') };
}

/** Every file below a folder that is not one of Helm's archives, which stay. */
function leftovers(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /fetch-|partial|writing/.test(file),
  );
}

const places = [
  ['a Helm repository', () => `http://${server.host}`],
  ['an OCI registry', () => `oci://${server.host}/istio`],
  ['a folder of archives', () => archives],
] as const;

describe.each(places)('charts of %s', (_what, place) => {
  it('are those that were published, and render', () => {
    const { open, variables } = project(place());
    const chart = open().chart('gateway');
    expect(chart).toMatchObject({
      name: 'gateway',
      version: VERSION,
      digest: sha256(join(archives, `gateway-${VERSION}.tgz`)),
    });
    const objects = helmTemplate(
      { chart, name: 'edge', namespace: 'gateways', values: {} },
      variables,
    );
    expect(objects.map(({ kind }) => kind)).toContain('Deployment');
    expect(objects[0]!.metadata.labels?.['helm.sh/chart']).toBe(`gateway-${VERSION}`);
  });

  it('are recorded when they are first used, sorted, and held to that ever after', () => {
    const { open, lock, locked, folder } = project(place());
    open().chart('istiod');
    open().chart('base');
    const text = locked();
    const keys = text.match(/^\S+:$/gm);
    expect(keys).toEqual(['base-1.31.0:', 'istiod-1.31.0:']);
    expect(text).toContain(`archive: ${sha256(join(archives, 'base-1.31.0.tgz'))}`);
    open().chart('base');
    expect(locked()).toBe(text);
    writeFileSync(lock, text.replace(/(base-1\.31\.0:\n {2}archive: sha256:).{8}/, '$100000000'));
    const found = sha256(join(archives, 'base-1.31.0.tgz'));
    expect(() => open().chart('base')).toThrow(
      new RegExp(`base-1\\.31\\.0.* has the digest ${found}, but ${lock} says sha256:00000000`),
    );
    expect(open().chart('istiod').version).toBe(VERSION);
    expect(leftovers(folder)).toEqual([]);
  });

  it('have the profiles of Istio’s releases', () => {
    const profile = project(place()).open().profile('default');
    expect(profile).toMatchObject({ kind: 'IstioOperator' });
    expect(project(place()).open().profile('nonsense')).toBeNull();
  });

  it('of a version that is not there are told by it', () => {
    const { open, lock } = project(place());
    expect(() => open('1.31.9').chart('base')).toThrow(ChartsError);
    expect(() => open('1.31.9').chart('base')).toThrow('1.31.9');
    expect(existsSync(lock)).toBe(false);
  });
});

describe('charts that were fetched', () => {
  it('are not asked for again, by other projects of this machine neither', async () => {
    const { open, variables, folder } = project(`http://${server.host}`);
    open().chart('base');
    const before = await server.requests();
    open().chart('base');
    const other = {
      ...variables,
      ISTIO_REVISIONS_CHARTS_LOCK: join(folder, 'other', 'charts.lock'),
    };
    const choice = { version: VERSION, installPackagePath: undefined };
    openCharts(choice, other).chart('base');
    expect(await server.requests()).toEqual(before);
    expect(readFileSync(join(folder, 'other', 'charts.lock'), 'utf8')).toContain(
      `source: http://${server.host}`,
    );
  });

  it('are fetched again where the cache holds something else', () => {
    const { open, folder } = project(`http://${server.host}`);
    const { path, digest } = open().chart('base');
    writeFileSync(path, 'broken');
    expect(open().chart('base')).toMatchObject({ path, digest });
    expect(sha256(path)).toBe(digest);
    expect(leftovers(folder)).toEqual([]);
  });

  it('are of one place only: the same version of another is another chart', () => {
    const { open, variables } = project(`http://${server.host}`);
    const first = open().chart('base');
    const choice = { version: VERSION, installPackagePath: undefined };
    const other = { ...variables, ISTIO_REVISIONS_CHARTS: `oci://${server.host}/istio` };
    expect(openCharts(choice, other).chart('base').path).not.toBe(first.path);
  });

  it('keep a login out of what is said and written', () => {
    const { open, locked } = project(`http://somebody:secret@${server.host}`);
    const charts = open();
    charts.chart('base');
    expect([charts.source, locked()].join()).not.toMatch(/somebody|secret/);
    const absent = project('http://somebody:secret@127.0.0.1:1').open();
    expect(() => absent.chart('base')).toThrow(/could not be fetched/);
    expect(() => absent.chart('base')).not.toThrow(/somebody|secret/);
  });
});

describe('a place of charts that is', () => {
  const cases = [
    ['gone', () => 'http://127.0.0.1:1', /connection refused/],
    ['gone, a registry', () => 'oci://127.0.0.1:1/istio', /connection refused/],
    ['of no such name', () => 'https://charts.invalid', /charts\.invalid/],
    ['wrong', () => `http://${server.host}/wrong/`, /could not be fetched/],
    ['wrong, a registry', () => `oci://${server.host}/wrong/istio`, /could not be fetched/],
    ['empty', () => `http://${server.host}/nothing`, /404/],
  ] as const;

  it.each(cases)(
    '%s is told in one paragraph with the next step, and nothing is left',
    (_what, place, reason) => {
      const { open, lock, folder } = project(place());
      let message = '';
      try {
        open().chart('base');
      } catch (error) {
        expect(error).toBeInstanceOf(ChartsError);
        message = (error as Error).message;
      }
      expect(message).toMatch(/^chart base 1\.31\.0 could not be fetched from /);
      expect(message).toMatch(reason);
      expect(message).toContain(
        'put base-1.31.0.tgz into a folder and name that with ISTIO_REVISIONS_CHARTS',
      );
      expect(message).not.toMatch(/\n|\bat .*\.(ts|go):/);
      expect(existsSync(lock)).toBe(false);
      expect(leftovers(folder)).toEqual([]);
    },
  );

  it.each(['http', 'oci'])('slow is given up: over %s', (scheme) => {
    const { variables, folder } = project(undefined);
    const source =
      scheme === 'http'
        ? ({ type: 'repository', url: `http://${server.host}/slow/` } as const)
        : ({ type: 'registry', url: `oci://${server.host}/slow/istio` } as const);
    const request = { source, title: 'base', version: VERSION, timeoutMs: 500 };
    expect(() => fetchChart(request, folder, variables, () => null)).toThrow(
      /base 1\.31\.0 could not be fetched from .*did not end within 0\.5 s/,
    );
    expect(leftovers(folder)).toEqual([]);
  });

  it('none at all is told so', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'istio-revisions-empty-'));
    expect(() => project(elsewhere).open()).toThrow(
      `no Istio charts in ${join(elsewhere, '1.31', 'manifests')}, which ISTIO_REVISIONS_CHARTS names`,
    );
  });

  it('a folder for downloads that cannot be written is told with the variable that names another', () => {
    const { open } = project(`http://${server.host}`, { ISTIO_REVISIONS_CACHE: '/dev/null/cache' });
    expect(() => open().chart('base')).toThrow(/charts cannot be kept in .*ISTIO_REVISIONS_CACHE/);
  });

  it('without the gateways of istioctl says what to do', () => {
    const { open } = project(`http://${server.host}`);
    expect(() => open().chart('ingress')).toThrow(
      /has no chart istio-ingress: .*construct Gateway.*1\.31\/manifests/,
    );
  });
});

describe('an archive that is another chart than its name says', () => {
  it.each([
    [
      'another chart',
      `istiod-${VERSION}.tgz`,
      `base-${VERSION}.tgz`,
      `is istiod ${VERSION} in truth`,
    ],
    ['another version', `base-${VERSION}.tgz`, 'base-1.31.2.tgz', `is base ${VERSION} in truth`],
  ])('is refused: %s', (_what, from, to, message) => {
    const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-archives-'));
    copyFileSync(join(archives, from), join(folder, to));
    const { open, lock } = project(folder);
    expect(() => open(to.slice(5, -4)).chart('base')).toThrow(message);
    expect(existsSync(lock)).toBe(false);
  });
});

describe('without a network', () => {
  /** Every way out leads to a port where nobody listens. */
  const refused = Object.fromEntries(
    ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((name) => [
      name,
      'http://127.0.0.1:1',
    ]),
  );

  it('everything renders from a folder of archives', () => {
    const { open, variables } = project(archives, refused);
    for (const name of ['base', 'istiod', 'gateway'] as const) {
      const release = { chart: open().chart(name), name: 'istio', namespace: 'istio-system' };
      expect(helmTemplate({ ...release, values: {} }, variables).length).toBeGreaterThan(1);
    }
  });

  it('a chart of that folder that was tampered with is refused', () => {
    const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-archives-'));
    const archive = join(folder, `base-${VERSION}.tgz`);
    copyFileSync(join(archives, `base-${VERSION}.tgz`), archive);
    const { open } = project(folder, refused);
    const { digest } = open().chart('base');
    const content = readFileSync(archive);
    content[content.length - 12]! ^= 1;
    writeFileSync(archive, content);
    expect(() => open().chart('base')).toThrow(
      new RegExp(
        `base-1\\.31\\.0 has the digest ${sha256(archive)}, but .*charts\\.lock says ${digest}`,
      ),
    );
  });

  it('the repository of the Istio project is out of reach, and the next step said', () => {
    const { open } = project(undefined, refused);
    expect(() => open().chart('base')).toThrow(
      /^chart base 1\.31\.0 could not be fetched from https:\/\/istio-release\.storage\.googleapis\.com\/charts: .*127\.0\.0\.1:1/,
    );
  });
});
