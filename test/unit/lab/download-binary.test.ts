import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { BINARIES } from '../../../lab/binaries/catalog';
import { downloadBinary } from '../../../lib/download-binary';
import { downloadOf } from '../../../lab/binaries/downloads';

const PROGRAM = '#!/bin/sh\necho hello\n';
const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

describe('a download of a program', () => {
  const files = new Map<string, Buffer | string>();
  let server: Server;
  let base = '';
  let folder = '';

  beforeAll(async () => {
    server = createServer(({ url = '' }, response) => {
      const content = files.get(url);
      if (content === undefined) response.writeHead(404).end('not here');
      else response.end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });

  afterAll(() => {
    server.close();
  });

  beforeEach(() => {
    files.clear();
    folder = mkdtempSync(join(tmpdir(), 'istio-revisions-download-'));
    files.set('/tool', PROGRAM);
  });

  const download = (changes: object = {}) =>
    downloadBinary(
      { url: `${base}/tool`, checksums: `${base}/sums`, ...changes },
      join(folder, 'tool'),
    );
  const leftovers = () => readdirSync(folder);

  it.each([
    ['alone', () => `${sha256(PROGRAM)}\n`],
    ['in a list', () => `${sha256('x')}  other\n${sha256(PROGRAM)}  ./tool\n`],
    ['in a list of binary files', () => `${sha256(PROGRAM)} *tool\n`],
  ])('is kept, executable, when its checksum is right: %s', async (_form, sums) => {
    files.set('/sums', sums());
    expect(await download()).toBe('downloaded');
    expect(readFileSync(join(folder, 'tool'), 'utf8')).toBe(PROGRAM);
    expect(statSync(join(folder, 'tool')).mode & 0o111).toBe(0o111);
    expect(leftovers()).toEqual(['tool']);
  });

  it('is taken out of an archive', async () => {
    const source = mkdtempSync(join(tmpdir(), 'istio-revisions-archive-'));
    mkdirSync(join(source, 'tool-v1'));
    writeFileSync(join(source, 'tool-v1', 'tool'), PROGRAM);
    writeFileSync(join(source, 'tool-v1', 'README'), 'no');
    const archive = join(source, 'tool.tar.gz');
    await create({ gzip: true, cwd: source, file: archive }, ['tool-v1']);
    files.set('/tool.tar.gz', readFileSync(archive));
    files.set('/sums', `${sha256(readFileSync(archive))}  tool.tar.gz\n`);
    const from = { url: `${base}/tool.tar.gz` };
    await expect(download({ ...from, member: 'tool-v1/missing' })).rejects.toThrow(
      'holds no tool-v1/missing',
    );
    expect(await download({ ...from, member: 'tool-v1/tool' })).toBe('downloaded');
    expect(readFileSync(join(folder, 'tool'), 'utf8')).toBe(PROGRAM);
    expect(leftovers()).toEqual(['tool']);
  });

  it('is refused with both sums when it has another one, and nothing is left of it', async () => {
    files.set('/sums', `${sha256('what was published')}  tool\n`);
    await expect(download()).rejects.toThrow(
      new RegExp(`${sha256(PROGRAM)}.*${sha256('what was published')}`),
    );
    expect(leftovers()).toEqual([]);
  });

  it.each([
    ['the list does not name it', `${sha256(PROGRAM)}  other\n`],
    ['the list is no list', '<html>moved</html>'],
    ['the sum is cut off', `${sha256(PROGRAM).slice(0, 40)}  tool\n`],
  ])('is refused when %s', async (_why, sums) => {
    files.set('/sums', sums);
    await expect(download()).rejects.toThrow('has no SHA-256 of tool');
    expect(leftovers()).toEqual([]);
  });

  it('is refused when the list of checksums is missing, whatever the program is', async () => {
    await expect(download()).rejects.toThrow(`${base}/sums answered 404`);
    expect(existsSync(join(folder, 'tool'))).toBe(false);
  });

  it('leaves the way to a build where nobody answers', async () => {
    expect(await download({ checksums: 'http://127.0.0.1:1/sums' })).toBe('unreachable');
    expect(leftovers()).toEqual([]);
  });
});

describe('the official downloads', () => {
  const published = (architecture: string, platform: NodeJS.Platform = 'linux') =>
    BINARIES.flatMap((recipe) => downloadOf(recipe, platform, architecture) ?? []);

  it('are over HTTPS, with a checksum each, for both architectures of the lab', () => {
    for (const architecture of ['x64', 'arm64']) {
      const urls = published(architecture).flatMap(({ url, checksums }) => [url, checksums]);
      expect(urls).toHaveLength(12);
      expect(urls.every((url) => url.startsWith('https://'))).toBe(true);
    }
  });

  it('name the version and the architecture of each program', () => {
    const [apiServer] = published('arm64');
    expect(apiServer?.url).toMatch(/\/v1\.34\.4\/bin\/linux\/arm64\/kube-apiserver$/);
  });

  it('are for no platform that the lab does not run on', () => {
    expect(published('x64', 'darwin')).toEqual([]);
    expect(published('riscv64')).toEqual([]);
  });
});
