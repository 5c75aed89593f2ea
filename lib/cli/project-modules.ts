import { existsSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** What the engine's program needs of a project that has nothing installed. */
const ENGINE = '@pulumi/pulumi/package.json';

/**
 * Variables with which the engine finds this program, and what it needs itself, in a project where nothing was installed: those that
 * this process uses. Where the project has its own, none.
 * @param workDir - where the engine keeps what it needs for itself
 */
export function projectModules(projectDir: string, workDir: string): Record<string, string> {
  if (resolves(projectDir, ENGINE)) return {};
  const modules = join(workDir, 'modules');
  mkdirSync(modules, { recursive: true });
  link(ROOT, join(modules, 'istio-revisions'));
  link(dirname(dirname(createRequire(__filename).resolve(ENGINE))), join(modules, '@pulumi'));
  return { NODE_PATH: modules };
}

function resolves(projectDir: string, name: string): boolean {
  try {
    createRequire(join(projectDir, 'package.json')).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** What an earlier version left there may lead elsewhere. */
function link(target: string, path: string): void {
  if (existsSync(path) && realpathSync(path) === realpathSync(target)) return;
  rmSync(path, { force: true });
  symlinkSync(target, path);
}
