import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { LabError } from '../lab-error';
import { cacheDir } from '../../lib/cache-dir';
import { ISTIO_VERSIONS } from './catalog';

const MODULES = join(__dirname, '..', 'modules');

/**
 * Istio's charts and profiles of every minor of the lab, out of the same pinned modules as its istiod. They carry
 * placeholder versions, so they serve the lab only.
 * @returns a folder with `<minor>/manifests`
 */
export async function resolveCharts(env: NodeJS.ProcessEnv): Promise<string> {
  const minors = Object.keys(ISTIO_VERSIONS);
  const pins = minors.map((minor) =>
    readFileSync(join(MODULES, `istio-${minor}`, 'go.sum'), 'utf8'),
  );
  const digest = createHash('sha256').update(pins.join('\n')).digest('hex').slice(0, 16);
  const target = join(cacheDir(env), `charts-${digest}`);
  if (existsSync(target)) return target;
  const partial = `${target}.${String(process.pid)}.partial`;
  for (const minor of minors) {
    mkdirSync(join(partial, minor), { recursive: true });
    const source = join(await moduleDir(minor), 'manifests');
    cpSync(source, join(partial, minor, 'manifests'), { recursive: true });
  }
  try {
    renameSync(partial, target);
  } catch (error) {
    // Another lab was faster; what it wrote is the same.
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

async function moduleDir(minor: string): Promise<string> {
  const cwd = join(MODULES, `istio-${minor}`);
  const env = { ...process.env, GOFLAGS: '', GOWORK: 'off' };
  try {
    const args = ['mod', 'download', '-json', 'istio.io/istio'];
    const { stdout } = await promisify(execFile)('go', args, { cwd, env });
    return (JSON.parse(stdout) as { Dir: string }).Dir;
  } catch (error) {
    throw new LabError(
      `Istio ${minor}'s charts come from its Go module, which could not be downloaded: ${String(error)}`,
    );
  }
}
