// Written by `make generate`.
import type * as kubernetes from './kubernetes';
import type * as values from './values';

/** @see https://github.com/istio/istio/blob/release-1.31/manifests/charts/gateway/values.schema.json */
export interface GatewayValues {
  readonly additionalContainers?: readonly kubernetes.Container[];
  readonly affinity?: kubernetes.Affinity;
  readonly annotations?: Readonly<Record<string, string | number>>;
  readonly autoscaling?: {
    readonly autoscaleBehavior?: kubernetes.HorizontalPodAutoscalerBehavior;
    readonly enabled?: boolean;
    readonly maxReplicas?: number;
    readonly minReplicas?: number;
    readonly targetCPUUtilizationPercentage?: number;
    readonly targetMemoryUtilizationPercentage?: number | Readonly<Record<string, unknown>>;
  };
  readonly compatibilityVersion?: string;
  readonly containerSecurityContext?: kubernetes.SecurityContext;
  readonly defaultRevision?: string;
  readonly dnsConfig?: kubernetes.PodDNSConfig;
  readonly dnsPolicy?: kubernetes.DNSPolicy;
  readonly enabled?: boolean;
  readonly env?: Readonly<Record<string, string | number | boolean>>;
  readonly envVarFrom?: readonly {
    readonly name?: string;
    readonly value?: string;
    readonly valueFrom?: kubernetes.EnvVarSource;
  }[];
  readonly global?: values.GlobalConfig;
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  readonly imagePullSecrets?: readonly {
    readonly name?: string;
  }[];
  readonly initContainers?: readonly kubernetes.Container[];
  readonly kind?: 'Deployment' | 'DaemonSet';
  readonly labels?: Readonly<Record<string, string | number | boolean>>;
  readonly lifecycle?: {
    readonly postStart?: kubernetes.LifecycleHandler;
    readonly preStop?: kubernetes.LifecycleHandler;
    readonly stopSignal?: kubernetes.Signal;
  };
  readonly minReadySeconds?: number;
  readonly name?: string;
  readonly networkGateway?: string;
  readonly networkGatewayPorts?: Readonly<
    Record<
      string,
      {
        readonly port?: number;
        readonly protocol?: kubernetes.Protocol;
        readonly targetPort?: number;
      }
    >
  >;
  readonly nodeSelector?: Readonly<Record<string, string | number | boolean>>;
  readonly ownerName?: string;
  readonly pilot?: Readonly<Record<string, unknown>>;
  readonly platform?: string;
  readonly podAnnotations?: {
    readonly 'inject.istio.io/templates'?: string | number | boolean;
    readonly 'prometheus.io/path'?: string | number | boolean;
    readonly 'prometheus.io/port'?: string | number | boolean;
    readonly 'prometheus.io/scrape'?: string | number | boolean;
    readonly [key: string]: string | number | boolean | undefined;
  };
  readonly podDisruptionBudget?: {
    readonly maxUnavailable?: number | string;
    readonly minAvailable?: number | string;
    readonly selector?: kubernetes.LabelSelector;
    readonly unhealthyPodEvictionPolicy?: 'IfHealthyBudget' | 'AlwaysAllow';
  };
  readonly priorityClassName?: string;
  readonly profile?: string;
  readonly rbac?: {
    readonly enabled?: boolean;
  };
  readonly readinessProbe?: kubernetes.Probe;
  readonly replicaCount?: number;
  readonly resources?: {
    readonly claims?: readonly kubernetes.ResourceClaim[];
    readonly limits?: {
      readonly cpu?: string;
      readonly memory?: string;
      readonly [key: string]: string | number | undefined;
    };
    readonly requests?: {
      readonly cpu?: string;
      readonly memory?: string;
      readonly [key: string]: string | number | undefined;
    };
  };
  readonly revision?: string;
  readonly runAsRoot?: boolean;
  readonly securityContext?: kubernetes.PodSecurityContext;
  readonly service?: {
    readonly allocateLoadBalancerNodePorts?: boolean;
    readonly annotations?: Readonly<Record<string, string | number | boolean>>;
    readonly clusterIP?: string;
    readonly externalIPs?: readonly string[];
    readonly externalTrafficPolicy?: kubernetes.ServiceExternalTrafficPolicy;
    readonly healthCheckNodePort?: number;
    readonly internalTrafficPolicy?: kubernetes.ServiceInternalTrafficPolicy;
    readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[];
    readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack';
    readonly loadBalancerClass?: string;
    /** @deprecated */
    readonly loadBalancerIP?: string;
    readonly loadBalancerSourceRanges?: readonly string[];
    readonly ports?: readonly {
      readonly appProtocol?: string;
      readonly name?: string;
      readonly nodePort?: number;
      readonly port?: number;
      readonly protocol?: kubernetes.Protocol;
      readonly targetPort?: number;
    }[];
    readonly selectorLabels?: Readonly<Record<string, string>>;
    readonly type?: string;
  };
  readonly serviceAccount?: {
    readonly annotations?: Readonly<Record<string, string | number | boolean>>;
    readonly create?: boolean;
    readonly name?: string;
  };
  readonly strategy?: kubernetes.DeploymentStrategy;
  readonly terminationGracePeriodSeconds?: number;
  readonly tolerations?: readonly kubernetes.Toleration[];
  readonly topologySpreadConstraints?: readonly kubernetes.TopologySpreadConstraint[];
  readonly unprivilegedPort?: true | false | 'auto';
  readonly volumeMounts?: readonly kubernetes.VolumeMount[];
  readonly volumes?: readonly kubernetes.Volume[];
}
