import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir } from '../../lib/cache-dir';

const LOADER = join(__dirname, '..', '..', 'lib', 'load-typescript.js');

/** A program of two files, and what it says. */
function program(extra = '') {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-program-'));
  const cache = join(folder, 'cache');
  const write = (word: string) => {
    writeFileSync(join(folder, 'word.ts'), `export const WORD: string = '${word}';\n`);
  };
  write('first');
  writeFileSync(
    join(folder, 'main.ts'),
    `import { WORD } from './word';\ninterface Unused { readonly a: number }\n${extra}process.stdout.write(WORD);\n`,
  );
  const run = (variables: NodeJS.ProcessEnv = {}) =>
    spawnSync(process.execPath, ['-r', LOADER, join(folder, 'main.ts')], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, ISTIO_REVISIONS_CACHE: cache, ...variables },
    });
  const kept = () => readdirSync(join(cache, 'transpiled'));
  return { folder, cache, write, run, kept };
}

describe('TypeScript that Node runs', () => {
  it('is what is written, also at the same second and size', () => {
    const { folder, run, write, kept } = program();
    utimesSync(join(folder, 'word.ts'), 1, 1);
    expect(run().stdout).toBe('first');
    expect(kept()).toHaveLength(2);
    write('other');
    utimesSync(join(folder, 'word.ts'), 1, 1);
    expect(run().stdout).toBe('other');
    expect(run().stdout).toBe('other');
    expect(kept()).toHaveLength(3);
  });

  it('is kept where the rest of the cache is, and runs where nothing can be kept', () => {
    const { folder, run } = program();
    for (const variables of [
      { ISTIO_REVISIONS_CACHE: undefined },
      { ISTIO_REVISIONS_CACHE: undefined, XDG_CACHE_HOME: '' },
      { ISTIO_REVISIONS_CACHE: undefined, XDG_CACHE_HOME: join(folder, 'xdg') },
    ]) {
      expect(run(variables).stdout).toBe('first');
      const cache = cacheDir(variables).replace(homedir(), folder);
      expect(readdirSync(join(cache, 'transpiled'))).toHaveLength(2);
    }
    expect(run({ ISTIO_REVISIONS_CACHE: '/dev/null/cache' }).stdout).toBe('first');
  });

  it('says at which line it failed where stack traces are shown', () => {
    const { run } = program(`\n\nconst fail = (): never => { throw new Error('no'); };\nfail();\n`);
    const place = /main\.ts:5:35/;
    expect(run({ ISTIO_REVISIONS_LOG_LEVEL: 'debug' }).stderr).toMatch(place);
    expect(run().stderr).toContain('Error: no');
  });

  it('does not fill the disk: of what was kept the oldest go', () => {
    const { cache, run, kept } = program();
    const folder = join(cache, 'transpiled');
    mkdirSync(folder, { recursive: true });
    for (let index = 0; index < 5_000; index += 1) {
      writeFileSync(join(folder, String(index)), '');
      utimesSync(join(folder, String(index)), index, index);
    }
    expect(run().stdout).toBe('first');
    expect(kept().length).toBeLessThan(2_600);
    expect(kept()).toContain('4999');
    expect(kept()).not.toContain('0');
  });
});
