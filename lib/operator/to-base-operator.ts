import type { values } from '../generated/newest';
import { ISTIO_OPERATOR, type IstioOperator } from './istio-operator';
import { mergeValues } from './merge-values';
import { annotationsOf } from './to-istio-operator';

/** What all revisions of a mesh share. */
export interface BaseProps {
  /** Istio version of the newest revision, such as `1.31.0`: its CRDs serve the older ones too. */
  readonly version: string;
  /**
   * The revision whose istiod validates Istio objects that name no revision. A required choice: a default validator that
   * points to a removed istiod makes every Istio object unwritable.
   */
  readonly defaultRevision: string;
  /**
   * Name of the Helm release that installed Istio's base chart, where Helm did.
   * @default `istio`, as istioctl has it
   */
  readonly release?: string;
  /** Further values for Istio's base chart. */
  readonly values?: values.Values;
}

/** The one IstioOperator document that stands for what exists once per cluster. */
export function toBaseOperator(props: BaseProps): IstioOperator {
  const defaultRevision = props.defaultRevision === 'none' ? '' : props.defaultRevision;
  return {
    ...ISTIO_OPERATOR,
    metadata: { name: 'base', ...annotationsOf(props) },
    spec: {
      tag: props.version,
      components: { base: { enabled: true }, pilot: { enabled: false } },
      values: mergeValues<values.Values>(props.values ?? {}, { defaultRevision }),
    },
  };
}
