import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheKey } from '../../../lab/binaries/cache-key';
import { BINARIES, TOOLS } from '../../../lab/binaries/catalog';
import { withFileLock } from '../../../lib/file-lock';
import { downloadOf } from '../../../lab/binaries/downloads';
import { resolveTool } from '../../../lab/binaries/resolve-tool';
import { cli, startCli } from '../../support/cli';

jest.setTimeout(120_000);

const MODULES = join(__dirname, '..', '..', '..', 'lab', 'modules');
const folder = () => mkdtempSync(join(tmpdir(), 'istio-revisions-tools-'));
const silent = () => undefined;

function program(dir: string, name: string, says: string): string {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, name);
  writeFileSync(path, `#!/bin/sh\necho '${says}'\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Which version of a module another one pins. */
function pinned(module: string, path: string): string | undefined {
  const lines = readFileSync(join(MODULES, module, 'go.mod'), 'utf8').split('\n');
  return lines
    .map((line) => line.trim().replace('require ', '').split(' '))
    .find(([name]) => name === path)?.[1];
}

/** What a command holds that provides kubectl to a cache. */
function lockOfKubectl(cache: string): string {
  const recipe = TOOLS.find(({ name }) => name === 'kubectl')!;
  const pins = ['go.mod', 'go.sum'].map((file) =>
    readFileSync(join(MODULES, 'kubectl', file), 'utf8'),
  );
  const key = cacheKey(recipe, pins.join('\n'), `${process.platform}/${process.arch}`);
  mkdirSync(join(cache, 'bin'));
  return join(cache, 'bin', `${key}.lock`);
}

describe('a tool for tests', () => {
  it('is no program of the lab, so that no lab is late for it', () => {
    const names = BINARIES.map(({ name }) => name);
    expect(TOOLS.filter(({ name }) => names.includes(name))).toEqual([]);
    expect(TOOLS.map(({ name }) => name).sort()).toEqual([
      'istioctl-1.30',
      'istioctl-1.31',
      'kubectl',
      'promtool',
    ]);
  });

  it.each([
    ['istioctl-1.30', 'istio-1.30', 'istio.io/istio'],
    ['istioctl-1.31', 'istio-1.31', 'istio.io/istio'],
    ['kubectl', 'kubernetes', 'k8s.io/kubernetes'],
    ['promtool', 'prometheus', 'github.com/prometheus/prometheus'],
  ])('%s is made from the very sources of %s', (tool, lab, module) => {
    expect(pinned(tool, module)).toMatch(/^v\d/);
    expect(pinned(tool, module)).toBe(pinned(lab, module));
  });

  it('has a name of its own in the cache', () => {
    const keys = [...BINARIES, ...TOOLS].map((one) => cacheKey(one, 'pins', 'linux/x64'));
    expect(new Set(keys).size).toBe(BINARIES.length + TOOLS.length);
  });

  it('is published by its project, with checksums, for both architectures', () => {
    for (const architecture of ['x64', 'arm64']) {
      const found = TOOLS.map((tool) => downloadOf(tool, 'linux', architecture));
      expect(found.filter((download) => download?.checksums.startsWith('https://'))).toHaveLength(
        TOOLS.length,
      );
    }
  });

  it('is taken from the path that a variable names, and from PATH by its ordinary name and version', async () => {
    const dir = folder();
    const mine = program(dir, 'my-kubectl', 'v0');
    const cache = { ISTIO_REVISIONS_CACHE: join(dir, 'cache') };
    const named = { ...cache, ISTIO_REVISIONS_BIN_KUBECTL: mine };
    expect((await resolveTool('kubectl', named, silent)).path).toBe(mine);
    program(join(dir, 'old'), 'istioctl', 'client version: 1.30.3');
    const right = program(join(dir, 'new'), 'istioctl', 'client version: 1.31.0');
    const onPath = { ...cache, PATH: `${join(dir, 'new')}:/usr/bin:/bin` };
    expect(await resolveTool('istioctl-1.31', onPath, silent)).toEqual({
      path: right,
      version: '1.31.0',
    });
  });

  it('is provided once: who asks meanwhile waits, and is told so', async () => {
    const cache = folder();
    const said: string[] = [];
    const enough = new AbortController();
    await withFileLock(lockOfKubectl(cache), async () => {
      const env = { ISTIO_REVISIONS_CACHE: cache };
      const asked = resolveTool(
        'kubectl',
        env,
        (line) => {
          said.push(line);
          enough.abort(new Error('enough'));
        },
        enough.signal,
      );
      await expect(asked).rejects.toThrow('enough');
    });
    expect(said).toEqual(['  another command provides kubectl; it is waited for']);
  });

  it('must be one of the catalog', async () => {
    const asked = resolveTool('kubeadm', { ISTIO_REVISIONS_CACHE: folder() }, silent);
    await expect(asked).rejects.toThrow(
      'unknown tool "kubeadm"; known: istioctl-1.30, istioctl-1.31, kubectl, promtool',
    );
  });
});

describe('lab tool', () => {
  it('prints the path alone, for a shell to use', async () => {
    const mine = program(folder(), 'promtool', 'v0');
    const env = { ISTIO_REVISIONS_CACHE: folder(), ISTIO_REVISIONS_BIN_PROMTOOL: mine };
    expect(await cli(['lab', 'tool', 'promtool'], env)).toEqual({
      code: 0,
      stdout: `${mine}\n`,
      stderr: '',
    });
  });

  it('ends with 130 when it is interrupted, here while another command provides it', async () => {
    const cache = folder();
    await withFileLock(lockOfKubectl(cache), async () => {
      const { child, result } = startCli(['lab', 'tool', 'kubectl'], {
        ISTIO_REVISIONS_CACHE: cache,
        PATH: folder(),
      });
      child.stderr?.once('data', () => {
        child.kill('SIGINT');
      });
      expect(await result).toMatchObject({ code: 130, stdout: '' });
    });
  }, 60_000);

  it('ends with 1 for a name that it does not know', async () => {
    const { code, stderr } = await cli(['lab', 'tool', 'kubeadm'], {
      ISTIO_REVISIONS_CACHE: folder(),
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining('unknown tool "kubeadm"')]);
  });
});
