import { join } from 'node:path';
import { chooseCharts } from '../operator/choose-charts';
import { RELEASE_ANNOTATION, type IstioOperator } from '../operator/istio-operator';
import { resolveRevision, type ResolvedRevision } from '../operator/resolve-revision';
import { CHART, findManifests, readProfile } from './chart-source';
import { helmTemplate } from './helm-template';
import type { KubeObject } from './kube-object';

/** istioctl's name of the release, which ends up in the label `app.kubernetes.io/instance`; a document may name another. */
const RELEASE = 'istio';

/** A rendered document. */
export interface RenderedRevision {
  readonly resolved: ResolvedRevision;
  readonly objects: readonly KubeObject[];
}

/**
 * Renders an IstioOperator document with Istio's own charts: the base chart and istiod, as its components say.
 * @throws InvalidInputError, ChartsNotFoundError or HelmError
 */
export function renderOperator(document: IstioOperator, env: NodeJS.ProcessEnv): RenderedRevision {
  const { tag, installPackagePath } = chooseCharts(document, env);
  const manifests = findManifests(tag, installPackagePath, env);
  const resolved = resolveRevision(document, env, (name) => readProfile(manifests, name));
  const name = document.metadata?.annotations?.[RELEASE_ANNOTATION] ?? RELEASE;
  const release = { name, namespace: resolved.istioNamespace, values: resolved.values };
  const charts = [
    ...(resolved.base ? [CHART.base] : []),
    ...(resolved.pilot ? [CHART.istiod] : []),
  ];
  const objects = charts.flatMap((chart) =>
    helmTemplate({ ...release, chartDir: join(manifests, 'charts', chart) }, env),
  );
  return { resolved, objects };
}
