import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChartName } from '../../../../lib/render/charts/chart-set';
import { ChartsError } from '../../../../lib/render/charts/charts-error';
import { openCharts } from '../../../../lib/render/charts/open-charts';
import { releasedCharts } from '../../../support/released-charts';
import { RENDER_SETUP_MS, renderEnvironment } from '../../../support/render-environment';

const ALL: readonly ChartName[] = [
  'base',
  'istiod',
  'gateway',
  'cni',
  'ztunnel',
  'ingress',
  'egress',
];

let env: NodeJS.ProcessEnv;
let released: string;
beforeAll(async () => {
  env = await renderEnvironment();
  released = releasedCharts(env['ISTIO_REVISIONS_CHARTS'] ?? '');
}, RENDER_SETUP_MS);

afterAll(() => {
  rmSync(released, { recursive: true });
});

/** Outside the lab, with a lock of its own. */
function outside(charts: string | undefined, more: NodeJS.ProcessEnv = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-project-'));
  const lock = join(folder, 'charts.lock');
  const variables = {
    ...env,
    ISTIO_REVISIONS_LAB: undefined,
    ISTIO_REVISIONS_CHARTS: charts,
    ISTIO_REVISIONS_CHARTS_LOCK: lock,
    ...more,
  };
  const open = (version: string, installPackagePath?: string) =>
    openCharts({ version, installPackagePath }, variables);
  return { open, lock };
}

