import { MINORS } from '../generated/minors';
import { chooseCharts } from '../operator/choose-charts';
import type { ComponentName } from '../operator/component';
import { RELEASE_ANNOTATION } from '../operator/istio-operator';
import { InvalidInputError, type Issue } from '../operator/issue';
import { isObject } from '../operator/json';
import type { OperatorInputs } from '../operator/operator-inputs';
import {
  resolveOperator,
  type ComponentRelease,
  type ResolvedOperator,
} from '../operator/resolve-operator';
import { RULES } from '../operator/rules/rules';
import { userLayers } from '../operator/user-layers';
import { schemaIssues } from '../operator/validate-schema';
import type { ChartSet } from './charts/chart-set';
import { openCharts } from './charts/open-charts';
import type { HelmRelease } from './helm-release';

/** istioctl's name of the release, which ends up in the label `app.kubernetes.io/instance`; a document may name another. */
const RELEASE = 'istio';

/** What is known of an installation before anything is rendered. */
export interface PreparedInputs {
  readonly inputs: OperatorInputs;
  readonly resolved: ResolvedOperator;
  /** Istio minor of the charts, such as `1.31`. */
  readonly minor: string;
  readonly charts: ChartSet;
  /** Name of the Helm release, which is in the labels of every object. */
  readonly name: string;
  /** What will be rendered: one chart each. */
  readonly components: readonly ComponentRelease[];
  /** Everything that is wrong or doubtful in what was said. */
  readonly issues: readonly Issue[];
}

/**
 * Resolves and checks documents, settings and variables, and finds their charts.
 *
 * @param only - components that are wanted, all others are left out
 * @throws InvalidInputError for what cannot be read or resolved
 * @throws ChartsError where the charts cannot be had, unless something is wrong with the documents already
 */
export function prepareInputs(
  inputs: OperatorInputs,
  env: NodeJS.ProcessEnv,
  only?: readonly ComponentName[],
): PreparedInputs {
  const layers = userLayers(inputs, env);
  const choice = chooseCharts(inputs, layers);
  const check = (minor: string) => schemaIssues(inputs, layers, minor);
  const charts = beside(
    () => openCharts(choice, env),
    () => check(NEWEST),
  );
  const minor = charts.minor ?? NEWEST;
  const issues = check(minor);
  const { version } = choice;
  const resolved = beside(
    () => resolveOperator(layers, { minor, version, profile: charts.profile }),
    () => issues,
  );
  const components = resolved.releases.filter(
    ({ component }) => only?.includes(component) !== false,
  );
  const context = { inputs, resolved, components, minor };
  return {
    ...context,
    charts,
    name: releaseName(inputs),
    issues: [...issues, ...RULES.flatMap((rule) => rule(context))],
  };
}

/** The charts to render, such as for a prewarm. @throws ChartsError */
export function helmReleases({ components, charts, name }: PreparedInputs): HelmRelease[] {
  return components.map(({ chart, namespace, values }) => ({
    chart: charts.chart(chart),
    name,
    namespace,
    values,
  }));
}

/** Whose fields are known where nothing says which minor is meant. */
const NEWEST = MINORS[MINORS.length - 1] ?? '';

/** Does what may fail; what is known to be wrong already is told in place of the failure, or with it. */
function beside<T>(work: () => T, known: () => readonly Issue[]): T {
  try {
    return work();
  } catch (error) {
    const issues = known();
    if (error instanceof InvalidInputError)
      throw new InvalidInputError([...issues, ...error.issues]);
    if (issues.some(({ severity }) => severity === 'error')) throw new InvalidInputError(issues);
    throw error;
  }
}

function releaseName({ files }: OperatorInputs): string {
  const names = files.flatMap(({ document: { metadata } }) => {
    const annotations = isObject(metadata) ? metadata['annotations'] : undefined;
    const name = isObject(annotations) ? annotations[RELEASE_ANNOTATION] : undefined;
    return typeof name === 'string' ? [name] : [];
  });
  return names.at(-1) ?? RELEASE;
}
