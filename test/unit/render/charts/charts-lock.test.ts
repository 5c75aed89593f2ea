import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ChartsError } from '../../../../lib/render/charts/charts-error';
import { holdToLock, lockedDigest, lockFile } from '../../../../lib/render/charts/charts-lock';

const ROOT = join(__dirname, '..', '..', '..', '..');
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const folder = () => mkdtempSync(join(tmpdir(), 'istio-revisions-lock-'));
const base = { key: 'base-1.31.0', form: 'archive', digest: digest('a') } as const;

describe('charts.lock', () => {
  it('records what is used first, sorted, with where it is from, for people to read', () => {
    const file = join(folder(), 'charts.lock');
    holdToLock(file, { ...base, key: 'istiod-1.31.0', source: 'https://charts.example/x' });
    holdToLock(file, base);
    holdToLock(file, { ...base, form: 'folder', digest: digest('b') });
    expect(readFileSync(file, 'utf8')).toBe(
      [
        '# Digests of the charts as they were first fetched; they are verified ever after. Commit this file.',
        'base-1.31.0:',
        `  archive: ${digest('a')}`,
        `  folder: ${digest('b')}`,
        'istiod-1.31.0:',
        `  archive: ${digest('a')}`,
        '  source: https://charts.example/x',
        '',
      ].join('\n'),
    );
    expect(lockedDigest(file, base)).toBe(digest('a'));
    expect(lockedDigest(file, { ...base, form: 'folder' })).toBe(digest('b'));
    expect(lockedDigest(file, { ...base, key: 'constructor' })).toBeNull();
  });

  it('is not touched by what it knows', () => {
    const file = join(folder(), 'charts.lock');
    writeFileSync(file, `base-1.31.0: {archive: '${digest('a')}'} # mine\n`);
    holdToLock(file, { ...base, source: 'https://elsewhere.example' });
    expect(readFileSync(file, 'utf8')).toContain('# mine');
  });

  it('refuses another digest with both, where it is from, and what to do', () => {
    const file = join(folder(), 'charts.lock');
    holdToLock(file, base);
    const text = readFileSync(file, 'utf8');
    const other = { ...base, digest: digest('c'), source: 'https://charts.example' };
    expect(() => {
      holdToLock(file, other);
    }).toThrow(
      `base-1.31.0 from https://charts.example has the digest ${digest('c')}, but ${file} says ${digest('a')}: ` +
        'it is not what was first fetched, and was not used. Take the chart that was; only where the change is known and ' +
        `wanted, remove "base-1.31.0" from ${file} and run again`,
    );
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it.each([
    ['no YAML', 'base: ['],
    ['a merge that was left undone', '<<<<<<< HEAD\nbase-1.31.0:\n'],
    ['a list', '- a\n'],
    ['an entry without a digest', 'base-1.31.0: {source: x}\n'],
    ['a digest of another kind', 'base-1.31.0: {archive: md5:abc}\n'],
    ['a digest that is cut off', `base-1.31.0: {archive: '${digest('a').slice(0, -1)}'}\n`],
    ['fields that nobody wrote', `base-1.31.0: {archive: '${digest('a')}', trusted: true}\n`],
    ['the same chart twice', `a: {archive: '${digest('a')}'}\na: {archive: '${digest('b')}'}\n`],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[index]}`).join(',')}]`).join('\n')}\n`,
    ],
  ])('that is %s is refused and left as it is', (_what, text) => {
    const file = join(folder(), 'charts.lock');
    writeFileSync(file, text);
    expect(() => lockedDigest(file, base)).toThrow(
      `${file} says nothing of any chart that can be relied on; restore it`,
    );
    expect(() => {
      holdToLock(file, base);
    }).toThrow(ChartsError);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('that is empty knows nothing yet', () => {
    const file = join(folder(), 'charts.lock');
    writeFileSync(file, '');
    expect(lockedDigest(file, base)).toBeNull();
  });

  it('that cannot be written refuses what comes over a network', () => {
    const file = join(folder(), 'charts.lock');
    mkdirSync(file);
    expect(() => lockedDigest(file, base)).toThrow(/charts\.lock cannot be read/);
    expect(() => {
      holdToLock('/proc/charts.lock', base);
    }).toThrow(/\/proc\/charts\.lock cannot be written.*ISTIO_REVISIONS_CHARTS_LOCK/);
  });

  it('does not keep a machine whose folders are read-only from the charts that lie on it', () => {
    const file = '/sys/charts.lock';
    expect(() => {
      holdToLock(file, { ...base, form: 'folder' });
    }).not.toThrow();
    expect(() => {
      holdToLock(file, base);
    }).toThrow(`${file} cannot be written`);
  });

  it('keeps what several processes record at once', async () => {
    const file = join(folder(), 'charts.lock');
    const program = join(ROOT, 'test', 'support', 'record-charts.ts');
    const loader = join(ROOT, 'lib', 'load-typescript.js');
    const run = (name: string) =>
      promisify(execFile)(process.execPath, ['-r', loader, program, file, name, '12']);
    await Promise.all(['a', 'b', 'c', 'd'].map(run));
    const text = readFileSync(file, 'utf8');
    expect(text.match(/^[abcd]-\d+:$/gm)).toHaveLength(48);
    expect(readdirSync(join(file, '..'))).toEqual(['charts.lock']);
  }, 60_000);
});

describe('where charts.lock is', () => {
  const start = process.cwd();
  afterEach(() => {
    process.chdir(start);
  });

  it.each(['cdk8s.yaml', 'Pulumi.yaml'])('is beside the nearest %s', (name) => {
    const project = folder();
    mkdirSync(join(project, 'stacks', 'deep'), { recursive: true });
    writeFileSync(join(project, name), '');
    process.chdir(join(project, 'stacks', 'deep'));
    expect(lockFile({})).toBe(join(process.cwd(), '..', '..', 'charts.lock'));
  });

  it('is the current folder outside a project', () => {
    process.chdir(folder());
    expect(lockFile({})).toBe(join(process.cwd(), 'charts.lock'));
    expect(existsSync(lockFile({}))).toBe(false);
  });

  it('is what the variable names', () => {
    expect(lockFile({ ISTIO_REVISIONS_CHARTS_LOCK: '/state/charts.lock' })).toBe(
      '/state/charts.lock',
    );
    expect(lockFile({ ISTIO_REVISIONS_CHARTS_LOCK: '' })).toBe(join(ROOT, 'charts.lock'));
  });
});
