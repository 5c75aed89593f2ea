import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findHelm } from '../../../../lib/render/helm/find-helm';
import { HelmError } from '../../../../lib/render/helm/helm-error';
import { HELM_VERSION } from '../../../../lib/render/helm/published-helm';
import { BINARIES } from '../../../../lab/binaries/catalog';
import { helmScript } from '../../../support/helm-scripts';
import { RENDER_SETUP_MS, renderEnvironment } from '../../../support/render-environment';

const ROOT = join(__dirname, '..', '..', '..', '..');
const folder = () => mkdtempSync(join(tmpdir(), 'istio-revisions-find-'));
const saying = (version: string) => helmScript(`echo '${version}'`);

let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await renderEnvironment();
}, RENDER_SETUP_MS);

describe('the Helm that renders', () => {
  it.each(['v3.14.0', 'v3.21.0+gabcdef', 'v4.0.0', 'v4.2.4'])('may be %s', (version) => {
    const path = saying(version);
    expect(findHelm({ ISTIO_REVISIONS_BIN_HELM: path })).toEqual({ path, version });
  });

  it.each([
    'v3.13.3',
    'v2.17.0',
    'v5.0.0',
    'Client: &version.Version{SemVer:"v2.16"}',
    'hello',
    '',
  ])('may not be %p, and what may be is told', (version) => {
    const path = saying(version);
    const find = () => findHelm({ ISTIO_REVISIONS_BIN_HELM: path });
    expect(find).toThrow(HelmError);
    expect(find).toThrow(
      new RegExp(
        `^${path} says that it is Helm ".*needed is 3\\.14 or a later 3, or 4: .*ISTIO_REVISIONS_BIN_HELM`,
      ),
    );
  });

  it('is the one that is named before the one of PATH', () => {
    const onPath = saying('v4.1.0');
    const named = saying('v4.2.0');
    const PATH = `/nowhere:${dirname(onPath)}:/usr/bin:/bin`;
    expect(findHelm({ PATH, ISTIO_REVISIONS_CACHE: folder() }).path).toBe(onPath);
    expect(findHelm({ PATH, ISTIO_REVISIONS_BIN_HELM: named }).path).toBe(named);
  });

  it('is never another than the one that is named', () => {
    const PATH = dirname(saying('v4.1.0'));
    expect(() => findHelm({ PATH, ISTIO_REVISIONS_BIN_HELM: '/no/helm' })).toThrow(
      '"/no/helm" was not found; install Helm, or set ISTIO_REVISIONS_BIN_HELM to one',
    );
  });

  it('is the one of this program’s cache where PATH has none', () => {
    const cache = folder();
    const name = `helm-v${HELM_VERSION}-${process.platform}-${process.arch}`;
    mkdirSync(join(cache, 'helm'));
    copyFileSync(saying('v4.2.4'), join(cache, 'helm', name));
    const found = findHelm({ PATH: '/usr/bin:/bin', ISTIO_REVISIONS_CACHE: cache });
    expect(found.path).toBe(join(cache, 'helm', name));
  });

  it('that would be downloaded is the one of the lab', () => {
    expect(BINARIES.find(({ name }) => name === 'helm')?.version).toBe(HELM_VERSION);
  });
});

describe('the version of Helm', () => {
  /** How often a Helm is asked by as many processes. */
  function asked(helm: string, times: number): number {
    const cache = folder();
    const log = join(cache, 'log');
    writeFileSync(log, '');
    const program = join(ROOT, 'test', 'support', 'say-helm.ts');
    const loader = join(ROOT, 'lib', 'load-typescript.js');
    const variables = {
      ...process.env,
      ISTIO_REVISIONS_CACHE: cache,
      ISTIO_REVISIONS_BIN_HELM: helm,
      LOG: log,
    };
    for (let run = 0; run < times; run += 1) {
      const said = execFileSync(process.execPath, ['-r', loader, program], {
        encoding: 'utf8',
        env: variables,
      });
      expect(said).toMatch(/^v\d/);
    }
    const folderOfVersions = join(cache, 'helm-versions');
    return existsSync(folderOfVersions) ? readdirSync(folderOfVersions).length : 0;
  }

  it('is kept for as long as the program is the same file', () => {
    expect(asked(env['ISTIO_REVISIONS_BIN_HELM'] ?? '', 2)).toBe(1);
  }, 60_000);

  it('is asked every time of a script, which may start another one next time', () => {
    expect(asked(saying('v4.2.4'), 2)).toBe(0);
  }, 60_000);

  it('is asked again once the program was replaced', () => {
    const helm = join(folder(), 'helm');
    copyFileSync(env['ISTIO_REVISIONS_BIN_HELM'] ?? '', helm);
    const cache = folder();
    const variables = { ISTIO_REVISIONS_CACHE: cache, ISTIO_REVISIONS_BIN_HELM: helm };
    findHelm(variables);
    utimesSync(helm, 1, 1);
    jest.resetModules();
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const fresh = require('../../../../lib/render/helm/find-helm') as { findHelm: typeof findHelm };
    fresh.findHelm(variables);
    expect(readdirSync(join(cache, 'helm-versions'))).toHaveLength(2);
  }, 60_000);
});
