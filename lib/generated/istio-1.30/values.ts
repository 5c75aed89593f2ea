// Written by `make generate`.
import type * as kubernetes from './kubernetes';
import type * as mesh from './mesh';

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface Agentgateway {
  readonly image?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface ArchConfig {
  readonly amd64?: number;
  readonly arm64?: number;
  readonly ppc64le?: number;
  readonly s390x?: number;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface BaseConfig {
  readonly enableCRDTemplates?: boolean;
  readonly enableIstioConfigCRDs?: boolean;
  readonly excludedCRDs?: readonly string[];
  readonly validateGateway?: boolean;
  readonly validationCABundle?: string;
  readonly validationFailurePolicy?: string | number | boolean;
  readonly validationURL?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface CNIAmbientConfig {
  readonly configDir?: string;
  readonly dnsCapture?: boolean;
  readonly enableAmbientDetectionRetry?: boolean;
  readonly enabled?: boolean;
  readonly enablementSelectors?: readonly {
    readonly namespaceSelector?: kubernetes.LabelSelector;
    readonly podSelector?: kubernetes.LabelSelector;
  }[];
  readonly ipv6?: boolean;
  readonly reconcileIptablesOnStartup?: boolean;
  readonly shareHostNetworkNamespace?: boolean;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface CNIConfig {
  readonly affinity?: kubernetes.Affinity;
  readonly ambient?: CNIAmbientConfig;
  readonly chained?: boolean;
  readonly cniBinDir?: string;
  readonly cniConfDir?: string;
  readonly cniConfFileName?: string;
  readonly cniNetnsDir?: string;
  readonly daemonSetLabels?: Readonly<Record<string, string | number | boolean>>;
  readonly enabled?: boolean;
  readonly env?: Readonly<Record<string, string | number | boolean>>;
  readonly excludeNamespaces?: readonly string[];
  readonly hub?: string;
  readonly image?: string;
  readonly istioOwnedCNIConfig?: boolean;
  readonly istioOwnedCNIConfigFileName?: string;
  /** @deprecated */
  readonly logLevel?: string;
  readonly logging?: GlobalLoggingConfig;
  /** @deprecated */
  readonly podAnnotations?: Readonly<Record<string, string | number | boolean>>;
  readonly podLabels?: Readonly<Record<string, string | number | boolean>>;
  /** @deprecated */
  readonly privileged?: boolean;
  readonly provider?: string;
  readonly pspClusterRole?: string;
  readonly pullPolicy?: kubernetes.PullPolicy;
  readonly repair?: CNIRepairConfig;
  readonly resourceQuotas?: ResourceQuotas;
  readonly resources?: Resources;
  readonly rollingMaxUnavailable?: number | string;
  readonly seLinuxOptions?: kubernetes.SELinuxOptions;
  readonly seccompProfile?: kubernetes.SeccompProfile;
  readonly tag?: string | number | boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly tolerations?: readonly kubernetes.Toleration[];
  readonly updateStrategy?: kubernetes.DaemonSetUpdateStrategy;
  readonly useAppArmorAnnotation?: boolean;
  readonly variant?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface CNIRepairConfig {
  readonly brokenPodLabelKey?: string;
  readonly brokenPodLabelValue?: string;
  /** @deprecated */
  readonly createEvents?: string;
  readonly deletePods?: boolean;
  readonly enabled?: boolean;
  readonly hub?: string;
  readonly image?: string;
  readonly initContainerName?: string;
  readonly labelPods?: boolean;
  readonly repairPods?: boolean;
  readonly tag?: string | number | boolean;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface CNIUsageConfig {
  /** @deprecated */
  readonly chained?: boolean;
  readonly enabled?: boolean;
  readonly provider?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface DefaultPodDisruptionBudgetConfig {
  readonly enabled?: boolean;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface DefaultResourcesConfig {
  readonly requests?: ResourcesRequestsConfig;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface EgressGatewayConfig {
  readonly additionalContainers?: readonly kubernetes.Container[];
  readonly autoscaleEnabled?: boolean;
  readonly autoscaleMax?: number;
  readonly autoscaleMin?: number;
  readonly configVolumes?: readonly Readonly<Record<string, unknown>>[];
  /** @deprecated */
  readonly cpu?: TargetUtilizationConfig;
  readonly customService?: boolean;
  readonly egressPorts?: readonly Readonly<Record<string, unknown>>[];
  readonly enabled?: boolean;
  readonly env?: Readonly<Record<string, string | number | boolean>>;
  readonly externalTrafficPolicy?: kubernetes.ServiceExternalTrafficPolicy;
  readonly injectionTemplate?: string;
  readonly ipFamilies?: readonly kubernetes.IPFamily[];
  readonly ipFamilyPolicy?: kubernetes.IPFamilyPolicy;
  readonly labels?: Readonly<Record<string, string>>;
  readonly loadBalancerIP?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
  /** @deprecated */
  readonly memory?: TargetUtilizationConfig;
  readonly name?: string;
  /** @deprecated */
  readonly nodeSelector?: Readonly<Record<string, string | number | boolean>>;
  /** @deprecated */
  readonly podAnnotations?: Readonly<Record<string, string | number | boolean>>;
  /** @deprecated */
  readonly podAntiAffinityLabelSelector?: readonly kubernetes.LabelSelector[];
  /** @deprecated */
  readonly podAntiAffinityTermLabelSelector?: readonly kubernetes.LabelSelector[];
  readonly ports?: readonly PortsConfig[];
  readonly replicaCount?: number;
  /** @deprecated */
  readonly resources?: Resources;
  /** @deprecated */
  readonly rollingMaxSurge?: number | string;
  /** @deprecated */
  readonly rollingMaxUnavailable?: number | string;
  readonly runAsRoot?: boolean;
  readonly secretVolumes?: readonly SecretVolume[];
  readonly serviceAccount?: ServiceAccount;
  readonly serviceAnnotations?: Readonly<Record<string, string | number | boolean>>;
  readonly tag?: string | number | boolean;
  /** @deprecated */
  readonly tolerations?: readonly kubernetes.Toleration[];
  readonly type?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface ExperimentalConfig {
  readonly stableValidationPolicy?: boolean;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface GatewaysConfig {
  readonly enabled?: boolean;
  readonly 'istio-egressgateway'?: EgressGatewayConfig;
  readonly 'istio-ingressgateway'?: IngressGatewayConfig;
  readonly seccompProfile?: kubernetes.SeccompProfile;
  readonly securityContext?: kubernetes.PodSecurityContext;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface GlobalConfig {
  readonly agentgateway?: Agentgateway;
  /** @deprecated */
  readonly arch?: ArchConfig;
  readonly caAddress?: string;
  readonly caName?: string;
  readonly certSigners?: readonly string[];
  readonly configCluster?: boolean;
  readonly configValidation?: boolean;
  /** @deprecated */
  readonly defaultNodeSelector?: Readonly<Record<string, string | number | boolean>>;
  readonly defaultPodDisruptionBudget?: DefaultPodDisruptionBudgetConfig;
  /** @deprecated */
  readonly defaultResources?: DefaultResourcesConfig;
  /** @deprecated */
  readonly defaultTolerations?: readonly kubernetes.Toleration[];
  readonly enableReaderRBAC?: boolean;
  readonly externalIstiod?: boolean;
  readonly hub?: string;
  readonly imagePullPolicy?: kubernetes.PullPolicy;
  readonly imagePullSecrets?: readonly string[];
  readonly ipFamilies?: readonly kubernetes.IPFamily[];
  readonly ipFamilyPolicy?: kubernetes.IPFamilyPolicy;
  readonly istioNamespace?: string;
  readonly istiod?: IstiodConfig;
  /** @deprecated */
  readonly jwtPolicy?: string;
  readonly logAsJson?: boolean;
  readonly logging?: GlobalLoggingConfig;
  readonly meshID?: string;
  readonly meshNetworks?: Readonly<Record<string, mesh.Network>>;
  readonly mountMtlsCerts?: boolean;
  readonly multiCluster?: MultiClusterConfig;
  readonly nativeNftables?: boolean;
  readonly network?: string;
  readonly networkPolicy?: NetworkPolicyConfig;
  readonly omitSidecarInjectorConfigMap?: boolean;
  readonly operatorManageWebhooks?: boolean;
  readonly pilotCertProvider?: string;
  readonly platform?: string;
  readonly podDNSSearchNamespaces?: readonly string[];
  /** @deprecated */
  readonly priorityClassName?: string;
  readonly profile?: string;
  readonly proxy?: ProxyConfig;
  readonly proxy_init?: ProxyInitConfig;
  readonly remotePilotAddress?: string;
  readonly resourceScope?: ResourceScope;
  readonly revision?: string;
  readonly sds?: SDSConfig;
  readonly sts?: STSConfig;
  readonly tag?: string | number | boolean;
  readonly tracer?: TracerConfig;
  readonly trustBundleName?: string;
  readonly trustDomain?: string | number | boolean;
  readonly variant?: string;
  readonly waypoint?: WaypointConfig;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface GlobalLoggingConfig {
  readonly level?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface IngressGatewayConfig {
  readonly additionalContainers?: readonly kubernetes.Container[];
  readonly autoscaleEnabled?: boolean;
  readonly autoscaleMax?: number;
  readonly autoscaleMin?: number;
  readonly configVolumes?: readonly Readonly<Record<string, unknown>>[];
  /** @deprecated */
  readonly cpu?: TargetUtilizationConfig;
  readonly customService?: boolean;
  readonly enabled?: boolean;
  readonly env?: Readonly<Record<string, string | number | boolean>>;
  readonly externalTrafficPolicy?: kubernetes.ServiceExternalTrafficPolicy;
  readonly ingressPorts?: readonly Readonly<Record<string, unknown>>[];
  readonly injectionTemplate?: string;
  readonly ipFamilies?: readonly kubernetes.IPFamily[];
  readonly ipFamilyPolicy?: kubernetes.IPFamilyPolicy;
  readonly labels?: Readonly<Record<string, string>>;
  readonly loadBalancerIP?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
  /** @deprecated */
  readonly memory?: TargetUtilizationConfig;
  readonly name?: string;
  /** @deprecated */
  readonly nodeSelector?: Readonly<Record<string, string | number | boolean>>;
  /** @deprecated */
  readonly podAnnotations?: Readonly<Record<string, string | number | boolean>>;
  /** @deprecated */
  readonly podAntiAffinityLabelSelector?: readonly kubernetes.LabelSelector[];
  /** @deprecated */
  readonly podAntiAffinityTermLabelSelector?: readonly kubernetes.LabelSelector[];
  readonly ports?: readonly PortsConfig[];
  /** @deprecated */
  readonly replicaCount?: number;
  /** @deprecated */
  readonly resources?: kubernetes.ResourceRequirements;
  /** @deprecated */
  readonly rollingMaxSurge?: number | string;
  /** @deprecated */
  readonly rollingMaxUnavailable?: number | string;
  readonly runAsRoot?: boolean;
  readonly secretVolumes?: readonly SecretVolume[];
  readonly serviceAccount?: ServiceAccount;
  readonly serviceAnnotations?: Readonly<Record<string, string | number | boolean>>;
  readonly tag?: string | number | boolean;
  /** @deprecated */
  readonly tolerations?: readonly kubernetes.Toleration[];
  readonly type?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface IstiodConfig {
  readonly enableAnalysis?: boolean;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface IstiodRemoteConfig {
  readonly enabled?: boolean;
  readonly enabledLocalInjectorIstiod?: boolean;
  readonly injectionCABundle?: string;
  readonly injectionPath?: string;
  readonly injectionURL?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface MultiClusterConfig {
  readonly clusterName?: string;
  readonly enabled?: boolean;
  readonly globalDomainSuffix?: string;
  readonly includeEnvoyFilter?: boolean;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface NetworkPolicyConfig {
  readonly enabled?: boolean;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface PilotConfig {
  readonly affinity?: kubernetes.Affinity;
  readonly autoscaleBehavior?: kubernetes.HorizontalPodAutoscalerBehavior;
  readonly autoscaleEnabled?: boolean;
  readonly autoscaleMax?: number;
  readonly autoscaleMin?: number;
  readonly cni?: CNIUsageConfig;
  readonly configMap?: boolean;
  /** @deprecated */
  readonly cpu?: TargetUtilizationConfig;
  readonly crlConfigMapName?: string;
  readonly deploymentAnnotations?: Readonly<Record<string, string | number | boolean>>;
  readonly deploymentLabels?: Readonly<Record<string, string | number | boolean>>;
  readonly enabled?: boolean;
  readonly env?: Readonly<Record<string, string | number | boolean>>;
  readonly envVarFrom?: readonly kubernetes.EnvVar[];
  readonly extraContainerArgs?: readonly string[];
  readonly hub?: string;
  readonly image?: string;
  readonly initContainers?: readonly kubernetes.Container[];
  readonly ipFamilies?: readonly kubernetes.IPFamily[];
  readonly ipFamilyPolicy?: kubernetes.IPFamilyPolicy;
  readonly istiodRemote?: IstiodRemoteConfig;
  readonly jwksResolverExtraRootCA?: string;
  readonly keepaliveMaxServerConnectionAge?: string;
  /** @deprecated */
  readonly memory?: TargetUtilizationConfig;
  /** @deprecated */
  readonly nodeSelector?: Readonly<Record<string, string | number | boolean>>;
  readonly pdb?: {
    readonly maxUnavailable?: number | string;
    readonly minAvailable?: number | string;
    readonly unhealthyPodEvictionPolicy?: kubernetes.UnhealthyPodEvictionPolicyType;
  };
  /** @deprecated */
  readonly podAnnotations?: Readonly<Record<string, string | number | boolean>>;
  readonly podLabels?: Readonly<Record<string, string | number | boolean>>;
  /** @deprecated */
  readonly replicaCount?: number;
  /** @deprecated */
  readonly resources?: Resources;
  /** @deprecated */
  readonly rollingMaxSurge?: number | string;
  /** @deprecated */
  readonly rollingMaxUnavailable?: number | string;
  readonly seccompProfile?: kubernetes.SeccompProfile;
  readonly serviceAccountAnnotations?: Readonly<Record<string, string | number | boolean>>;
  readonly serviceAnnotations?: Readonly<Record<string, string | number | boolean>>;
  readonly sidecarInjectorWebhookAnnotations?: Readonly<Record<string, string | number | boolean>>;
  readonly tag?: string | number | boolean;
  readonly taint?: PilotTaintControllerConfig;
  /** @deprecated */
  readonly tolerations?: readonly kubernetes.Toleration[];
  readonly topologySpreadConstraints?: readonly kubernetes.TopologySpreadConstraint[];
  readonly traceSampling?: number;
  readonly trafficDistribution?: string | number | boolean;
  readonly trustedZtunnelName?: string;
  readonly trustedZtunnelNamespace?: string;
  readonly variant?: string;
  readonly volumeMounts?: readonly kubernetes.VolumeMount[];
  readonly volumes?: readonly kubernetes.Volume[];
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface PilotTaintControllerConfig {
  readonly enabled?: boolean;
  readonly name?: string;
  readonly namespace?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface PortsConfig {
  readonly name?: string;
  readonly nodePort?: number;
  readonly port?: number;
  readonly protocol?: kubernetes.Protocol;
  readonly targetPort?: number;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface ProxyConfig {
  readonly autoInject?: string;
  readonly capNetBindService?: string | number | boolean;
  readonly clusterDomain?: string;
  readonly componentLogLevel?: string;
  /** @deprecated */
  readonly enableCoreDump?: boolean;
  readonly excludeIPRanges?: string;
  readonly excludeInboundPorts?: string;
  readonly excludeOutboundPorts?: string;
  /** @deprecated */
  readonly holdApplicationUntilProxyStarts?: boolean;
  readonly image?: string;
  readonly includeIPRanges?: string;
  readonly includeInboundPorts?: string;
  readonly includeOutboundPorts?: string;
  readonly lifecycle?: kubernetes.Lifecycle;
  readonly logLevel?: string;
  readonly outlierLogPath?: string;
  readonly privileged?: boolean;
  readonly readinessFailureThreshold?: number;
  readonly readinessInitialDelaySeconds?: number;
  readonly readinessPeriodSeconds?: number;
  /** @deprecated */
  readonly resources?: Resources;
  readonly seccompProfile?: kubernetes.SeccompProfile;
  readonly startupProbe?: StartupProbe;
  readonly statusPort?: number;
  readonly tracer?: tracer;
  readonly variant?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface ProxyInitConfig {
  readonly forceApplyIptables?: boolean;
  readonly image?: string;
  /** @deprecated */
  readonly resources?: Resources;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface ResourceQuotas {
  readonly enabled?: boolean;
  readonly pods?: number;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export type ResourceScope = 'undefined' | 'all' | 'cluster' | 'namespace';

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface Resources {
  readonly limits?: Readonly<Record<string, string>>;
  readonly requests?: Readonly<Record<string, string>>;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface ResourcesRequestsConfig {
  readonly cpu?: string;
  readonly memory?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface SDSConfig {
  /** @deprecated */
  readonly token?: Readonly<Record<string, unknown>>;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface STSConfig {
  readonly servicePort?: number;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface SecretVolume {
  readonly mountPath?: string;
  readonly name?: string;
  readonly secretName?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface ServiceAccount {
  readonly annotations?: Readonly<Record<string, string | number | boolean>>;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface SidecarInjectorConfig {
  readonly alwaysInjectSelector?: readonly kubernetes.LabelSelector[];
  readonly defaultTemplates?: readonly string[];
  readonly enableNamespacesByDefault?: boolean;
  readonly injectedAnnotations?: Readonly<Record<string, string | number | boolean>>;
  readonly injectionURL?: string;
  readonly neverInjectSelector?: readonly kubernetes.LabelSelector[];
  readonly reinvocationPolicy?: string;
  readonly rewriteAppHTTPProbe?: boolean;
  readonly templates?: Readonly<Record<string, unknown>>;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface StartupProbe {
  readonly enabled?: boolean;
  readonly failureThreshold?: number;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface TargetUtilizationConfig {
  readonly targetAverageUtilization?: number;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface TelemetryConfig {
  readonly enabled?: boolean;
  readonly v2?: TelemetryV2Config;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface TelemetryV2Config {
  readonly enabled?: boolean;
  readonly prometheus?: TelemetryV2PrometheusConfig;
  readonly stackdriver?: TelemetryV2StackDriverConfig;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface TelemetryV2PrometheusConfig {
  readonly enabled?: boolean;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface TelemetryV2StackDriverConfig {
  readonly enabled?: boolean;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface TracerConfig {
  readonly datadog?: TracerDatadogConfig;
  readonly lightstep?: TracerLightStepConfig;
  readonly stackdriver?: TracerStackdriverConfig;
  readonly zipkin?: TracerZipkinConfig;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface TracerDatadogConfig {
  readonly address?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface TracerLightStepConfig {
  readonly accessToken?: string;
  readonly address?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface TracerStackdriverConfig {
  readonly debug?: boolean;
  readonly maxNumberOfAnnotations?: number;
  readonly maxNumberOfAttributes?: number;
  readonly maxNumberOfMessageEvents?: number;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface TracerZipkinConfig {
  readonly address?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface Values {
  readonly base?: BaseConfig;
  readonly cni?: CNIConfig;
  readonly compatibilityVersion?: string;
  readonly defaultRevision?: string;
  readonly experimental?: ExperimentalConfig;
  readonly gatewayClasses?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly gateways?: GatewaysConfig;
  readonly global?: GlobalConfig;
  /** @deprecated */
  readonly istioCni?: CNIUsageConfig;
  /** @deprecated */
  readonly istiodRemote?: IstiodRemoteConfig;
  readonly meshConfig?: mesh.MeshConfig;
  readonly ownerName?: string;
  readonly pilot?: PilotConfig;
  readonly platform?: string;
  readonly profile?: string;
  readonly revision?: string;
  readonly revisionTags?: readonly string[];
  readonly sidecarInjectorWebhook?: SidecarInjectorConfig;
  readonly telemetry?: TelemetryConfig;
  readonly ztunnel?: ZtunnelValues;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export interface WaypointConfig {
  readonly affinity?: kubernetes.Affinity;
  readonly nodeSelector?: Readonly<Record<string, string | number | boolean>>;
  readonly resources?: Resources;
  readonly toleration?: readonly kubernetes.Toleration[];
  readonly tolerations?: readonly kubernetes.Toleration[];
  readonly topologySpreadConstraints?: readonly kubernetes.TopologySpreadConstraint[];
}

/** @see https://github.com/istio/istio/blob/release-1.30/manifests/charts/ztunnel/values.yaml */
export interface ZtunnelValues {
  readonly affinity?: kubernetes.Affinity;
  readonly annotations?: Readonly<Record<string, string | number | boolean>>;
  readonly caAddress?: string;
  readonly compatibilityVersion?: string;
  readonly dnsConfig?: kubernetes.PodDNSConfig;
  readonly dnsPolicy?: kubernetes.DNSPolicy;
  readonly env?: Readonly<Record<string, string | number | boolean>>;
  readonly global?: GlobalConfig;
  readonly hub?: string;
  readonly image?: string;
  readonly imagePullPolicy?: kubernetes.PullPolicy;
  readonly imagePullSecrets?: readonly string[];
  readonly istioNamespace?: string;
  readonly labels?: Readonly<Record<string, string | number | boolean>>;
  readonly logAsJson?: boolean;
  readonly logLevel?: string;
  readonly meshConfig?: {
    readonly defaultConfig?: {
      readonly proxyMetadata?: Readonly<Record<string, string | number | boolean>>;
    };
  };
  readonly multiCluster?: {
    readonly clusterName?: string;
  };
  readonly network?: string;
  readonly nodeSelector?: Readonly<Record<string, string | number | boolean>>;
  readonly ownerName?: string;
  readonly peerCaCrl?: {
    readonly enabled?: boolean;
  };
  readonly platform?: string;
  readonly podAnnotations?: Readonly<Record<string, string | number | boolean>>;
  readonly podLabels?: Readonly<Record<string, string | number | boolean>>;
  readonly profile?: string;
  readonly resourceName?: string;
  readonly resourceQuotas?: {
    readonly enabled?: boolean;
    readonly pods?: number;
  };
  readonly resourceScope?: string;
  readonly resources?: kubernetes.ResourceRequirements;
  readonly revision?: string;
  readonly seLinuxOptions?: kubernetes.SELinuxOptions;
  readonly tag?: string | number | boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly tolerations?: readonly kubernetes.Toleration[];
  readonly trustBundleName?: string;
  readonly updateStrategy?: kubernetes.DaemonSetUpdateStrategy;
  readonly variant?: string;
  readonly volumeMounts?: readonly kubernetes.VolumeMount[];
  readonly volumes?: readonly kubernetes.Volume[];
  readonly xdsAddress?: string;
}

/** @see https://github.com/istio/istio/blob/release-1.30/operator/pkg/apis/values_types.proto */
export type tracer =
  'zipkin' | 'lightstep' | 'datadog' | 'stackdriver' | 'openCensusAgent' | 'none';
