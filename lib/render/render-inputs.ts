import { definitionsOf } from '../generated/definitions-of';
import { InvalidInputError, inReadingOrder, type Issue } from '../operator/issue';
import type { OperatorInputs } from '../operator/operator-inputs';
import { pathText } from '../operator/operator-path';
import type { ComponentRelease, ResolvedOperator } from '../operator/resolve-operator';
import { sourceOf } from '../operator/source-of';
import { withoutErrors } from '../operator/without-errors';
import { helmTemplate } from './helm-template';
import type { KubeObject } from './kube-object';
import { applyKubernetesSettings } from './patch/kubernetes-settings';
import { applyOverlays, overlaysOf } from './patch/overlays';
import { prepareInputs, type PreparedInputs } from './prepare-inputs';
import type { RenderObserver } from './render-observer';

/** Everything that was rendered. */
export interface RenderedInputs {
  readonly resolved: ResolvedOperator;
  readonly components: readonly RenderedComponent[];
  /** The objects of all components. */
  readonly objects: readonly KubeObject[];
  /** What is doubtful, but was rendered. */
  readonly warnings: readonly Issue[];
}

/** The objects of one component. */
export interface RenderedComponent {
  readonly component: ComponentRelease;
  readonly objects: readonly KubeObject[];
}

/**
 * Renders documents and settings with Istio's own charts, as `istioctl manifest generate` does.
 *
 * @throws InvalidInputError with every problem at once, those among them that only rendering shows
 * @throws ChartsError or HelmError
 */
export function renderInputs(
  inputs: OperatorInputs,
  env: NodeJS.ProcessEnv,
  observer?: RenderObserver,
): RenderedInputs {
  return renderPrepared(prepareInputs(inputs, env), env, observer);
}

/** Renders what was prepared. @throws InvalidInputError, ChartsError or HelmError */
export function renderPrepared(
  prepared: PreparedInputs,
  env: NodeJS.ProcessEnv,
  observer?: RenderObserver,
): RenderedInputs {
  if (prepared.issues.some(isError))
    throw new InvalidInputError(union(prepared.issues, hiddenIssues(prepared, env)));
  const rendered = prepared.components.map((component) =>
    renderComponent(component, prepared, env, observer),
  );
  const issues = union(
    prepared.issues,
    rendered.flatMap((component) => component.issues),
  );
  if (issues.some(isError)) throw new InvalidInputError(issues);
  const objects = rendered.flatMap((component) => component.objects);
  return {
    resolved: prepared.resolved,
    components: rendered,
    objects,
    warnings: inReadingOrder(issues),
  };
}

/** Without what was found before. */
function union(known: readonly Issue[], found: readonly Issue[]): Issue[] {
  const isNew = (issue: Issue) =>
    !known.some(({ code, path }) => code === issue.code && path === issue.path);
  return [...known, ...found.filter(isNew)];
}

function isError({ severity }: Issue): boolean {
  return severity === 'error';
}

/**
 * What else is wrong, and only rendering shows: the rest of a document that has errors is rendered for that. What cannot be
 * rendered tells nothing.
 */
function hiddenIssues(prepared: PreparedInputs, env: NodeJS.ProcessEnv): readonly Issue[] {
  const attempt = <T>(work: () => readonly T[]): readonly T[] => {
    try {
      return work();
    } catch {
      return [];
    }
  };
  return attempt(() => {
    const rest = prepareInputs(withoutErrors(prepared.inputs, prepared.issues), env);
    return rest.components
      .filter(({ path }) =>
        prepared.components.some((one) => pathText(one.path) === pathText(path)),
      )
      .flatMap((component) =>
        attempt(() => renderComponent(component, rest, env, undefined).issues),
      );
  });
}

function renderComponent(
  component: ComponentRelease,
  { inputs, resolved, minor, charts, name }: PreparedInputs,
  env: NodeJS.ProcessEnv,
  observer: RenderObserver | undefined,
): RenderedComponent & { readonly issues: readonly Issue[] } {
  const { namespace, values } = component;
  const chart = charts.chart(component.chart);
  const rendered = helmTemplate({ chart, name, namespace, values }, env, observer);
  const settled = applyKubernetesSettings(rendered, component, definitionsOf(minor));
  const { objects, idle } = applyOverlays(settled.objects, overlaysOf(component.k8s));
  const issue = (
    below: readonly string[],
    problem: Pick<Issue, 'code' | 'severity' | 'message'>,
  ) => {
    const path = [...component.path, 'k8s', ...below];
    const source = sourceOf(resolved.spec, inputs, path);
    const where = {
      path: pathText(['spec', ...path]),
      ...(source === undefined ? {} : { source }),
    };
    return { ...problem, ...where };
  };
  const issues = [
    ...settled.idle.map((setting) =>
      issue([setting], {
        code: 'no-effect',
        severity: 'warning',
        message: `the component renders no object that ${setting} could change`,
      }),
    ),
    ...settled.misfits.map(({ name: setting, problem }) =>
      issue([setting], { code: 'element-without-key', severity: 'error', message: problem }),
    ),
    ...idle.map(({ path, problem }) =>
      issue(['overlays', ...path], {
        code: 'overlay-without-effect',
        severity: 'error',
        message: problem,
      }),
    ),
  ];
  return { component, objects, issues };
}