/** A copy of the released charts that may be spoilt. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-charts-'));
  cpSync(released, folder, { recursive: true });
  return folder;
}

describe.each([
  ['1.30.3', '1.30'],
  ['1.31.0', '1.31'],
])('a folder with the charts of Istio %s', (version, minor) => {
  it('has every chart, each held to its content', () => {
    const { open, lock } = outside(released);
    const charts = open(version);
    expect(charts.minor).toBe(minor);
    for (const name of ALL) {
      const chart = charts.chart(name);
      expect(chart).toMatchObject({ name, version });
      expect(readFileSync(lock, 'utf8')).toContain(`folder: ${chart.digest}\n`);
    }
    expect(new Set(ALL.map((name) => charts.chart(name).digest)).size).toBe(ALL.length);
  });

  it('has its profiles, and no file beside them', () => {
    const charts = outside(released).open(version);
    expect(charts.profile('ambient')).toMatchObject({ kind: 'IstioOperator' });
    for (const name of ['nonsense', '../profiles/ambient', 'ambient.yaml', '', '/etc/passwd']) {
      expect(charts.profile(name)).toBeNull();
    }
  });

  it('serves every patch of the minor, since it is chosen by the minor', () => {
    expect(outside(released).open(`${minor}.7`).chart('istiod').version).toBe(version);
  });

  it('may be named by a document, whatever its tag', () => {
    const { open } = outside(undefined);
    const charts = open('latest', join(released, minor, 'manifests'));
    expect([charts.minor, charts.chart('base').version]).toEqual([minor, version]);
  });
});

describe('a chart of a folder', () => {
  it.each([
    [
      'changed',
      (chart: string) => {
        writeFileSync(join(chart, 'values.yaml'), '# mine\n');
      },
    ],
    [
      'added',
      (chart: string) => {
        writeFileSync(join(chart, 'templates', 'mine.yaml'), '');
      },
    ],
    [
      'removed',
      (chart: string) => {
        rmSync(join(chart, 'templates', 'NOTES.txt'));
      },
    ],
  ])('is refused once a file of it was %s, with both digests', (_what, tamper) => {
    const folder = copy();
    const { open } = outside(folder);
    const { digest, path } = open('1.31.0').chart('base');
    tamper(path);
    expect(() => open('1.31.0').chart('base')).toThrow(
      new RegExp(`^base-1\\.31\\.0 has the digest sha256:[0-9a-f]{64}, but .* says ${digest}: `),
    );
    expect(open('1.31.0').chart('istiod').version).toBe('1.31.0');
  });

  it('of another minor is refused', () => {
    const folder = copy();
    rmSync(join(folder, '1.31'), { recursive: true });
    cpSync(join(folder, '1.30'), join(folder, '1.31'), { recursive: true });
    expect(() => outside(folder).open('1.31.0').chart('base')).toThrow(
      /manifests\/charts\/base is of Istio 1\.30\.3, but 1\.31 was asked for/,
    );
  });

  it('that reaches out of its folder is refused', () => {
    const folder = copy();
    symlinkSync('/etc/hosts', join(folder, '1.31/manifests/charts/base/files/hosts'));
    expect(() => outside(folder).open('1.31.0').chart('base')).toThrow(
      /files\/hosts.* leads out of it/,
    );
  });

  it('with a link that leads nowhere is refused', () => {
    const folder = copy();
    symlinkSync('nowhere', join(folder, '1.31/manifests/charts/base/files/hosts'));
    expect(() => outside(folder).open('1.31.0').chart('base')).toThrow(
      /^the chart in .*base cannot be read: ENOENT/,
    );
  });

  it.each([
    [
      'is missing',
      (file: string) => {
        rmSync(file);
      },
      /Chart\.yaml is no file with the name and version/,
    ],
    [
      'is no YAML',
      (file: string) => {
        writeFileSync(file, 'name: [');
      },
      /Chart\.yaml is no file/,
    ],
    [
      'is of another',
      (file: string) => {
        writeFileSync(file, 'name: x\nversion: 1.31.0\n');
      },
      /is the chart x, not istiod/,
    ],
  ])('whose Chart.yaml %s is refused', (_what, spoil, message) => {
    const folder = copy();
    spoil(join(folder, '1.31/manifests/charts/istio-control/istio-discovery/Chart.yaml'));
    expect(() => outside(folder).open('1.31.0').chart('istiod')).toThrow(message);
  });

  it('whose profile is none is refused', () => {
    const folder = copy();
    writeFileSync(join(folder, '1.31/manifests/profiles/default.yaml'), '- a\n');
    expect(() => outside(folder).open('1.31.0').profile('default')).toThrow(
      /default\.yaml is no profile/,
    );
  });
});

describe('charts of Istio’s source tree', () => {
  it('are taken in the lab, and recorded nowhere', () => {
    const { open, lock } = outside(env['ISTIO_REVISIONS_CHARTS'], { ISTIO_REVISIONS_LAB: '/lab' });
    for (const name of ALL) expect(open('1.31.0').chart(name).version).toBe('1.0.0');
    expect(existsSync(lock)).toBe(false);
  });

  it.each([undefined, ''])(
    'are refused outside it, whoever names them (ISTIO_REVISIONS_LAB is %p)',
    (lab) => {
      const charts = env['ISTIO_REVISIONS_CHARTS'] ?? '';
      const { open, lock } = outside(charts, { ISTIO_REVISIONS_LAB: lab });
      const sources = [open('1.31.0'), open('1.31.0', join(charts, '1.31', 'manifests'))];
      for (const name of ALL) {
        for (const source of sources) expect(() => source.chart(name)).toThrow(ChartsError);
      }
      expect(() => open('1.31.0').chart('istiod')).toThrow(
        /^istiod 1\.0\.0 in .*, which ISTIO_REVISIONS_CHARTS names, is a chart of Istio's source tree.*only the lab takes it/,
      );
      expect(existsSync(lock)).toBe(false);
    },
  );
});

describe('no charts', () => {
  it('are found for a tag that is no release', () => {
    expect(() => outside(released).open('latest')).toThrow(
      '"latest" is no Istio version such as 1.31.0, so its charts cannot be chosen',
    );
  });

  it('are in a folder without any, and both forms are named', () => {
    const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-empty-'));
    mkdirSync(join(folder, '1.31', 'manifests', 'charts'), { recursive: true });
    const { open } = outside(folder);
    expect(() => open('1.31.0')).toThrow(join(folder, '1.31', 'manifests'));
    expect(() => open('1.31.0')).toThrow('istiod-1.31.0.tgz');
    expect(() => open('1.31.0', folder)).toThrow(
      `no Istio charts in ${folder}, which spec.installPackagePath of the document`,
    );
  });
});
