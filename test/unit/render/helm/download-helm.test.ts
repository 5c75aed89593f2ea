import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { downloadHelm } from '../../../../lib/render/helm/download-helm';
import { HelmError } from '../../../../lib/render/helm/helm-error';
import { helmOf } from '../../../../lib/render/helm/published-helm';
import { startChartServer, type ChartServer } from '../../../support/chart-server';

jest.setTimeout(60_000);

const folder = () => mkdtempSync(join(tmpdir(), 'istio-revisions-download-'));

let published: string;
let server: ChartServer;
beforeAll(async () => {
  published = folder();
  mkdirSync(join(published, 'linux-amd64'));
  const program = join(published, 'linux-amd64', 'helm');
  writeFileSync(program, '#!/bin/sh\necho v4.2.4\n');
  chmodSync(program, 0o755);
  const archive = join(published, 'helm.tar.gz');
  await create({ gzip: true, cwd: published, file: archive }, ['linux-amd64']);
  const sum = createHash('sha256').update(readFileSync(archive)).digest('hex');
  writeFileSync(join(published, 'right'), `${sum}  helm.tar.gz\n`);
  writeFileSync(join(published, 'other'), `${'0'.repeat(64)}  helm.tar.gz\n`);
  server = await startChartServer(published);
});

afterAll(async () => {
  await server.stop();
});

const download = (sums: string, cache: string, host = server.host) =>
  downloadHelm(
    { ...process.env, ISTIO_REVISIONS_CACHE: cache },
    {
      url: `http://${host}/helm.tar.gz`,
      checksums: `http://${host}/${sums}`,
      member: 'linux-amd64/helm',
    },
  );

describe('a Helm that is downloaded', () => {
  it('is kept for all who come later, executable', async () => {
    const cache = folder();
    const path = download('right', cache);
    expect(readFileSync(path, 'utf8')).toContain('v4.2.4');
    expect(statSync(path).mode & 0o111).toBe(0o111);
    const before = await server.requests();
    expect(download('right', cache)).toBe(path);
    expect(await server.requests()).toEqual(before);
  });

  it('is refused with both sums where it is not what was published, and nothing is left', () => {
    const cache = folder();
    expect(() => download('other', cache)).toThrow(HelmError);
    expect(() => download('other', cache)).toThrow(/has SHA-256 [0-9a-f]{64}, but .*0{64}/);
    expect(readdirSync(join(cache, 'helm'))).toEqual([]);
  });

  it('is refused where no sum was published', () => {
    expect(() => download('missing', folder())).toThrow(/did not provide it: .*answered 404/);
  });

  it('says what to do where nobody answers', () => {
    const cache = folder();
    expect(() => download('right', cache, '127.0.0.1:1')).toThrow(
      'Helm is not on PATH, and 127.0.0.1:1, where its project publishes it, cannot be reached; ' +
        'install Helm 3.14 or later, or set ISTIO_REVISIONS_BIN_HELM to one',
    );
    expect(readdirSync(join(cache, 'helm'))).toEqual([]);
  });

  it('says where it cannot be kept', () => {
    expect(() => download('right', '/dev/null/cache')).toThrow(
      /\/dev\/null\/cache\/helm cannot be written/,
    );
    expect(existsSync('/dev/null/cache')).toBe(false);
  });

  it('is there for the platforms that its project publishes it for', () => {
    expect(helmOf('linux', 'x64')?.url).toBe('https://get.helm.sh/helm-v4.2.4-linux-amd64.tar.gz');
    expect(helmOf('darwin', 'arm64')?.member).toBe('darwin-arm64/helm');
    expect([helmOf('win32', 'x64'), helmOf('linux', 'mips')]).toEqual([null, null]);
    expect(() => downloadHelm({ ISTIO_REVISIONS_CACHE: folder() }, null)).toThrow(
      /publishes none for/,
    );
  });
});
