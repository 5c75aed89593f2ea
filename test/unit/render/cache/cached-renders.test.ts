import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { JsonObject } from '../../../../lib/operator/json';
import { keep, readKept } from '../../../../lib/render/cache/render-cache';
import { crdsKey, renderKey } from '../../../../lib/render/cache/render-key';
import type { Chart, ChartName } from '../../../../lib/render/charts/chart-set';
import { openCharts } from '../../../../lib/render/charts/open-charts';
import type * as HelmTemplate from '../../../../lib/render/helm-template';
import type { KubeObject } from '../../../../lib/render/kube-object';
import { recordingHelm } from '../../../support/helm-scripts';
import { RENDER_SETUP_MS, renderEnvironment } from '../../../support/render-environment';

const ROOT = join(__dirname, '..', '..', '..', '..');
jest.setTimeout(60_000);

let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await renderEnvironment();
}, RENDER_SETUP_MS);

/** Renders as a process does that has just started: what another one held in memory is gone. */
function renderAnew(
  name: ChartName,
  values: JsonObject,
  variables: NodeJS.ProcessEnv,
): KubeObject[] {
  jest.resetModules();
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { helmTemplate } = require('../../../../lib/render/helm-template') as typeof HelmTemplate;
  const { chart } = openCharts({ version: '1.31.0', installPackagePath: undefined }, env);
  return helmTemplate(
    { chart: chart(name), name: 'istio', namespace: 'istio-system', values },
    variables,
  );
}

const filesOf = (cache: string) =>
  readdirSync(join(cache, 'renders')).map((name) => join(cache, 'renders', name));

describe('a render that was kept', () => {
  it.each(['base', 'istiod'] as const)('saves later processes a run of Helm: %s', (name) => {
    const { variables, renders } = recordingHelm(env);
    const first = renderAnew(name, {}, variables);
    expect(renderAnew(name, {}, variables)).toEqual(first);
    expect(renders()).toHaveLength(1);
    renderAnew(name, { revision: 'x' }, variables);
    expect(renders()).toHaveLength(2);
  });

  it('is read by nobody but its user: values may be secret', () => {
    const { variables, cache } = recordingHelm(env);
    renderAnew('gateway', {}, variables);
    expect(filesOf(cache).map((file) => statSync(file).mode & 0o777)).toEqual([0o600]);
  });

  it.each<[string, (file: string) => void]>([
    [
      'cut off',
      (file) => {
        truncateSync(file, statSync(file).size - 1);
      },
    ],
    [
      'empty',
      (file) => {
        truncateSync(file);
      },
    ],
    [
      'changed in one byte',
      (file) => {
        const bytes = readFileSync(file);
        bytes[bytes.length >> 1]! ^= 1;
        writeFileSync(file, bytes);
      },
    ],
    [
      'something else',
      (file) => {
        writeFileSync(file, '[]');
      },
    ],
  ])('is made again once its file is %s', (_what, spoil) => {
    const { variables, cache, renders } = recordingHelm(env);
    const first = renderAnew('gateway', {}, variables);
    for (const file of filesOf(cache)) spoil(file);
    expect(renderAnew('gateway', {}, variables)).toEqual(first);
    expect(renders()).toHaveLength(2);
    expect(renderAnew('gateway', {}, variables)).toEqual(first);
    expect(renders()).toHaveLength(2);
  });

  it.each(['rest', 'CRDs'])('is made again where of the base chart the %s are lost', (lost) => {
    const { variables, cache, renders } = recordingHelm(env);
    const first = renderAnew('base', {}, variables);
    const isCrds = (file: string) => statSync(file).size > 20_000;
    expect(filesOf(cache).map(isCrds).sort()).toEqual([false, true]);
    for (const file of filesOf(cache))
      if (isCrds(file) === (lost === 'CRDs')) writeFileSync(file, '');
    expect(renderAnew('base', {}, variables)).toEqual(first);
    expect(renders()).toHaveLength(2);
  });

  it('is made again where of the CRDs a letter was changed', () => {
    const { variables, cache, renders } = recordingHelm(env);
    const first = renderAnew('base', {}, variables);
    for (const file of filesOf(cache).filter((one) => statSync(one).size > 20_000)) {
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace('"scope":"Namespaced"', '"scope":"Namespacee"'));
      expect(readFileSync(file, 'utf8')).not.toBe(text);
    }
    expect(renderAnew('base', {}, variables)).toEqual(first);
    expect(renders()).toHaveLength(2);
  });

  it('is done without where it cannot be kept', () => {
    const { variables } = recordingHelm(env);
    const nowhere = { ...variables, ISTIO_REVISIONS_CACHE: '/dev/null/cache' };
    expect(renderAnew('base', {}, nowhere)).toEqual(renderAnew('base', {}, variables));
  });

  it('is whole, whoever renders the same at the same time', async () => {
    const { variables, cache } = recordingHelm(env);
    const program = join(ROOT, 'test', 'support', 'render-digest.ts');
    const loader = join(ROOT, 'lib', 'load-typescript.js');
    const run = () =>
      promisify(execFile)(process.execPath, ['-r', loader, program], { env: variables });
    const said = await Promise.all([run(), run(), run(), run()]);
    expect(new Set(said.map(({ stdout }) => stdout)).size).toBe(1);
    expect((await run()).stdout).toBe(said[0].stdout);
    expect(filesOf(cache)).toHaveLength(3);
    expect(filesOf(cache).filter((file) => file.endsWith('.partial'))).toEqual([]);
  });
});

