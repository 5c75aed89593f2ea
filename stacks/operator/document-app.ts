import { App, Chart } from 'cdk8s';
import { IstiodRevision } from '../../constructs/istiod-revision';
import type { DocumentPart } from '../../lib/operator/document-part';
import type { IstioOperator } from '../../lib/operator/istio-operator';
import { mergeValues } from '../../lib/operator/merge-values';
import type { RenderObserver } from '../../lib/render/render-observer';

/** A part of a document. */
export interface DocumentSource {
  readonly document: IstioOperator;
  readonly part: DocumentPart;
}

/** The tree of one part of a document. @throws InvalidInputError, ChartsError or HelmError */
export function documentApp(
  { document, part }: DocumentSource,
  variables: NodeJS.ProcessEnv,
  observer?: RenderObserver,
): App {
  const app = new App();
  const chart = new Chart(app, 'operator', { disableResourceNameHashes: true });
  if (part !== 'nothing') {
    new IstiodRevision(chart, part, {
      document: part === 'base' ? baseOf(document) : revisionOf(document),
      environmentVariables: variables,
      ...(observer === undefined ? {} : { observer }),
    });
  }
  return app;
}

/**
 * A default validator that points to a removed istiod makes every Istio object unwritable, so there is none unless the
 * document names its revision.
 */
function baseOf(document: IstioOperator): IstioOperator {
  const { spec } = document;
  return {
    ...document,
    spec: {
      ...spec,
      components: {
        ...spec.components,
        base: { ...spec.components?.base, enabled: true },
        pilot: { ...spec.components?.pilot, enabled: false },
      },
      values: mergeValues({ defaultRevision: '' }, spec.values ?? {}),
    },
  };
}

function revisionOf(document: IstioOperator): IstioOperator {
  const { spec } = document;
  return {
    ...document,
    spec: { ...spec, components: { ...spec.components, base: { enabled: false } } },
  };
}
