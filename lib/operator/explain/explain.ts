import { definitionAt } from '../../generated/definition-at';
import type { Definitions } from '../../generated/definition';
import { definitionsOf } from '../../generated/definitions-of';
import { ROOTS } from '../../generated/roots';
import { COMPONENTS, type OperatorChart } from '../component';
import { pathText } from '../operator-path';
import type { ComponentRelease } from '../resolve-operator';
import { leavesOf, tracedAt, type Setting, type TracedLeaf, type TracedObject } from '../traced';
import { ALIASES, isAtOrBelow } from '../aliases';
import type { ChartDefaults } from './chart-defaults';
import { chartValues, LIFTED } from './chart-values';
import type { ExplainedLeaf } from './explained-leaf';
import { givenValues, type Explained } from './given-values';
import { lostSettings, type LostSettings } from './lost-settings';
import { mergeLeaves } from './merge-leaves';

type Path = readonly string[];

/**
 * Every leaf of an installation, in the order of the paths: what it is in the end, which layer set it where, and what that
 * overrode, down to the charts' own defaults.
 * @param defaultsOf - what a chart that is installed sets by itself
 */
export function explain(
  explained: Explained,
  defaultsOf: (chart: OperatorChart) => ChartDefaults,
): ExplainedLeaf[] {
  const { releases, values } = explained.resolved;
  const definitions = definitionsOf(explained.minor);
  const lost = lostSettings(explained.resolved);
  const ofCharts = releases.flatMap((release) => {
    const given = givenValues(release, explained);
    const seen = chartValues(release.chart, defaultsOf(release.chart), given);
    return leavesOf(seen).flatMap(([inChart, leaf]) => {
      const path = documentPath(inChart, release.chart, seen, definitions);
      const isKnown = isDefined(definitions, path) || tracedAt(values, path) !== undefined;
      return isKnown && !isForAnother(path, release.chart)
        ? [toLeaf(['values', ...path], leaf, lost, [chartName(release)])]
        : [];
    });
  });
  const known = new Set(ofCharts.map(({ path }) => pathText(path)));
  const idle = leavesOf(values)
    .map(([path, leaf]) => toLeaf(['values', ...path], leaf, lost, []))
    .filter(({ path }) => !known.has(pathText(path)));
  return [...specLeaves(explained, lost), ...mergeLeaves([...ofCharts, ...idle])].sort(byPath);
}

/** The fields of the spec that are no values, and have a say. */
function specLeaves({ resolved: { spec } }: Explained, lost: LostSettings): ExplainedLeaf[] {
  const others = [['values'], ...ALIASES.map(([field]) => field)];
  return leavesOf(spec)
    .filter(([path]) => !others.some((other) => isAtOrBelow(path, other)))
    .filter(([path]) => !lost.beaten.some((beaten) => isAtOrBelow(path, beaten)))
    .map(([path, leaf]) => toLeaf(path, leaf, lost));
}

function toLeaf(
  path: Path,
  { settings }: TracedLeaf,
  lost: LostSettings,
  charts?: readonly string[],
): ExplainedLeaf {
  const [setBy, ...below] = [...settings].reverse() as [Setting, ...Setting[]];
  const overrode = [...lost.at(path, settings), ...below].sort((a, b) => b.rank - a.rank);
  return { path, value: setBy.value, setBy, overrode, ...(charts === undefined ? {} : { charts }) };
}

/** Where a document would say what a chart reads at a path of its own; below `values`. */
function documentPath(
  path: Path,
  chart: OperatorChart,
  seen: TracedObject,
  definitions: Definitions,
): Path {
  const [key = ''] = path;
  if (chart === 'ztunnel') return key === 'global' ? path : ['ztunnel', ...path];
  const lifted = LIFTED[chart];
  if (lifted === undefined || key === lifted) return path;
  const own = [lifted, ...path];
  const isLifted = isDefined(definitions, own.slice(0, 2)) || tracedAt(seen, own) !== undefined;
  return isLifted ? own : path;
}

function isDefined(definitions: Definitions, path: Path): boolean {
  return definitionAt(definitions, ROOTS.values, path) !== undefined;
}

/** Whether only the chart of another component reads it. */
function isForAnother(path: Path, chart: OperatorChart): boolean {
  return COMPONENTS.some(
    (component) =>
      component.chart !== chart &&
      component.name !== 'base' &&
      isAtOrBelow(path, component.valuesRoot),
  );
}

function chartName({ chart, component, resourceName }: ComponentRelease): string {
  return component.endsWith('Gateways') ? `${chart} ${resourceName}` : chart;
}

function byPath(a: ExplainedLeaf, b: ExplainedLeaf): number {
  return pathText(a.path) < pathText(b.path) ? -1 : 1;
}
