import type { values } from '../generated/newest';
import type { IstioOperator } from './istio-operator';
import { mergeValues } from './merge-values';
import { toIstioOperator, type RevisionProps } from './to-istio-operator';

/**
 * The document of a revision together with the default validator that leads to it. That is rendered from it and belongs to no
 * revision: only it is taken of what this renders.
 */
export function toPointerOperator(revision: RevisionProps): IstioOperator {
  const document = toIstioOperator({
    ...revision,
    values: mergeValues<values.Values>(revision.values ?? {}, {
      defaultRevision: revision.revision,
    }),
  });
  const { spec } = document;
  return {
    ...document,
    spec: { ...spec, components: { ...spec.components, base: { enabled: true } } },
  };
}
