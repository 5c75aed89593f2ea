// Written by `make generate`.

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#daemonsetupdatestrategy-v1-apps */
export interface DaemonSetUpdateStrategy {
  readonly rollingUpdate?: RollingUpdateDaemonSet;
  readonly type?: DaemonSetUpdateStrategyType;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#daemonsetupdatestrategytype-v1-apps */
export type DaemonSetUpdateStrategyType = 'RollingUpdate' | 'OnDelete';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#deploymentstrategy-v1-apps */
export interface DeploymentStrategy {
  readonly rollingUpdate?: RollingUpdateDeployment;
  readonly type?: DeploymentStrategyType;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#deploymentstrategytype-v1-apps */
export type DeploymentStrategyType = 'Recreate' | 'RollingUpdate';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#rollingupdatedaemonset-v1-apps */
export interface RollingUpdateDaemonSet {
  readonly maxSurge?: number | string;
  readonly maxUnavailable?: number | string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#rollingupdatedeployment-v1-apps */
export interface RollingUpdateDeployment {
  readonly maxSurge?: number | string;
  readonly maxUnavailable?: number | string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#containerresourcemetricsource-v2-autoscaling */
export interface ContainerResourceMetricSource {
  readonly container?: string;
  readonly name?: string;
  readonly target?: MetricTarget;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#crossversionobjectreference-v2-autoscaling */
export interface CrossVersionObjectReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#externalmetricsource-v2-autoscaling */
export interface ExternalMetricSource {
  readonly metric?: MetricIdentifier;
  readonly target?: MetricTarget;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#hpascalingpolicy-v2-autoscaling */
export interface HPAScalingPolicy {
  readonly periodSeconds?: number;
  readonly type?: string;
  readonly value?: number;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#hpascalingrules-v2-autoscaling */
export interface HPAScalingRules {
  readonly policies?: readonly HPAScalingPolicy[];
  readonly selectPolicy?: string;
  readonly stabilizationWindowSeconds?: number;
  readonly tolerance?: string | number;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#horizontalpodautoscalerbehavior-v2-autoscaling */
export interface HorizontalPodAutoscalerBehavior {
  readonly scaleDown?: HPAScalingRules;
  readonly scaleUp?: HPAScalingRules;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#horizontalpodautoscalerspec-v2-autoscaling */
export interface HorizontalPodAutoscalerSpec {
  readonly behavior?: HorizontalPodAutoscalerBehavior;
  readonly maxReplicas?: number;
  readonly metrics?: readonly MetricSpec[];
  readonly minReplicas?: number;
  readonly scaleTargetRef?: CrossVersionObjectReference;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#metricidentifier-v2-autoscaling */
export interface MetricIdentifier {
  readonly name?: string;
  readonly selector?: LabelSelector;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#metricspec-v2-autoscaling */
export interface MetricSpec {
  readonly containerResource?: ContainerResourceMetricSource;
  readonly external?: ExternalMetricSource;
  readonly object?: ObjectMetricSource;
  readonly pods?: PodsMetricSource;
  readonly resource?: ResourceMetricSource;
  readonly type?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#metrictarget-v2-autoscaling */
export interface MetricTarget {
  readonly averageUtilization?: number;
  readonly averageValue?: string | number;
  readonly type?: string;
  readonly value?: string | number;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#objectmetricsource-v2-autoscaling */
export interface ObjectMetricSource {
  readonly describedObject?: CrossVersionObjectReference;
  readonly metric?: MetricIdentifier;
  readonly target?: MetricTarget;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podsmetricsource-v2-autoscaling */
export interface PodsMetricSource {
  readonly metric?: MetricIdentifier;
  readonly target?: MetricTarget;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourcemetricsource-v2-autoscaling */
export interface ResourceMetricSource {
  readonly name?: string;
  readonly target?: MetricTarget;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#awselasticblockstorevolumesource-v1-core */
export interface AWSElasticBlockStoreVolumeSource {
  readonly fsType?: string;
  readonly partition?: number;
  readonly readOnly?: boolean;
  readonly volumeID?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#affinity-v1-core */
export interface Affinity {
  readonly nodeAffinity?: NodeAffinity;
  readonly podAffinity?: PodAffinity;
  readonly podAntiAffinity?: PodAntiAffinity;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#apparmorprofile-v1-core */
export interface AppArmorProfile {
  readonly localhostProfile?: string;
  readonly type?: AppArmorProfileType;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#apparmorprofiletype-v1-core */
export type AppArmorProfileType = 'Unconfined' | 'RuntimeDefault' | 'Localhost';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#azuredatadiskcachingmode-v1-core */
export type AzureDataDiskCachingMode = 'None' | 'ReadOnly' | 'ReadWrite';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#azuredatadiskkind-v1-core */
export type AzureDataDiskKind = 'Shared' | 'Dedicated' | 'Managed';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#azurediskvolumesource-v1-core */
export interface AzureDiskVolumeSource {
  readonly cachingMode?: AzureDataDiskCachingMode;
  readonly diskName?: string;
  readonly diskURI?: string;
  readonly fsType?: string;
  readonly kind?: AzureDataDiskKind;
  readonly readOnly?: boolean;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#azurefilevolumesource-v1-core */
export interface AzureFileVolumeSource {
  readonly readOnly?: boolean;
  readonly secretName?: string;
  readonly shareName?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#csivolumesource-v1-core */
export interface CSIVolumeSource {
  readonly driver?: string;
  readonly fsType?: string;
  readonly nodePublishSecretRef?: LocalObjectReference;
  readonly readOnly?: boolean;
  readonly volumeAttributes?: Readonly<Record<string, string>>;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#capabilities-v1-core */
export interface Capabilities {
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#cephfsvolumesource-v1-core */
export interface CephFSVolumeSource {
  readonly monitors?: readonly string[];
  readonly path?: string;
  readonly readOnly?: boolean;
  readonly secretFile?: string;
  readonly secretRef?: LocalObjectReference;
  readonly user?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#cindervolumesource-v1-core */
export interface CinderVolumeSource {
  readonly fsType?: string;
  readonly readOnly?: boolean;
  readonly secretRef?: LocalObjectReference;
  readonly volumeID?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#clientipconfig-v1-core */
export interface ClientIPConfig {
  readonly timeoutSeconds?: number;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#clustertrustbundleprojection-v1-core */
export interface ClusterTrustBundleProjection {
  readonly labelSelector?: LabelSelector;
  readonly name?: string;
  readonly optional?: boolean;
  readonly path?: string;
  readonly signerName?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#configmapenvsource-v1-core */
export interface ConfigMapEnvSource {
  readonly name?: string;
  readonly optional?: boolean;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#configmapkeyselector-v1-core */
export interface ConfigMapKeySelector {
  readonly key?: string;
  readonly name?: string;
  readonly optional?: boolean;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#configmapprojection-v1-core */
export interface ConfigMapProjection {
  readonly items?: readonly KeyToPath[];
  readonly name?: string;
  readonly optional?: boolean;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#configmapvolumesource-v1-core */
export interface ConfigMapVolumeSource {
  readonly defaultMode?: number;
  readonly items?: readonly KeyToPath[];
  readonly name?: string;
  readonly optional?: boolean;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#container-v1-core */
export interface Container {
  readonly args?: readonly string[];
  readonly command?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly EnvFromSource[];
  readonly image?: string;
  readonly imagePullPolicy?: PullPolicy;
  readonly lifecycle?: Lifecycle;
  readonly livenessProbe?: Probe;
  readonly name?: string;
  readonly ports?: readonly ContainerPort[];
  readonly readinessProbe?: Probe;
  readonly resizePolicy?: readonly ContainerResizePolicy[];
  readonly resources?: ResourceRequirements;
  readonly restartPolicy?: string;
  readonly restartPolicyRules?: readonly ContainerRestartRule[];
  readonly securityContext?: SecurityContext;
  readonly startupProbe?: Probe;
  readonly stdin?: boolean;
  readonly stdinOnce?: boolean;
  readonly terminationMessagePath?: string;
  readonly terminationMessagePolicy?: TerminationMessagePolicy;
  readonly tty?: boolean;
  readonly volumeDevices?: readonly VolumeDevice[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly workingDir?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#containerport-v1-core */
export interface ContainerPort {
  readonly containerPort?: number;
  readonly hostIP?: string;
  readonly hostPort?: number;
  readonly name?: string;
  readonly protocol?: Protocol;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#containerresizepolicy-v1-core */
export interface ContainerResizePolicy {
  readonly resourceName?: string;
  readonly restartPolicy?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#containerrestartrule-v1-core */
export interface ContainerRestartRule {
  readonly action?: string;
  readonly exitCodes?: ContainerRestartRuleOnExitCodes;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#containerrestartruleonexitcodes-v1-core */
export interface ContainerRestartRuleOnExitCodes {
  readonly operator?: string;
  readonly values?: readonly number[];
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#dnspolicy-v1-core */
export type DNSPolicy = 'ClusterFirstWithHostNet' | 'ClusterFirst' | 'Default' | 'None';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#downwardapiprojection-v1-core */
export interface DownwardAPIProjection {
  readonly items?: readonly DownwardAPIVolumeFile[];
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#downwardapivolumefile-v1-core */
export interface DownwardAPIVolumeFile {
  readonly fieldRef?: ObjectFieldSelector;
  readonly mode?: number;
  readonly path?: string;
  readonly resourceFieldRef?: ResourceFieldSelector;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#downwardapivolumesource-v1-core */
export interface DownwardAPIVolumeSource {
  readonly defaultMode?: number;
  readonly items?: readonly DownwardAPIVolumeFile[];
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#emptydirvolumesource-v1-core */
export interface EmptyDirVolumeSource {
  readonly medium?: string;
  readonly sizeLimit?: string | number;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#envfromsource-v1-core */
export interface EnvFromSource {
  readonly configMapRef?: ConfigMapEnvSource;
  readonly prefix?: string;
  readonly secretRef?: SecretEnvSource;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#envvar-v1-core */
export interface EnvVar {
  readonly name?: string;
  readonly value?: string;
  readonly valueFrom?: EnvVarSource;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#envvarsource-v1-core */
export interface EnvVarSource {
  readonly configMapKeyRef?: ConfigMapKeySelector;
  readonly fieldRef?: ObjectFieldSelector;
  readonly fileKeyRef?: FileKeySelector;
  readonly resourceFieldRef?: ResourceFieldSelector;
  readonly secretKeyRef?: SecretKeySelector;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#ephemeralvolumesource-v1-core */
export interface EphemeralVolumeSource {
  readonly volumeClaimTemplate?: PersistentVolumeClaimTemplate;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#execaction-v1-core */
export interface ExecAction {
  readonly command?: readonly string[];
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#fcvolumesource-v1-core */
export interface FCVolumeSource {
  readonly fsType?: string;
  readonly lun?: number;
  readonly readOnly?: boolean;
  readonly targetWWNs?: readonly string[];
  readonly wwids?: readonly string[];
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#filekeyselector-v1-core */
export interface FileKeySelector {
  readonly key?: string;
  readonly optional?: boolean;
  readonly path?: string;
  readonly volumeName?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#flexvolumesource-v1-core */
export interface FlexVolumeSource {
  readonly driver?: string;
  readonly fsType?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly readOnly?: boolean;
  readonly secretRef?: LocalObjectReference;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#flockervolumesource-v1-core */
export interface FlockerVolumeSource {
  readonly datasetName?: string;
  readonly datasetUUID?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#gcepersistentdiskvolumesource-v1-core */
export interface GCEPersistentDiskVolumeSource {
  readonly fsType?: string;
  readonly partition?: number;
  readonly pdName?: string;
  readonly readOnly?: boolean;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#grpcaction-v1-core */
export interface GRPCAction {
  readonly port?: number;
  readonly service?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#gitrepovolumesource-v1-core */
export interface GitRepoVolumeSource {
  readonly directory?: string;
  readonly repository?: string;
  readonly revision?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#glusterfsvolumesource-v1-core */
export interface GlusterfsVolumeSource {
  readonly endpoints?: string;
  readonly path?: string;
  readonly readOnly?: boolean;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#httpgetaction-v1-core */
export interface HTTPGetAction {
  readonly host?: string;
  readonly httpHeaders?: readonly HTTPHeader[];
  readonly path?: string;
  readonly port?: number | string;
  readonly scheme?: URIScheme;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#httpheader-v1-core */
export interface HTTPHeader {
  readonly name?: string;
  readonly value?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#hostpathtype-v1-core */
export type HostPathType =
  | 'DirectoryOrCreate'
  | 'Directory'
  | 'FileOrCreate'
  | 'File'
  | 'Socket'
  | 'CharDevice'
  | 'BlockDevice';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#hostpathvolumesource-v1-core */
export interface HostPathVolumeSource {
  readonly path?: string;
  readonly type?: HostPathType;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#ipfamily-v1-core */
export type IPFamily = 'IPv4' | 'IPv6';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#ipfamilypolicy-v1-core */
export type IPFamilyPolicy = 'SingleStack' | 'PreferDualStack' | 'RequireDualStack';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#iscsivolumesource-v1-core */
export interface ISCSIVolumeSource {
  readonly chapAuthDiscovery?: boolean;
  readonly chapAuthSession?: boolean;
  readonly fsType?: string;
  readonly initiatorName?: string;
  readonly iqn?: string;
  readonly iscsiInterface?: string;
  readonly lun?: number;
  readonly portals?: readonly string[];
  readonly readOnly?: boolean;
  readonly secretRef?: LocalObjectReference;
  readonly targetPortal?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#imagevolumesource-v1-core */
export interface ImageVolumeSource {
  readonly pullPolicy?: PullPolicy;
  readonly reference?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#keytopath-v1-core */
export interface KeyToPath {
  readonly key?: string;
  readonly mode?: number;
  readonly path?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#lifecycle-v1-core */
export interface Lifecycle {
  readonly postStart?: LifecycleHandler;
  readonly preStop?: LifecycleHandler;
  readonly stopSignal?: Signal;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#lifecyclehandler-v1-core */
export interface LifecycleHandler {
  readonly exec?: ExecAction;
  readonly httpGet?: HTTPGetAction;
  readonly sleep?: SleepAction;
  /** @deprecated */
  readonly tcpSocket?: TCPSocketAction;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#localobjectreference-v1-core */
export interface LocalObjectReference {
  readonly name?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#mountpropagationmode-v1-core */
export type MountPropagationMode = 'None' | 'HostToContainer' | 'Bidirectional';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#nfsvolumesource-v1-core */
export interface NFSVolumeSource {
  readonly path?: string;
  readonly readOnly?: boolean;
  readonly server?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#nodeaffinity-v1-core */
export interface NodeAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly PreferredSchedulingTerm[];
  readonly requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#nodeinclusionpolicy-v1-core */
export type NodeInclusionPolicy = 'Ignore' | 'Honor';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#nodeselector-v1-core */
export interface NodeSelector {
  readonly nodeSelectorTerms?: readonly NodeSelectorTerm[];
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#nodeselectoroperator-v1-core */
export type NodeSelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#nodeselectorrequirement-v1-core */
export interface NodeSelectorRequirement {
  readonly key?: string;
  readonly operator?: NodeSelectorOperator;
  readonly values?: readonly string[];
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#nodeselectorterm-v1-core */
export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly NodeSelectorRequirement[];
  readonly matchFields?: readonly NodeSelectorRequirement[];
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#objectfieldselector-v1-core */
export interface ObjectFieldSelector {
  readonly apiVersion?: string;
  readonly fieldPath?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#persistentvolumeaccessmode-v1-core */
export type PersistentVolumeAccessMode =
  'ReadWriteOnce' | 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOncePod';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#persistentvolumeclaimspec-v1-core */
export interface PersistentVolumeClaimSpec {
  readonly accessModes?: readonly PersistentVolumeAccessMode[];
  readonly dataSource?: TypedLocalObjectReference;
  readonly dataSourceRef?: TypedObjectReference;
  readonly resources?: VolumeResourceRequirements;
  readonly selector?: LabelSelector;
  readonly storageClassName?: string;
  readonly volumeAttributesClassName?: string;
  readonly volumeMode?: PersistentVolumeMode;
  readonly volumeName?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#persistentvolumeclaimtemplate-v1-core */
export interface PersistentVolumeClaimTemplate {
  readonly metadata?: ObjectMeta;
  readonly spec?: PersistentVolumeClaimSpec;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#persistentvolumeclaimvolumesource-v1-core */
export interface PersistentVolumeClaimVolumeSource {
  readonly claimName?: string;
  readonly readOnly?: boolean;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#persistentvolumemode-v1-core */
export type PersistentVolumeMode = 'Block' | 'Filesystem';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#photonpersistentdiskvolumesource-v1-core */
export interface PhotonPersistentDiskVolumeSource {
  readonly fsType?: string;
  readonly pdID?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podaffinity-v1-core */
export interface PodAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[];
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[];
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podaffinityterm-v1-core */
export interface PodAffinityTerm {
  readonly labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
  readonly namespaceSelector?: LabelSelector;
  readonly namespaces?: readonly string[];
  readonly topologyKey?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podantiaffinity-v1-core */
export interface PodAntiAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[];
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[];
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podcertificateprojection-v1-core */
export interface PodCertificateProjection {
  readonly certificateChainPath?: string;
  readonly credentialBundlePath?: string;
  readonly keyPath?: string;
  readonly keyType?: string;
  readonly maxExpirationSeconds?: number;
  readonly signerName?: string;
  readonly userAnnotations?: Readonly<Record<string, string>>;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#poddnsconfig-v1-core */
export interface PodDNSConfig {
  readonly nameservers?: readonly string[];
  readonly options?: readonly PodDNSConfigOption[];
  readonly searches?: readonly string[];
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#poddnsconfigoption-v1-core */
export interface PodDNSConfigOption {
  readonly name?: string;
  readonly value?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podfsgroupchangepolicy-v1-core */
export type PodFSGroupChangePolicy = 'OnRootMismatch' | 'Always';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podsecuritycontext-v1-core */
export interface PodSecurityContext {
  readonly appArmorProfile?: AppArmorProfile;
  readonly fsGroup?: number;
  readonly fsGroupChangePolicy?: PodFSGroupChangePolicy;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seLinuxChangePolicy?: string;
  readonly seLinuxOptions?: SELinuxOptions;
  readonly seccompProfile?: SeccompProfile;
  readonly supplementalGroups?: readonly number[];
  readonly supplementalGroupsPolicy?: SupplementalGroupsPolicy;
  readonly sysctls?: readonly Sysctl[];
  readonly windowsOptions?: WindowsSecurityContextOptions;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#portworxvolumesource-v1-core */
export interface PortworxVolumeSource {
  readonly fsType?: string;
  readonly readOnly?: boolean;
  readonly volumeID?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#preferredschedulingterm-v1-core */
export interface PreferredSchedulingTerm {
  readonly preference?: NodeSelectorTerm;
  readonly weight?: number;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#probe-v1-core */
export interface Probe {
  readonly exec?: ExecAction;
  readonly failureThreshold?: number;
  readonly grpc?: GRPCAction;
  readonly httpGet?: HTTPGetAction;
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly successThreshold?: number;
  readonly tcpSocket?: TCPSocketAction;
  readonly terminationGracePeriodSeconds?: number;
  readonly timeoutSeconds?: number;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#procmounttype-v1-core */
export type ProcMountType = 'Default' | 'Unmasked';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#projectedvolumesource-v1-core */
export interface ProjectedVolumeSource {
  readonly defaultMode?: number;
  readonly sources?: readonly VolumeProjection[];
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#protocol-v1-core */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#pullpolicy-v1-core */
export type PullPolicy = 'Always' | 'Never' | 'IfNotPresent';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#quobytevolumesource-v1-core */
export interface QuobyteVolumeSource {
  readonly group?: string;
  readonly readOnly?: boolean;
  readonly registry?: string;
  readonly tenant?: string;
  readonly user?: string;
  readonly volume?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#rbdvolumesource-v1-core */
export interface RBDVolumeSource {
  readonly fsType?: string;
  readonly image?: string;
  readonly keyring?: string;
  readonly monitors?: readonly string[];
  readonly pool?: string;
  readonly readOnly?: boolean;
  readonly secretRef?: LocalObjectReference;
  readonly user?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourceclaim-v1-core */
export interface ResourceClaim {
  readonly name?: string;
  readonly request?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourcefieldselector-v1-core */
export interface ResourceFieldSelector {
  readonly containerName?: string;
  readonly divisor?: string | number;
  readonly resource?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourcerequirements-v1-core */
export interface ResourceRequirements {
  readonly claims?: readonly ResourceClaim[];
  readonly limits?: Readonly<Record<string, string | number>>;
  readonly requests?: Readonly<Record<string, string | number>>;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#selinuxoptions-v1-core */
export interface SELinuxOptions {
  readonly level?: string;
  readonly role?: string;
  readonly type?: string;
  readonly user?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#scaleiovolumesource-v1-core */
export interface ScaleIOVolumeSource {
  readonly fsType?: string;
  readonly gateway?: string;
  readonly protectionDomain?: string;
  readonly readOnly?: boolean;
  readonly secretRef?: LocalObjectReference;
  readonly sslEnabled?: boolean;
  readonly storageMode?: string;
  readonly storagePool?: string;
  readonly system?: string;
  readonly volumeName?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#seccompprofile-v1-core */
export interface SeccompProfile {
  readonly localhostProfile?: string;
  readonly type?: SeccompProfileType;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#seccompprofiletype-v1-core */
export type SeccompProfileType = 'Unconfined' | 'RuntimeDefault' | 'Localhost';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#secretenvsource-v1-core */
export interface SecretEnvSource {
  readonly name?: string;
  readonly optional?: boolean;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#secretkeyselector-v1-core */
export interface SecretKeySelector {
  readonly key?: string;
  readonly name?: string;
  readonly optional?: boolean;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#secretprojection-v1-core */
export interface SecretProjection {
  readonly items?: readonly KeyToPath[];
  readonly name?: string;
  readonly optional?: boolean;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#secretvolumesource-v1-core */
export interface SecretVolumeSource {
  readonly defaultMode?: number;
  readonly items?: readonly KeyToPath[];
  readonly optional?: boolean;
  readonly secretName?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#securitycontext-v1-core */
export interface SecurityContext {
  readonly allowPrivilegeEscalation?: boolean;
  readonly appArmorProfile?: AppArmorProfile;
  readonly capabilities?: Capabilities;
  readonly privileged?: boolean;
  readonly procMount?: ProcMountType;
  readonly readOnlyRootFilesystem?: boolean;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seLinuxOptions?: SELinuxOptions;
  readonly seccompProfile?: SeccompProfile;
  readonly windowsOptions?: WindowsSecurityContextOptions;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#serviceaccounttokenprojection-v1-core */
export interface ServiceAccountTokenProjection {
  readonly audience?: string;
  readonly expirationSeconds?: number;
  readonly path?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#serviceaffinity-v1-core */
export type ServiceAffinity = 'ClientIP' | 'None';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#serviceexternaltrafficpolicy-v1-core */
export type ServiceExternalTrafficPolicy = 'Cluster' | 'Local';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#serviceinternaltrafficpolicy-v1-core */
export type ServiceInternalTrafficPolicy = 'Cluster' | 'Local';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#serviceport-v1-core */
export interface ServicePort {
  readonly appProtocol?: string;
  readonly name?: string;
  readonly nodePort?: number;
  readonly port?: number;
  readonly protocol?: Protocol;
  readonly targetPort?: number | string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#servicespec-v1-core */
export interface ServiceSpec {
  readonly allocateLoadBalancerNodePorts?: boolean;
  readonly clusterIP?: string;
  readonly clusterIPs?: readonly string[];
  readonly externalIPs?: readonly string[];
  readonly externalName?: string;
  readonly externalTrafficPolicy?: ServiceExternalTrafficPolicy;
  readonly healthCheckNodePort?: number;
  readonly internalTrafficPolicy?: ServiceInternalTrafficPolicy;
  readonly ipFamilies?: readonly IPFamily[];
  readonly ipFamilyPolicy?: IPFamilyPolicy;
  readonly loadBalancerClass?: string;
  /** @deprecated */
  readonly loadBalancerIP?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly ports?: readonly ServicePort[];
  readonly publishNotReadyAddresses?: boolean;
  readonly selector?: Readonly<Record<string, string>>;
  readonly sessionAffinity?: ServiceAffinity;
  readonly sessionAffinityConfig?: SessionAffinityConfig;
  readonly trafficDistribution?: string;
  readonly type?: ServiceType;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#servicetype-v1-core */
export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#sessionaffinityconfig-v1-core */
export interface SessionAffinityConfig {
  readonly clientIP?: ClientIPConfig;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#signal-v1-core */
export type Signal =
  | 'SIGABRT'
  | 'SIGALRM'
  | 'SIGBUS'
  | 'SIGCHLD'
  | 'SIGCLD'
  | 'SIGCONT'
  | 'SIGFPE'
  | 'SIGHUP'
  | 'SIGILL'
  | 'SIGINT'
  | 'SIGIO'
  | 'SIGIOT'
  | 'SIGKILL'
  | 'SIGPIPE'
  | 'SIGPOLL'
  | 'SIGPROF'
  | 'SIGPWR'
  | 'SIGQUIT'
  | 'SIGSEGV'
  | 'SIGSTKFLT'
  | 'SIGSTOP'
  | 'SIGSYS'
  | 'SIGTERM'
  | 'SIGTRAP'
  | 'SIGTSTP'
  | 'SIGTTIN'
  | 'SIGTTOU'
  | 'SIGURG'
  | 'SIGUSR1'
  | 'SIGUSR2'
  | 'SIGVTALRM'
  | 'SIGWINCH'
  | 'SIGXCPU'
  | 'SIGXFSZ'
  | 'SIGRTMIN'
  | 'SIGRTMIN+1'
  | 'SIGRTMIN+2'
  | 'SIGRTMIN+3'
  | 'SIGRTMIN+4'
  | 'SIGRTMIN+5'
  | 'SIGRTMIN+6'
  | 'SIGRTMIN+7'
  | 'SIGRTMIN+8'
  | 'SIGRTMIN+9'
  | 'SIGRTMIN+10'
  | 'SIGRTMIN+11'
  | 'SIGRTMIN+12'
  | 'SIGRTMIN+13'
  | 'SIGRTMIN+14'
  | 'SIGRTMIN+15'
  | 'SIGRTMAX-14'
  | 'SIGRTMAX-13'
  | 'SIGRTMAX-12'
  | 'SIGRTMAX-11'
  | 'SIGRTMAX-10'
  | 'SIGRTMAX-9'
  | 'SIGRTMAX-8'
  | 'SIGRTMAX-7'
  | 'SIGRTMAX-6'
  | 'SIGRTMAX-5'
  | 'SIGRTMAX-4'
  | 'SIGRTMAX-3'
  | 'SIGRTMAX-2'
  | 'SIGRTMAX-1'
  | 'SIGRTMAX';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#sleepaction-v1-core */
export interface SleepAction {
  readonly seconds?: number;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#storageosvolumesource-v1-core */
export interface StorageOSVolumeSource {
  readonly fsType?: string;
  readonly readOnly?: boolean;
  readonly secretRef?: LocalObjectReference;
  readonly volumeName?: string;
  readonly volumeNamespace?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#supplementalgroupspolicy-v1-core */
export type SupplementalGroupsPolicy = 'Merge' | 'Strict';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#sysctl-v1-core */
export interface Sysctl {
  readonly name?: string;
  readonly value?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#tcpsocketaction-v1-core */
export interface TCPSocketAction {
  readonly host?: string;
  readonly port?: number | string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#tainteffect-v1-core */
export type TaintEffect = 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#terminationmessagepolicy-v1-core */
export type TerminationMessagePolicy = 'File' | 'FallbackToLogsOnError';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#toleration-v1-core */
export interface Toleration {
  readonly effect?: TaintEffect;
  readonly key?: string;
  readonly operator?: TolerationOperator;
  readonly tolerationSeconds?: number;
  readonly value?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#tolerationoperator-v1-core */
export type TolerationOperator = 'Exists' | 'Equal' | 'Lt' | 'Gt';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#topologyspreadconstraint-v1-core */
export interface TopologySpreadConstraint {
  readonly labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly maxSkew?: number;
  readonly minDomains?: number;
  readonly nodeAffinityPolicy?: NodeInclusionPolicy;
  readonly nodeTaintsPolicy?: NodeInclusionPolicy;
  readonly topologyKey?: string;
  readonly whenUnsatisfiable?: UnsatisfiableConstraintAction;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#typedlocalobjectreference-v1-core */
export interface TypedLocalObjectReference {
  readonly apiGroup?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#typedobjectreference-v1-core */
export interface TypedObjectReference {
  readonly apiGroup?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#urischeme-v1-core */
export type URIScheme = 'HTTP' | 'HTTPS';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#unsatisfiableconstraintaction-v1-core */
export type UnsatisfiableConstraintAction = 'DoNotSchedule' | 'ScheduleAnyway';

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#volume-v1-core */
export interface Volume {
  /** @deprecated */
  readonly awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource;
  /** @deprecated */
  readonly azureDisk?: AzureDiskVolumeSource;
  /** @deprecated */
  readonly azureFile?: AzureFileVolumeSource;
  /** @deprecated */
  readonly cephfs?: CephFSVolumeSource;
  /** @deprecated */
  readonly cinder?: CinderVolumeSource;
  readonly configMap?: ConfigMapVolumeSource;
  readonly csi?: CSIVolumeSource;
  readonly downwardAPI?: DownwardAPIVolumeSource;
  readonly emptyDir?: EmptyDirVolumeSource;
  readonly ephemeral?: EphemeralVolumeSource;
  readonly fc?: FCVolumeSource;
  /** @deprecated */
  readonly flexVolume?: FlexVolumeSource;
  /** @deprecated */
  readonly flocker?: FlockerVolumeSource;
  /** @deprecated */
  readonly gcePersistentDisk?: GCEPersistentDiskVolumeSource;
  /** @deprecated */
  readonly gitRepo?: GitRepoVolumeSource;
  /** @deprecated */
  readonly glusterfs?: GlusterfsVolumeSource;
  readonly hostPath?: HostPathVolumeSource;
  readonly image?: ImageVolumeSource;
  readonly iscsi?: ISCSIVolumeSource;
  readonly name?: string;
  readonly nfs?: NFSVolumeSource;
  readonly persistentVolumeClaim?: PersistentVolumeClaimVolumeSource;
  /** @deprecated */
  readonly photonPersistentDisk?: PhotonPersistentDiskVolumeSource;
  /** @deprecated */
  readonly portworxVolume?: PortworxVolumeSource;
  readonly projected?: ProjectedVolumeSource;
  /** @deprecated */
  readonly quobyte?: QuobyteVolumeSource;
  /** @deprecated */
  readonly rbd?: RBDVolumeSource;
  /** @deprecated */
  readonly scaleIO?: ScaleIOVolumeSource;
  readonly secret?: SecretVolumeSource;
  /** @deprecated */
  readonly storageos?: StorageOSVolumeSource;
  /** @deprecated */
  readonly vsphereVolume?: VsphereVirtualDiskVolumeSource;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#volumedevice-v1-core */
export interface VolumeDevice {
  readonly devicePath?: string;
  readonly name?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#volumemount-v1-core */
export interface VolumeMount {
  readonly mountPath?: string;
  readonly mountPropagation?: MountPropagationMode;
  readonly name?: string;
  readonly readOnly?: boolean;
  readonly recursiveReadOnly?: string;
  readonly subPath?: string;
  readonly subPathExpr?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#volumeprojection-v1-core */
export interface VolumeProjection {
  readonly clusterTrustBundle?: ClusterTrustBundleProjection;
  readonly configMap?: ConfigMapProjection;
  readonly downwardAPI?: DownwardAPIProjection;
  readonly podCertificate?: PodCertificateProjection;
  readonly secret?: SecretProjection;
  readonly serviceAccountToken?: ServiceAccountTokenProjection;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#volumeresourcerequirements-v1-core */
export interface VolumeResourceRequirements {
  readonly limits?: Readonly<Record<string, string | number>>;
  readonly requests?: Readonly<Record<string, string | number>>;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#vspherevirtualdiskvolumesource-v1-core */
export interface VsphereVirtualDiskVolumeSource {
  readonly fsType?: string;
  readonly storagePolicyID?: string;
  readonly storagePolicyName?: string;
  readonly volumePath?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#weightedpodaffinityterm-v1-core */
export interface WeightedPodAffinityTerm {
  readonly podAffinityTerm?: PodAffinityTerm;
  readonly weight?: number;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#windowssecuritycontextoptions-v1-core */
export interface WindowsSecurityContextOptions {
  readonly gmsaCredentialSpec?: string;
  readonly gmsaCredentialSpecName?: string;
  readonly hostProcess?: boolean;
  readonly runAsUserName?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#condition-v1-meta */
export interface Condition {
  readonly lastTransitionTime?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
  readonly reason?: string;
  readonly status?: string;
  readonly type?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#labelselector-v1-meta */
export interface LabelSelector {
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
  readonly matchLabels?: Readonly<Record<string, string>>;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#labelselectorrequirement-v1-meta */
export interface LabelSelectorRequirement {
  readonly key?: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#managedfieldsentry-v1-meta */
export interface ManagedFieldsEntry {
  readonly apiVersion?: string;
  readonly fieldsType?: string;
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
  readonly time?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#objectmeta-v1-meta */
export interface ObjectMeta {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly creationTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly deletionTimestamp?: string;
  readonly finalizers?: readonly string[];
  readonly generateName?: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly managedFields?: readonly ManagedFieldsEntry[];
  readonly name?: string;
  readonly namespace?: string;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly resourceVersion?: string;
  /** @deprecated */
  readonly selfLink?: string;
  readonly uid?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#ownerreference-v1-meta */
export interface OwnerReference {
  readonly apiVersion?: string;
  readonly blockOwnerDeletion?: boolean;
  readonly controller?: boolean;
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#poddisruptionbudgetspec-v1-policy */
export interface PodDisruptionBudgetSpec {
  readonly maxUnavailable?: number | string;
  readonly minAvailable?: number | string;
  readonly selector?: LabelSelector;
  readonly unhealthyPodEvictionPolicy?: UnhealthyPodEvictionPolicyType;
}

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#unhealthypodevictionpolicytype-v1-policy */
export type UnhealthyPodEvictionPolicyType = 'IfHealthyBudget' | 'AlwaysAllow';
