import type { mesh, operator, values } from '../generated/newest';
import {
  ISTIO_OPERATOR,
  RELEASE_ANNOTATION,
  VERSION_ANNOTATION,
  type IstioOperator,
} from './istio-operator';

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
  /** Settings of the mesh. @default Istio's own */
  readonly meshConfig?: mesh.MeshConfig;
  /** Values for Istio's charts. @default their own */
  readonly values?: values.Values;
  /** Kubernetes settings of istiod, and the components that come with it. @default those of the profile */
  readonly components?: Pick<operator.IstioComponentSpec, 'pilot' | 'cni' | 'ztunnel'>;
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
    metadata: { name: `istiod-${props.revision}`, ...annotationsOf(props) },
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

/** How a document says which Helm release it describes, and which Istio version, where its images have another tag. */
export function annotationsOf({
  release,
  version,
  tag = version,
}: {
  readonly release?: string;
  readonly version: string;
  readonly tag?: string;
}): { readonly annotations?: Readonly<Record<string, string>> } {
  const annotations = {
    ...(release === undefined ? {} : { [RELEASE_ANNOTATION]: release }),
    ...(tag === version ? {} : { [VERSION_ANNOTATION]: version }),
  };
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}
