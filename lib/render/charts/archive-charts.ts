import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { profilesOf } from '../../generated/profiles-of';
import { cacheDir } from '../../cache-dir';
import type { JsonObject } from '../../operator/json';
import { archiveDigest } from './chart-digest';
import { CHART_FACTS } from './chart-names';
import type { Chart, ChartName, ChartSet } from './chart-set';
import { withoutCredentials, type ChartSource } from './chart-source';
import { ChartsError } from './charts-error';
import { holdToLock, lockedDigest, lockFile } from './charts-lock';
import { fetchChart } from './fetch-chart';
import { inspectArchive } from './inspect-archive';
import type { Release } from './release';

/** What finding one archive needs. */
interface Wanted {
  readonly name: ChartName;
  readonly title: string;
  readonly version: string;
  readonly source: ChartSource;
  readonly env: NodeJS.ProcessEnv;
}

/** The charts of a release as archives: those of a folder, or fetched from a repository or registry into the cache. */
export function archiveCharts(
  { version, minor }: Release,
  source: ChartSource,
  env: NodeJS.ProcessEnv,
): ChartSet {
  const found = new Map<ChartName, Chart>();
  return {
    minor,
    source: placeOf(source),
    chart: (name) => {
      const { title, published } = CHART_FACTS[name];
      const chart = found.get(name) ?? locate({ name, title, version, source, env }, published);
      found.set(name, chart);
      return chart;
    },
    profile: (name) => (profilesOf(minor)[name] as JsonObject | undefined) ?? null,
  };
}

function locate(wanted: Wanted, published: boolean): Chart {
  const { title, version, source } = wanted;
  if (source.type === 'folder') {
    const file = join(source.path, archiveName(wanted));
    if (existsSync(file)) return verified(wanted, file);
    throw new ChartsError(
      `${archiveName(wanted)} is not in ${source.path}, which ISTIO_REVISIONS_CHARTS names; put it there`,
    );
  }
  if (published) return fetched(wanted, source);
  throw new ChartsError(
    `${placeOf(source)} has no chart ${title}: gateways of an IstioOperator document are in Istio's release archive only. ` +
      'Use the chart "gateway" (construct Gateway), or unpack the archive and name it with ISTIO_REVISIONS_CHARTS ' +
      `(as <folder>/${minorOf(version)}/manifests) or spec.installPackagePath`,
  );
}

/** What the lock knows was looked through when it was recorded. */
function verified({ name, title, version, env }: Wanted, file: string, source?: string): Chart {
  const digest = archiveDigest(readFileSync(file));
  const chart = { key: `${title}-${version}`, form: 'archive', digest } as const;
  const lock = lockFile(env);
  const locked = lockedDigest(lock, chart);
  if (locked === null) requireChart(file, { title, version }, source ?? file);
  if (locked !== digest)
    holdToLock(lock, { ...chart, ...(source === undefined ? {} : { source }) });
  return { name, path: file, digest, version };
}

function requireChart(
  file: string,
  { title, version }: Pick<Wanted, 'title' | 'version'>,
  place: string,
): void {
  const what = `${title} ${version} of ${place}`;
  const found = inspectArchive(file, what);
  if (found.name === title && found.version === version) return;
  throw new ChartsError(`${what} is ${found.name} ${found.version} in truth, and was not used`);
}

/** A file of the cache that is not what the lock says is fetched again; what is fetched and is not, is refused. */
function fetched(wanted: Wanted, source: Exclude<ChartSource, { type: 'folder' }>): Chart {
  const { title, version, env } = wanted;
  const folder = join(cacheDir(env), 'charts', slugOf(source.url));
  const kept = join(folder, archiveName(wanted));
  const place = withoutCredentials(source.url);
  const locked = lockedDigest(lockFile(env), { key: `${title}-${version}`, form: 'archive' });
  if (existsSync(kept) && (locked === null || archiveDigest(readFileSync(kept)) === locked)) {
    return verified(wanted, kept, place);
  }
  return fetchChart({ source, title, version }, folder, env, (archive) => {
    const chart = verified(wanted, archive, place);
    renameSync(archive, kept);
    return { ...chart, path: kept };
  });
}

function archiveName({ title, version }: Wanted): string {
  return `${title}-${version}.tgz`;
}

function placeOf(source: ChartSource): string {
  return source.type === 'folder' ? source.path : withoutCredentials(source.url);
}

/** A folder of its own for each source, since two may have other charts under the same name. */
function slugOf(url: string): string {
  const host = withoutCredentials(url)
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[^A-Za-z0-9.]+/g, '-');
  return `${host.slice(0, 60)}-${createHash('sha256').update(url).digest('hex').slice(0, 8)}`;
}

function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
