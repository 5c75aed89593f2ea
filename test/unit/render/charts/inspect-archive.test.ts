import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChartsError } from '../../../../lib/render/charts/charts-error';
import { inspectArchive } from '../../../../lib/render/charts/inspect-archive';
import { writeRawArchive, type RawEntry } from '../../../support/raw-archive';

const CHART: RawEntry = { path: 'base/Chart.yaml', content: 'name: base\nversion: 1.31.0\n' };

const fileIn = () => join(mkdtempSync(join(tmpdir(), 'istio-revisions-archive-')), 'base.tgz');

function inspect(entries: readonly RawEntry[]) {
  const file = fileIn();
  writeRawArchive(file, entries);
  return inspectArchive(file, 'base 1.31.0 of somewhere');
}

describe('the archive of a chart', () => {
  it('says what chart it is', () => {
    const entries = [CHART, { path: 'base/templates/a.yaml', content: 'a: b' }];
    expect(inspect(entries)).toEqual({ name: 'base', version: '1.31.0' });
  });

  it('is one folder, whatever that is called', () => {
    const entries: RawEntry[] = [
      { path: 'istio/', type: 'Directory' },
      { ...CHART, path: 'istio/Chart.yaml' },
    ];
    expect(inspect(entries).name).toBe('base');
  });

  it('is not what a chart inside it says', () => {
    const inner = { path: 'base/charts/x/Chart.yaml', content: 'name: x\nversion: 2.0.0\n' };
    expect(inspect([inner, CHART]).name).toBe('base');
  });
});

describe('an archive is refused', () => {
  const link = { type: 'SymbolicLink', linkpath: '/etc/passwd' } as const;
  it.each<[string, readonly RawEntry[], string]>([
    ['that leaves its folder', [CHART, { path: '../evil' }], '"../evil" lies outside its folder'],
    ['that leaves it on the way', [CHART, { path: 'base/../../evil' }], 'outside its folder'],
    ['with an absolute path', [CHART, { path: '/etc/evil' }], '"/etc/evil" lies outside'],
    ['with a path of Windows', [CHART, { path: 'base\\..\\evil' }], 'outside its folder'],
    ['with two folders', [CHART, { path: 'other/x' }], '"other/x" lies beside its folder'],
    [
      'with a symbolic link',
      [CHART, { path: 'base/x', ...link }],
      'no ordinary file (SymbolicLink)',
    ],
    ['with a hard link', [CHART, { path: 'base/x', ...link, type: 'Link' }], '(Link)'],
    ['with a device', [CHART, { path: 'base/x', type: 'CharacterDevice' }], '(CharacterDevice)'],
    ['with one file twice', [CHART, CHART], '"base/Chart.yaml" is in it twice'],
    ['that claims to be huge', [CHART, { path: 'base/x', size: 1e9 }], 'more than 64 MiB'],
    ['without a Chart.yaml', [{ path: 'base/values.yaml' }], 'it has no Chart.yaml'],
    ['that says no version', [{ ...CHART, content: 'name: base\n' }], 'a name and a version'],
    ['that says nothing readable', [{ ...CHART, content: 'name: [' }], 'it has no Chart.yaml'],
    ['of nothing', [], 'it is damaged, or not packed with tar and gzip'],
  ])('%s', (_what, entries, problem) => {
    expect(() => inspect(entries)).toThrow(ChartsError);
    expect(() => inspect(entries)).toThrow(
      /^base 1\.31\.0 of somewhere is no archive of a chart, and was not used: /,
    );
    expect(() => inspect(entries)).toThrow(problem);
  });

  it('with too many files', () => {
    const many = Array.from({ length: 10_001 }, (_, index) => ({ path: `base/${String(index)}` }));
    expect(() => inspect([CHART, ...many])).toThrow('it has more than 10000 files');
  });

  it('that is large as it is', () => {
    const file = fileIn();
    writeFileSync(file, Buffer.alloc(8 * 1024 * 1024 + 1));
    expect(() => inspectArchive(file, 'it')).toThrow('it has 8388609 bytes');
  });

  it.each([
    ['that is no archive', (_: Buffer) => Buffer.from('<html>')],
    ['that is cut off', (content: Buffer) => content.subarray(0, content.length - 40)],
    [
      'that is damaged',
      (content: Buffer) =>
        Buffer.concat([content.subarray(0, 60), Buffer.alloc(40), content.subarray(100)]),
    ],
  ])('%s', (_what, spoil) => {
    const file = fileIn();
    writeRawArchive(file, [CHART, { path: 'base/x', content: 'abc '.repeat(5000) }]);
    writeFileSync(file, spoil(readFileSync(file)));
    expect(() => inspectArchive(file, 'it')).toThrow(
      'it is damaged, or not packed with tar and gzip',
    );
  });
});
