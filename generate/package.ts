import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import packageJson from '../package.json';
import { compareApi } from './package/compare-api';
import { isShipped } from './package/is-shipped';
import { publishedManifest } from './package/published-manifest';

const ROOT = join(__dirname, '..');
const BUILD = join(ROOT, 'build');
const FOLDER = join(BUILD, 'package');

/** Makes what `npm publish` is given, and what it consists of: `build/istio-revisions-<version>.tgz` and `.cdx.json`. */
async function makePackage(acceptsApi: boolean): Promise<void> {
  rmSync(BUILD, { recursive: true, force: true });
  await run('tsc', ['-p', 'tsconfig.package.json', '--outDir', FOLDER]);
  compareApi(ROOT, FOLDER, acceptsApi);
  for (const path of (await run('git', ['ls-files'])).split('\n').filter(isShipped)) {
    mkdirSync(dirname(join(FOLDER, path)), { recursive: true });
    cpSync(join(ROOT, path), join(FOLDER, path));
  }
  const manifest = publishedManifest(packageJson);
  writeFileSync(join(FOLDER, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await run('publint', ['--strict', FOLDER]);
  await run('npm', ['pack', '--silent', '--pack-destination', BUILD, FOLDER]);
  const name = `${packageJson.name}-${packageJson.version}`;
  const sbom = ['sbom', '--package-lock-only', '--omit', 'dev', '--sbom-format', 'cyclonedx'];
  writeFileSync(join(BUILD, `${name}.cdx.json`), await run('npm', sbom));
  process.stdout.write(`${join('build', `${name}.tgz`)}\n`);
}

/** Runs a program of the project or of the machine. @throws with what it said, when it fails */
async function run(program: string, args: readonly string[]): Promise<string> {
  const env = {
    ...process.env,
    PATH: `${join(ROOT, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
  };
  const options = { cwd: ROOT, env, maxBuffer: 64 * 1024 * 1024 };
  const failed = (error: Error & { stdout?: string; stderr?: string }) => {
    throw new Error(
      `${program} ${args.join(' ')}\n${error.stdout ?? ''}${error.stderr ?? error.message}`,
    );
  };
  const { stdout } = await promisify(execFile)(program, args, options).catch(failed);
  return stdout;
}

makePackage(process.argv[2] === 'accept').catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
