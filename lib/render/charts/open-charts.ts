import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ChartChoice } from '../../operator/choose-charts';
import { archiveCharts } from './archive-charts';
import { CHART_FACTS } from './chart-names';
import type { ChartSet } from './chart-set';
import { CHARTS_VARIABLE, chartSource } from './chart-source';
import { ChartsError } from './charts-error';
import { releaseOf, type Release } from './release';
import { isChartTree, treeCharts } from './tree-charts';

/**
 * The charts of an Istio version, from where `ISTIO_REVISIONS_CHARTS` says, or of a document's own `installPackagePath`. Nothing
 * is fetched before a chart is asked for.
 * @throws ChartsError for a version that is no release, and a folder without charts
 */
export function openCharts(
  { version, installPackagePath }: ChartChoice,
  env: NodeJS.ProcessEnv,
): ChartSet {
  const release = releaseOf(version);
  if (installPackagePath !== undefined) {
    const namedBy = 'spec.installPackagePath of the document or of ISTIO_REVISIONS_SET';
    const charts = treeCharts({ folder: installPackagePath, namedBy, minor: null }, env);
    return { ...charts, minor: charts.minor ?? release?.minor ?? null };
  }
  if (release === null) {
    throw new ChartsError(
      `"${version}" is no Istio version such as 1.31.0, so its charts cannot be chosen; set the tag to a release, or spec.installPackagePath`,
    );
  }
  const source = chartSource(env);
  if (source.type === 'folder') {
    const { minor } = release;
    const folder = join(source.path, minor, 'manifests');
    if (isChartTree(folder)) return treeCharts({ folder, namedBy: CHARTS_VARIABLE, minor }, env);
    requireArchives(source.path, release);
  }
  return archiveCharts(release, source, env);
}

function requireArchives(folder: string, { version, minor }: Release): void {
  const archives = Object.values(CHART_FACTS).map(({ title }) => `${title}-${version}.tgz`);
  if (archives.some((archive) => existsSync(join(folder, archive)))) return;
  throw new ChartsError(
    `no Istio charts in ${join(folder, minor, 'manifests')}, which ${CHARTS_VARIABLE} names, and in ${folder} no archive such as ` +
      `istiod-${version}.tgz; put either there, or unset the variable for the charts of the Istio project`,
  );
}
