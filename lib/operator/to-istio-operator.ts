import type { Components, IstioOperator } from './istio-operator';
import { ISTIO_OPERATOR, RELEASE_ANNOTATION } from './istio-operator';
import type { JsonObject } from './json';

/** What a construct says of one revision. */
export interface RevisionProps {
  /** DNS label, such as `1-31`. Never change what a live revision is: give it a new name. */
  readonly revision: string;
  /** Istio version, such as `1.31.0`: the image tag, and through its minor the charts. */
  readonly version: string;
  /** @default the environment's, else `default` */
  readonly profile?: string;
  readonly hub?: string;
  /** @default the version */
  readonly tag?: string;
  readonly meshConfig?: JsonObject;
  readonly values?: JsonObject;
  readonly components?: Pick<Components, 'pilot'>;
  /**
   * Name of the Helm release that installed this revision, where Helm did: it is in the labels of every object.
   * @default `istio`, as istioctl has it
   */
  readonly release?: string;
}

/** The one IstioOperator document that stands for a revision; whatever renders the revision renders this. */
export function toIstioOperator(props: RevisionProps): IstioOperator {
  return {
    ...ISTIO_OPERATOR,
    metadata: { name: `istiod-${props.revision}`, ...releaseAnnotation(props.release) },
    spec: {
      ...(props.profile === undefined ? {} : { profile: props.profile }),
      tag: props.tag ?? props.version,
      revision: props.revision,
      ...(props.hub === undefined ? {} : { hub: props.hub }),
      ...(props.meshConfig === undefined ? {} : { meshConfig: props.meshConfig }),
      ...(props.values === undefined ? {} : { values: props.values }),
      components: { ...props.components, base: { enabled: false } },
    },
  };
}

/** How a document says which Helm release it describes. */
export function releaseAnnotation(release: string | undefined): {
  readonly annotations?: Readonly<Record<string, string>>;
} {
  return release === undefined ? {} : { annotations: { [RELEASE_ANNOTATION]: release } };
}
