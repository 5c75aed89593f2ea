import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheDir } from '../../cache-dir';
import { downloadHelm } from './download-helm';
import { keepVersion, keptVersion, requireVersion, versionRun } from './helm-version';
import { runHelm, runHelmSync } from './run-helm';

/** A Helm that renders Istio's charts. */
export interface Helm {
  readonly path: string;
  /** As it says it itself, such as `v4.2.4` or `v3.20.1+g…`. */
  readonly version: string;
}

const VARIABLE = 'ISTIO_REVISIONS_BIN_HELM';

const known = new Map<string, Helm>();

/**
 * The Helm to use: the one that `ISTIO_REVISIONS_BIN_HELM` names, else that of PATH, else a verified download.
 * @throws HelmError when there is none, or it is older than 3.14 or newer than 4
 */
export function findHelm(env: NodeJS.ProcessEnv): Helm {
  const before = knownHelm(env);
  if (before !== null) return before;
  const path = helmPath(env);
  return learn(env, path, runHelmSync(versionRun(path, env)));
}

/** The same beside other work: Helm is asked for its version, where that is not known. @throws HelmError */
export async function askHelm(env: NodeJS.ProcessEnv): Promise<Helm> {
  const before = knownHelm(env);
  if (before !== null) return before;
  const path = helmPath(env);
  return learn(env, path, await runHelm(versionRun(path, env)));
}

/** The Helm to use, where its version is known without asking; `null` elsewhere. @throws HelmError */
export function knownHelm(env: NodeJS.ProcessEnv): Helm | null {
  const before = known.get(keyOf(env));
  if (before !== undefined) return before;
  const path = helmPath(env);
  const version = keptVersion(path, env);
  return version === null ? null : accept(env, { path, version });
}

/** The path of the Helm to use, whatever its version. @throws HelmError when there is none */
export function helmPath(env: NodeJS.ProcessEnv): string {
  return named(env) ?? onPath(env['PATH'] ?? '') ?? downloadHelm(env);
}

/** The path of a Helm that is on this machine already; `null` where one would be downloaded. */
export function installedHelm(env: NodeJS.ProcessEnv): string | null {
  return named(env) ?? onPath(env['PATH'] ?? '') ?? null;
}

function learn(env: NodeJS.ProcessEnv, path: string, said: string): Helm {
  const version = said.trim();
  const helm = accept(env, { path, version });
  keepVersion(path, env, version);
  return helm;
}

function accept(env: NodeJS.ProcessEnv, helm: Helm): Helm {
  requireVersion(helm.path, helm.version);
  known.set(keyOf(env), helm);
  return helm;
}

function keyOf(env: NodeJS.ProcessEnv): string {
  return JSON.stringify([env[VARIABLE], env['PATH'], cacheDir(env)]);
}

function onPath(path: string): string | undefined {
  const files = path.split(delimiter).map((folder) => join(folder, 'helm'));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}

function named(env: NodeJS.ProcessEnv): string | undefined {
  const path = env[VARIABLE];
  return path === '' ? undefined : path;
}
