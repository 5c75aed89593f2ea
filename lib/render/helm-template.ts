import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '../cache-dir';
import type { JsonObject } from '../operator/json';
import type { KubeObject } from './kube-object';
import { orderObjects } from './order-objects';
import { parseManifests } from './parse-manifests';

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** What the charts are told about the cluster; a later one renders the same. */
const KUBE_VERSION = '1.34.0';

/**
 * Version of what the cache holds: objects that our own code parsed and ordered. Raise it with every change to that code,
 * or old caches hide it.
 */
const CACHE_FORMAT = 1;

/** One chart to render. */
export interface HelmRelease {
  readonly chartDir: string;
  readonly name: string;
  readonly namespace: string;
  readonly values: JsonObject;
}

/** Thrown when Helm is missing or refuses the values; the message is Helm's own. */
export class HelmError extends Error {
  override readonly name = 'HelmError';
}

/**
 * Renders a chart with the real Helm, or takes the objects that the same Helm, chart and values gave before. Nothing of
 * the caller's kubeconfig or repositories has a part in it.
 * @throws HelmError
 */
export function helmTemplate(release: HelmRelease, env: NodeJS.ProcessEnv): KubeObject[] {
  const helm = env['ISTIO_REVISIONS_BIN_HELM'] ?? 'helm';
  const file = join(cacheDir(env), 'renders', `${digest(release, helmVersion(helm, env))}.json`);
  const cached = readCache(file);
  if (cached !== null) return cached;
  const text = runHelm(
    helm,
    [
      'template',
      release.name,
      release.chartDir,
      `--namespace=${release.namespace}`,
      `--kube-version=${KUBE_VERSION}`,
      '--include-crds',
      '--values=-',
    ],
    env,
    JSON.stringify(release.values),
  );
  const objects = orderObjects(parseManifests(text, release.namespace));
  writeCache(file, objects);
  return objects;
}

function runHelm(
  helm: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input?: string,
): string {
  try {
    return execFileSync(helm, args, {
      encoding: 'utf8',
      env: { PATH: env['PATH'], HOME: env['HOME'], KUBECONFIG: '/dev/null' },
      input: input ?? '',
      maxBuffer: MAX_OUTPUT_BYTES,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: string };
    if (code === 'ENOENT') {
      throw new HelmError(
        `"${helm}" was not found; install Helm, or set ISTIO_REVISIONS_BIN_HELM ("istio-revisions lab up" provides one)`,
      );
    }
    throw new HelmError(`helm ${args[0] ?? ''} failed: ${(stderr ?? String(error)).trim()}`);
  }
}

const versions = new Map<string, string>();

function helmVersion(helm: string, env: NodeJS.ProcessEnv): string {
  const key = `${helm} ${env['PATH'] ?? ''}`;
  const known = versions.get(key);
  if (known !== undefined) return known;
  const version = runHelm(helm, ['version', '--short'], env).trim();
  versions.set(key, version);
  return version;
}

function digest({ chartDir, name, namespace, values }: HelmRelease, version: string): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([CACHE_FORMAT, version, KUBE_VERSION, name, namespace, values]));
  for (const file of chartFiles(chartDir)) {
    hash.update(`\0${file}\0`);
    hash.update(readFileSync(join(chartDir, file)));
  }
  return hash.digest('hex');
}

function chartFiles(chartDir: string): string[] {
  return readdirSync(chartDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(chartDir.length + 1))
    .sort();
}

/** A cache that cannot be read is no cache: the chart is rendered again. */
function readCache(file: string): KubeObject[] | null {
  try {
    const objects: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(objects) ? (objects as KubeObject[]) : null;
  } catch {
    return null;
  }
}

function writeCache(file: string, objects: readonly KubeObject[]): void {
  const partial = `${file}.${String(process.pid)}.partial`;
  try {
    mkdirSync(join(file, '..'), { recursive: true });
    // Values may hold what only this user should read.
    writeFileSync(partial, JSON.stringify(objects), { mode: 0o600 });
    renameSync(partial, file);
  } catch {
    // A folder that cannot be written costs time on the next render, nothing else.
  }
}
