import type { operator } from '../generated/newest';

/** What a document says of a mesh. */
export type IstioOperatorSpec = operator.IstioOperatorSpec;

/**
 * The document that describes one revision of a mesh. Its types are those of the newest Istio minor; what another minor does not
 * know is refused where that is rendered.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/apis/types.go
 */
export interface IstioOperator {
  readonly apiVersion: 'install.istio.io/v1alpha1';
  readonly kind: 'IstioOperator';
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: IstioOperatorSpec;
}

/** istioctl's name of the document's version and kind. */
export const ISTIO_OPERATOR = {
  apiVersion: 'install.istio.io/v1alpha1',
  kind: 'IstioOperator',
} as const;

/**
 * Annotation of a document with the name of the Helm release that installed what it describes. It ends up in the labels of
 * every object, so that an installation can be taken over without a change.
 */
export const RELEASE_ANNOTATION = 'istio-revisions.dev/release';

/** Annotation of a document with the Istio version whose charts render it, where that is not the tag of its images. */
export const VERSION_ANNOTATION = 'istio-revisions.dev/version';
