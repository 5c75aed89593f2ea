import { InvalidInputError } from '../operator/issue';
import type { IstioOperator } from '../operator/istio-operator';
import { inputsOf } from '../operator/operator-inputs';
import { TAG_LABEL } from '../rollout/names';
import type { HelmRelease } from './helm-release';
import type { KubeObject } from './kube-object';
import { helmReleases, prepareInputs, type PreparedInputs } from './prepare-inputs';
import { renderPrepared } from './render-inputs';

/** The document of a revision, and a tag that is to point at it. */
export interface RevisionTagRelease {
  readonly tag: string;
  readonly document: IstioOperator;
}

/**
 * Renders a revision tag with the istiod chart of the revision that it points at: its injector, and since Istio 1.28 its
 * Service. The CA bundle is none of it: istiod writes that.
 * @throws InvalidInputError, ChartsError or HelmError
 */
export function renderRevisionTag(
  release: RevisionTagRelease,
  env: NodeJS.ProcessEnv,
): readonly KubeObject[] {
  const { objects } = renderPrepared(prepared(release, env), env);
  const own = objects.filter(({ metadata }) => metadata.labels?.[TAG_LABEL] === release.tag);
  if (own.length > 0) return own;
  const revision = release.document.spec.revision ?? 'default';
  throw new InvalidInputError([
    {
      code: 'not-supported',
      severity: 'error',
      path: 'spec.values',
      message: `revision ${revision} renders no object for tag "${release.tag}"; it must install istiod with its webhooks`,
    },
  ]);
}

/** The charts that a tag is rendered with. @throws InvalidInputError or ChartsError */
export function revisionTagHelmReleases(
  release: RevisionTagRelease,
  env: NodeJS.ProcessEnv,
): HelmRelease[] {
  return helmReleases(prepared(release, env));
}

function prepared({ tag, document }: RevisionTagRelease, env: NodeJS.ProcessEnv): PreparedInputs {
  const { spec } = document;
  const values = { ...spec.values, revisionTags: [tag] };
  return prepareInputs(inputsOf({ ...document, spec: { ...spec, values } }), env, ['pilot']);
}
