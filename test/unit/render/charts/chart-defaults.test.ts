import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { create } from 'tar';
import { chartDefaults } from '../../../../lib/render/charts/chart-defaults';
import type { Chart } from '../../../../lib/render/charts/chart-set';
import { ChartsError } from '../../../../lib/render/charts/charts-error';
import { openCharts } from '../../../../lib/render/charts/open-charts';
import { RENDER_SETUP_MS, renderEnvironment } from '../../../support/render-environment';

const PROFILES = ['ambient', 'platform-gke', 'compatibility-version-1.29'];

let istiod: Chart;
beforeAll(async () => {
  const env = await renderEnvironment();
  istiod = openCharts({ version: '1.31.0', installPackagePath: undefined }, env).chart('istiod');
}, RENDER_SETUP_MS);

const temporary = () => mkdtempSync(join(tmpdir(), 'istio-revisions-defaults-'));

function archived(): Chart {
  const folder = join(temporary(), 'istiod');
  cpSync(istiod.path, folder, { recursive: true });
  const file = join(temporary(), 'istiod-1.31.0.tgz');
  create({ file, gzip: true, sync: true, cwd: dirname(folder) }, ['istiod']);
  return { ...istiod, path: file };
}

function withValues(text: string): Chart {
  const folder = temporary();
  writeFileSync(join(folder, 'values.yaml'), text);
  return { ...istiod, path: folder };
}

describe('what a chart sets by itself', () => {
  it('is its values and profiles, each with its place in the chart', () => {
    const { values, profile } = chartDefaults(istiod);
    const path = ['_internal_defaults_do_not_set', 'global', 'hub'];
    expect(values.content).toHaveProperty(path);
    expect(values.locate(path)).toMatch(/^istiod\/values\.yaml:\d+:5$/);
    expect(profile('ambient')?.locate(['pilot', 'env'])).toMatch(
      /^istiod\/files\/profile-ambient\.yaml:\d+:3$/,
    );
  });

  it('is the same of a folder and of an archive', () => {
    const [folder, archive] = [chartDefaults(istiod), chartDefaults(archived())];
    expect(archive.values.content).toEqual(folder.values.content);
    for (const name of PROFILES) {
      expect(archive.profile(name)?.content).toEqual(folder.profile(name)?.content);
      expect(archive.profile(name)).not.toBeNull();
    }
    const path = ['_internal_defaults_do_not_set', 'env'];
    expect(archive.values.locate(path)).toBe(folder.values.locate(path));
  });

  it.each(['no-such', '../values', 'x/../../values', ''])('has no profile called %j', (name) => {
    expect(chartDefaults(istiod).profile(name)).toBeNull();
    expect(chartDefaults(archived()).profile(name)).toBeNull();
  });

  it.each([
    ['a: [1', 'values.yaml'],
    ['- 1\n', 'it holds no object'],
  ])('is refused where it cannot be read: %j', (text, message) => {
    expect(() => chartDefaults(withValues(text))).toThrow(ChartsError);
    expect(() => chartDefaults(withValues(text))).toThrow(message);
  });

  it('is the last of a key that is there twice, as Helm has it', () => {
    expect(chartDefaults(withValues('a: 1\na: 2\n')).values.content).toEqual({ a: 2 });
  });

  it('is refused of what is no chart', () => {
    expect(() => chartDefaults({ ...istiod, path: temporary() })).toThrow('has no values.yaml');
  });
});
