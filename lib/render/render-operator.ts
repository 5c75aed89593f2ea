import { COMPONENTS, type ComponentName } from '../operator/component';
import { acknowledge, type Acknowledgement } from '../operator/acknowledge';
import { InvalidInputError, type Issue } from '../operator/issue';
import type { IstioOperator } from '../operator/istio-operator';
import { inputsOf } from '../operator/operator-inputs';
import type { ResolvedOperator } from '../operator/resolve-operator';
import { issueAt } from '../operator/rules/issue-at';
import { RANK, rankIn, tracedAt } from '../operator/traced';
import type { KubeObject } from './kube-object';
import type { HelmRelease } from './helm-release';
import { helmReleases, prepareInputs, type PreparedInputs } from './prepare-inputs';
import { renderPrepared } from './render-inputs';
import type { RenderObserver } from './render-observer';

/** A rendered revision. */
export interface RenderedRevision {
  readonly resolved: ResolvedOperator;
  readonly objects: readonly KubeObject[];
  /** What is doubtful, but was rendered, and nobody answers for. */
  readonly warnings: readonly Issue[];
  /** Gateways that the profile switches on; they are not rendered here. */
  readonly omittedGateways: readonly string[];
}

/** What a render may be given beside the document. */
export interface RevisionRenderOptions {
  /** @default nobody watches */
  readonly observer?: RenderObserver;
  /** Warnings that somebody answers for. @default none */
  readonly acknowledgements?: readonly Acknowledgement[];
}

/** What may belong to a revision: gateways never do. */
const OF_A_REVISION: readonly ComponentName[] = ['base', 'pilot', 'cni', 'ztunnel'];

/**
 * Renders the document of one revision with Istio's own charts, without gateways: they belong to no revision.
 * @throws InvalidInputError, ChartsError or HelmError
 */
export function renderOperator(
  document: IstioOperator,
  env: NodeJS.ProcessEnv,
  { observer, acknowledgements = [] }: RevisionRenderOptions = {},
): RenderedRevision {
  const inputs = inputsOf(document);
  const prepared = prepareInputs(inputs, env, OF_A_REVISION);
  const { resolved } = prepared;
  const issues = [...prepared.issues, ...gatewayIssues(prepared)];
  const { objects, warnings } = renderPrepared({ ...prepared, issues }, env, observer);
  const { left } = acknowledge(warnings, acknowledgements);
  if (left.some(({ severity }) => severity === 'error')) throw new InvalidInputError(left);
  return { resolved, objects, warnings: left, omittedGateways: gatewaysOf(resolved) };
}

/** The charts that a document of a revision is rendered with. @throws InvalidInputError or ChartsError */
export function revisionHelmReleases(
  document: IstioOperator,
  env: NodeJS.ProcessEnv,
): HelmRelease[] {
  return helmReleases(prepareInputs(inputsOf(document), env, OF_A_REVISION));
}

function gatewaysOf({ releases }: ResolvedOperator): string[] {
  return releases
    .filter(({ component }) => !OF_A_REVISION.includes(component))
    .map(({ resourceName }) => resourceName);
}

const ADVICE =
  'gateways are rendered by the Gateway construct, apart from any revision; set enabled: false here';

/** Gateways that somebody asked for, in a list of a component or by a value. */
function gatewayIssues(prepared: PreparedInputs): Issue[] {
  const { releases, spec } = prepared.resolved;
  return releases
    .filter(({ component }) => !OF_A_REVISION.includes(component))
    .flatMap(({ path, component }) => {
      const { valuesRoot = [] } = COMPONENTS.find(({ name }) => name === component) ?? {};
      const byValues = ['values', ...valuesRoot, 'enabled'];
      const isAskedFor = (one: readonly string[]) => rankIn(tracedAt(spec, one)) > RANK.shipped;
      if (isAskedFor(['components', component]))
        return [issueAt(prepared, 'not-supported', path, ADVICE)];
      return isAskedFor(byValues) ? [issueAt(prepared, 'not-supported', byValues, ADVICE)] : [];
    });
}
