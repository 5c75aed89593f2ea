import type { JsonObject } from './json';

/**
 * The document that describes one revision of a mesh.
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

/** What a revision consists of. Fields that this version cannot render are refused, never ignored. */
export interface IstioOperatorSpec {
  /** @default 'default' */
  readonly profile?: string;
  /** Folder with `charts` and `profiles`, in place of the charts of the tag's minor. */
  readonly installPackagePath?: string;
  readonly hub?: string;
  readonly tag?: string | number;
  readonly revision?: string;
  readonly compatibilityVersion?: string;
  readonly meshConfig?: JsonObject;
  readonly values?: JsonObject;
  /** Laid over `values` without a check. */
  readonly unvalidatedValues?: JsonObject;
  readonly components?: Components;
}

/** The components that can be rendered. */
export interface Components {
  readonly base?: { readonly enabled?: boolean };
  readonly pilot?: { readonly enabled?: boolean; readonly k8s?: PilotResources };
  readonly ingressGateways?: readonly GatewayComponent[];
  readonly egressGateways?: readonly GatewayComponent[];
}

/** Gateways of a document are listed only to be switched off: gateways never belong to a revision. */
export interface GatewayComponent {
  readonly name?: string;
  readonly enabled?: boolean;
}

/** Kubernetes settings of istiod's Deployment. */
export interface PilotResources {
  readonly replicaCount?: number;
  readonly resources?: JsonObject;
  readonly nodeSelector?: JsonObject;
  readonly affinity?: JsonObject;
  readonly tolerations?: readonly JsonObject[];
  readonly podAnnotations?: JsonObject;
  readonly env?: readonly { readonly name: string; readonly value: string }[];
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
