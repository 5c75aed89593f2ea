import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { InvalidInputError } from '../lib/operator/issue';

/** Name and version of the chart that made an object, as Istio's charts write it. */
const CHART_LABEL = 'helm.sh/chart';

/** What every chart of Istio's source tree is called until a release is built from it. */
const PLACEHOLDER = '-1.0.0';

/**
 * Refuses objects of charts that were never released: those of the lab come straight from Istio's source tree, and say
 * nothing of the version that they belong to.
 * @throws InvalidInputError naming the charts.
 */
export function requireReleasedCharts(tree: IConstruct, environment: string): void {
  const charts = tree.node
    .findAll()
    .filter((node) => ApiObject.isApiObject(node))
    .map(({ metadata }) => metadata.getLabel(CHART_LABEL) ?? '');
  const unreleased = [...new Set(charts.filter((chart) => chart.endsWith(PLACEHOLDER)))].sort();
  if (unreleased.length === 0) return;
  throw new InvalidInputError([
    {
      code: 'unreleased-charts',
      severity: 'error',
      path: environment,
      source: 'ISTIO_REVISIONS_CHARTS',
      message:
        `found ${unreleased.join(', ')}: charts of Istio's source tree, which only the lab takes; ` +
        'unpack the releases of Istio and name their folder, such as <folder>/1.31/manifests',
    },
  ]);
}
