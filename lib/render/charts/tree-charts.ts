import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type JsonObject } from '../../operator/json';
import { readYamlStream } from '../kubernetes-yaml';
import { folderDigest } from './chart-digest';
import { chartMetadata } from './chart-metadata';
import { CHART_FACTS } from './chart-names';
import type { Chart, ChartName, ChartSet } from './chart-set';
import { ChartsError } from './charts-error';
import { holdToLock, lockFile } from './charts-lock';
import { PLACEHOLDER_VERSION, releaseOf } from './release';

/** A folder with `charts` and `profiles`, as Istio's release archives have under `manifests`. */
export interface ChartTree {
  readonly folder: string;
  /** What named it, for people. */
  readonly namedBy: string;
  /** The minor that its charts must be of; `null` where any will do. */
  readonly minor: string | null;
}

const PROFILE = /^[a-z0-9-]{1,63}$/;

/** Whether there is such a tree. */
export function isChartTree(folder: string): boolean {
  return existsSync(join(folder, 'charts', CHART_FACTS.base.folder, 'Chart.yaml'));
}

/**
 * The charts of a tree. Each is held to `charts.lock` by the release that it says it is of; charts that were never released, as
 * those of Istio's source tree, are for the lab alone.
 * @throws ChartsError where there is no tree
 */
export function treeCharts(tree: ChartTree, env: NodeJS.ProcessEnv): ChartSet {
  const { folder, namedBy, minor } = tree;
  if (!isChartTree(folder)) {
    throw new ChartsError(`no Istio charts in ${folder}, which ${namedBy} names`);
  }
  const found = new Map<ChartName, Chart>();
  return {
    minor: minor ?? releaseOf(versionOf(folder, 'base'))?.minor ?? null,
    source: folder,
    chart: (name) => {
      const chart = found.get(name) ?? locate(name, tree, env);
      found.set(name, chart);
      return chart;
    },
    profile: (name) => readProfile(folder, name),
  };
}

function locate(
  name: ChartName,
  { folder, namedBy, minor }: ChartTree,
  env: NodeJS.ProcessEnv,
): Chart {
  const version = versionOf(folder, name);
  const { folder: below, title } = CHART_FACTS[name];
  const path = join(folder, 'charts', below);
  const digest = folderDigest(path);
  if (version === PLACEHOLDER_VERSION) {
    requireLab(`${title} ${version} in ${folder}, which ${namedBy} names,`, env);
    return { name, path, digest, version };
  }
  if (minor !== null && releaseOf(version)?.minor !== minor) {
    throw new ChartsError(
      `${path} is of Istio ${version}, but ${minor} was asked for, which ${namedBy} names; put the charts of each minor into its own folder`,
    );
  }
  holdToLock(lockFile(env), { key: `${title}-${version}`, form: 'folder', digest });
  return { name, path, digest, version };
}

function versionOf(folder: string, name: ChartName): string {
  const { folder: below, title } = CHART_FACTS[name];
  const file = join(folder, 'charts', below, 'Chart.yaml');
  const metadata = existsSync(file) ? chartMetadata(readFileSync(file, 'utf8')) : null;
  if (metadata?.name === title) return metadata.version;
  throw new ChartsError(
    metadata === null
      ? `${file} is no file with the name and version of a chart`
      : `${file} is the chart ${metadata.name}, not ${title}`,
  );
}

/** In the lab's shell `ISTIO_REVISIONS_LAB` is set; its charts come straight from Istio's sources. */
function requireLab(what: string, env: NodeJS.ProcessEnv): void {
  if ((env['ISTIO_REVISIONS_LAB'] ?? '') !== '') return;
  throw new ChartsError(
    `${what} is a chart of Istio's source tree, which says nothing of the version that it belongs to: only the lab takes it. ` +
      'Unset ISTIO_REVISIONS_CHARTS for the charts of the Istio project, or name a folder with those of a release',
  );
}

function readProfile(folder: string, name: string): JsonObject | null {
  const file = join(folder, 'profiles', `${name}.yaml`);
  if (!PROFILE.test(name) || !existsSync(file)) return null;
  let why = 'it holds no object';
  try {
    const [profile] = readYamlStream(readFileSync(file, 'utf8'), 'last');
    if (isObject(profile)) return profile;
  } catch (error) {
    why = error instanceof Error ? error.message : String(error);
  }
  throw new ChartsError(`${file} is no profile: ${why}`);
}