describe('the key of a render', () => {
  const chart: Chart = { name: 'base', path: '/x', digest: 'sha256:a', version: '1.31.0' };
  const release = {
    chart,
    name: 'istio',
    namespace: 'istio-system',
    values: { a: 1, b: { c: 2, d: 3 } },
  };
  const world = { helmVersion: 'v4.2.4', kubeVersion: '1.34.0' };

  it('is the same in whichever order values are written, and wherever the chart lies', () => {
    const same = {
      ...release,
      chart: { ...chart, path: '/y' },
      values: { b: { d: 3, c: 2 }, a: 1 },
    };
    expect(renderKey(same, world)).toBe(renderKey(release, world));
  });

  it.each([
    ['the chart', { ...release, chart: { ...chart, digest: 'sha256:b' } }, world],
    ['a value', { ...release, values: { a: 2 } }, world],
    ['a value that deletes', { ...release, values: { ...release.values, e: null } }, world],
    ['the name of the release', { ...release, name: 'other' }, world],
    ['the namespace', { ...release, namespace: 'other' }, world],
    ['the version of Helm', release, { ...world, helmVersion: 'v4.2.5' }],
    ['the version of Kubernetes', release, { ...world, kubeVersion: '1.35.0' }],
  ])('is another for %s', (_what, other, world) => {
    expect(renderKey(other, world)).not.toBe(
      renderKey(release, { helmVersion: 'v4.2.4', kubeVersion: '1.34.0' }),
    );
    expect(renderKey(other, world)).not.toBe(crdsKey(other, world));
  });
});

describe('the cache', () => {
  const cacheOf = () => mkdtempSync(join(tmpdir(), 'istio-revisions-cache-'));

  it('does not grow for ever: the oldest go', () => {
    const cache = cacheOf();
    const folder = join(cache, 'renders');
    mkdirSync(folder);
    for (let index = 0; index < 5_000; index += 1) {
      writeFileSync(join(folder, String(index)), '');
      utimesSync(join(folder, String(index)), index, index);
    }
    keep({ ISTIO_REVISIONS_CACHE: cache }, 'new', [1]);
    const left = readdirSync(folder);
    expect(left.length).toBeLessThan(2_600);
    expect(left).toContain('new');
    expect(left).toContain('4999');
    expect(left).not.toContain('0');
  });

  it('holds the newest in memory only', () => {
    const variables = { ISTIO_REVISIONS_CACHE: '/dev/null/cache' };
    for (let index = 0; index < 65; index += 1) keep(variables, String(index), [index]);
    expect(readKept(variables, '0')).toBeNull();
    expect(readKept(variables, '64')?.content).toEqual([64]);
    expect(existsSync('/dev/null/cache')).toBe(false);
  });
});
