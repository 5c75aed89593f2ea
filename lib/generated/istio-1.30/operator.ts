// Written by `make generate`.
import type * as kubernetes from './kubernetes';
import type * as mesh from './mesh';
import type * as values from './values';

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/types.go */
export interface BaseComponentSpec {
  readonly enabled?: boolean;
  readonly k8s?: KubernetesResources;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/types.go */
export interface ComponentSpec {
  readonly enabled?: boolean;
  readonly hub?: string;
  readonly k8s?: KubernetesResources;
  readonly namespace?: string;
  readonly tag?: string | number | boolean;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/types.go */
export interface GatewayComponentSpec {
  readonly enabled?: boolean;
  readonly hub?: string;
  readonly k8s?: KubernetesResources;
  readonly label?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly namespace?: string;
  readonly tag?: string | number | boolean;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/types.go */
export interface IstioComponentSpec {
  readonly base?: BaseComponentSpec;
  readonly cni?: ComponentSpec;
  readonly egressGateways?: readonly GatewayComponentSpec[];
  readonly ingressGateways?: readonly GatewayComponentSpec[];
  readonly istiodRemote?: ComponentSpec;
  readonly pilot?: ComponentSpec;
  readonly ztunnel?: ComponentSpec;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/types.go */
export interface IstioOperator {
  readonly apiVersion?: 'install.istio.io/v1alpha1';
  readonly kind?: 'IstioOperator';
  readonly metadata?: kubernetes.ObjectMeta;
  readonly spec?: IstioOperatorSpec;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/types.go */
export interface IstioOperatorSpec {
  readonly compatibilityVersion?: string;
  readonly components?: IstioComponentSpec;
  readonly hub?: string;
  readonly installPackagePath?: string;
  readonly meshConfig?: mesh.MeshConfig;
  readonly namespace?: string;
  readonly profile?: string;
  readonly revision?: string;
  readonly tag?: string | number | boolean;
  readonly unvalidatedValues?: Readonly<Record<string, unknown>>;
  readonly values?: values.Values;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/types.go */
export interface KubernetesOverlay {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly patches?: readonly Patch[];
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/types.go */
export interface KubernetesResources {
  readonly affinity?: kubernetes.Affinity;
  readonly env?: readonly kubernetes.EnvVar[];
  readonly hpaSpec?: kubernetes.HorizontalPodAutoscalerSpec;
  readonly imagePullPolicy?: kubernetes.PullPolicy;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly overlays?: readonly KubernetesOverlay[];
  readonly podAnnotations?: Readonly<Record<string, string>>;
  readonly podDisruptionBudget?: kubernetes.PodDisruptionBudgetSpec;
  readonly priorityClassName?: string;
  readonly readinessProbe?: kubernetes.Probe;
  readonly replicaCount?: number;
  readonly resources?: kubernetes.ResourceRequirements;
  readonly securityContext?: kubernetes.PodSecurityContext;
  readonly service?: kubernetes.ServiceSpec;
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  readonly strategy?: kubernetes.DeploymentStrategy;
  readonly tolerations?: readonly kubernetes.Toleration[];
  readonly volumeMounts?: readonly kubernetes.VolumeMount[];
  readonly volumes?: readonly kubernetes.Volume[];
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/types.go */
export interface Patch {
  readonly path?: string;
  readonly value?: unknown;
}
