// Written by `make generate`.
import type * as networking from './networking';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#AuthenticationPolicy */
export type AuthenticationPolicy = 'NONE' | 'MUTUAL_TLS' | 'INHERIT';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Certificate */
export interface Certificate {
  readonly dnsNames?: readonly string[];
  readonly secretName?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ConfigSource */
export interface ConfigSource {
  readonly address?: string;
  readonly subscribedResources?: readonly Resource[];
  readonly tlsSettings?: networking.ClientTLSSettings;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ForwardClientCertDetails */
export type ForwardClientCertDetails =
  | 'UNDEFINED'
  | 'SANITIZE'
  | 'FORWARD_ONLY'
  | 'APPEND_FORWARD'
  | 'SANITIZE_SET'
  | 'ALWAYS_FORWARD_ONLY';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#LabelSelector */
export interface LabelSelector {
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
  readonly matchLabels?: Readonly<Record<string, string>>;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#LabelSelectorRequirement */
export interface LabelSelectorRequirement {
  readonly key?: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig */
export interface MeshConfig {
  readonly accessLogEncoding?: MeshConfigAccessLogEncoding;
  readonly accessLogFile?: string;
  readonly accessLogFormat?: string;
  readonly ca?: MeshConfigCA;
  readonly caCertificates?: readonly MeshConfigCertificateData[];
  /** @deprecated */
  readonly certificates?: readonly Certificate[];
  readonly configSources?: readonly ConfigSource[];
  readonly connectTimeout?: string;
  readonly defaultConfig?: ProxyConfig;
  readonly defaultDestinationRuleExportTo?: readonly string[];
  readonly defaultHttpRetryPolicy?: networking.HTTPRetry;
  readonly defaultProviders?: MeshConfigDefaultProviders;
  readonly defaultServiceExportTo?: readonly string[];
  readonly defaultVirtualServiceExportTo?: readonly string[];
  readonly disableEnvoyListenerLog?: boolean;
  readonly discoverySelectors?: readonly LabelSelector[];
  readonly dnsRefreshRate?: string;
  readonly enableAutoMtls?: boolean;
  readonly enableEnvoyAccessLogService?: boolean;
  readonly enablePrometheusMerge?: boolean;
  readonly enableTracing?: boolean;
  readonly extensionProviders?: readonly MeshConfigExtensionProvider[];
  readonly h2UpgradePolicy?: MeshConfigH2UpgradePolicy;
  readonly hboneIdleTimeout?: string;
  readonly inboundClusterStatName?: string;
  readonly inboundTrafficPolicy?: MeshConfigInboundTrafficPolicy;
  readonly ingressClass?: string;
  readonly ingressControllerMode?: MeshConfigIngressControllerMode;
  readonly ingressSelector?: string;
  readonly ingressService?: string;
  readonly localityLbSetting?: networking.LocalityLoadBalancerSetting;
  readonly meshMTLS?: MeshConfigTLSConfig;
  readonly outboundClusterStatName?: string;
  readonly outboundTrafficPolicy?: MeshConfigOutboundTrafficPolicy;
  readonly pathNormalization?: MeshConfigProxyPathNormalization;
  readonly protocolDetectionTimeout?: string;
  readonly proxyHttpPort?: number;
  readonly proxyInboundListenPort?: number;
  readonly proxyListenPort?: number;
  readonly rootNamespace?: string;
  readonly serviceScopeConfigs?: readonly MeshConfigServiceScopeConfigs[];
  readonly serviceSettings?: readonly MeshConfigServiceSettings[];
  readonly tcpKeepalive?: networking.ConnectionPoolSettingsTCPSettingsTcpKeepalive;
  readonly tlsDefaults?: MeshConfigTLSConfig;
  readonly trustDomain?: string;
  readonly trustDomainAliases?: readonly string[];
  /** @deprecated */
  readonly verifyCertificateAtClient?: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-AccessLogEncoding */
export type MeshConfigAccessLogEncoding = 'TEXT' | 'JSON';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-CA */
export interface MeshConfigCA {
  readonly address?: string;
  readonly istiodSide?: boolean;
  readonly requestTimeout?: string;
  readonly tlsSettings?: networking.ClientTLSSettings;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-CertificateData */
export interface MeshConfigCertificateData {
  readonly certSigners?: readonly string[];
  readonly pem?: string;
  readonly spiffeBundleUrl?: string;
  readonly trustDomains?: readonly string[];
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-DefaultProviders */
export interface MeshConfigDefaultProviders {
  readonly accessLogging?: readonly string[];
  readonly metrics?: readonly string[];
  readonly tracing?: readonly string[];
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider */
export interface MeshConfigExtensionProvider {
  readonly datadog?: MeshConfigExtensionProviderDatadogTracingProvider;
  readonly envoyExtAuthzGrpc?: MeshConfigExtensionProviderEnvoyExternalAuthorizationGrpcProvider;
  readonly envoyExtAuthzHttp?: MeshConfigExtensionProviderEnvoyExternalAuthorizationHttpProvider;
  readonly envoyFileAccessLog?: MeshConfigExtensionProviderEnvoyFileAccessLogProvider;
  readonly envoyHttpAls?: MeshConfigExtensionProviderEnvoyHttpGrpcV3LogProvider;
  readonly envoyOtelAls?: MeshConfigExtensionProviderEnvoyOpenTelemetryLogProvider;
  readonly envoyTcpAls?: MeshConfigExtensionProviderEnvoyTcpGrpcV3LogProvider;
  /** @deprecated */
  readonly lightstep?: MeshConfigExtensionProviderLightstepTracingProvider;
  readonly name?: string;
  /** @deprecated */
  readonly opencensus?: MeshConfigExtensionProviderOpenCensusAgentTracingProvider;
  readonly opentelemetry?: MeshConfigExtensionProviderOpenTelemetryTracingProvider;
  readonly prometheus?: MeshConfigExtensionProviderPrometheusMetricsProvider;
  readonly sds?: MeshConfigExtensionProviderSDSProvider;
  readonly skywalking?: MeshConfigExtensionProviderSkyWalkingTracingProvider;
  readonly stackdriver?: MeshConfigExtensionProviderStackdriverProvider;
  readonly zipkin?: MeshConfigExtensionProviderZipkinTracingProvider;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-DatadogTracingProvider */
export interface MeshConfigExtensionProviderDatadogTracingProvider {
  readonly maxTagLength?: number;
  readonly port?: number;
  readonly service?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationGrpcProvider */
export interface MeshConfigExtensionProviderEnvoyExternalAuthorizationGrpcProvider {
  readonly clearRouteCache?: boolean;
  readonly failOpen?: boolean;
  readonly includeRequestBodyInCheck?: MeshConfigExtensionProviderEnvoyExternalAuthorizationRequestBody;
  readonly port?: number;
  readonly service?: string;
  readonly statusOnError?: string;
  readonly timeout?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationHttpProvider */
export interface MeshConfigExtensionProviderEnvoyExternalAuthorizationHttpProvider {
  readonly clearRouteCache?: boolean;
  readonly failOpen?: boolean;
  readonly headersToDownstreamOnAllow?: readonly string[];
  readonly headersToDownstreamOnDeny?: readonly string[];
  readonly headersToUpstreamOnAllow?: readonly string[];
  readonly includeAdditionalHeadersInCheck?: Readonly<Record<string, string>>;
  /** @deprecated */
  readonly includeHeadersInCheck?: readonly string[];
  readonly includeRequestBodyInCheck?: MeshConfigExtensionProviderEnvoyExternalAuthorizationRequestBody;
  readonly includeRequestHeadersInCheck?: readonly string[];
  readonly pathPrefix?: string;
  readonly port?: number;
  readonly service?: string;
  readonly statusOnError?: string;
  readonly timeout?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationRequestBody */
export interface MeshConfigExtensionProviderEnvoyExternalAuthorizationRequestBody {
  readonly allowPartialMessage?: boolean;
  readonly maxRequestBytes?: number;
  readonly packAsBytes?: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyFileAccessLogProvider */
export interface MeshConfigExtensionProviderEnvoyFileAccessLogProvider {
  readonly logFormat?: MeshConfigExtensionProviderEnvoyFileAccessLogProviderLogFormat;
  readonly omitEmptyValues?: boolean;
  readonly path?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyFileAccessLogProvider-LogFormat */
export interface MeshConfigExtensionProviderEnvoyFileAccessLogProviderLogFormat {
  readonly labels?: Readonly<Record<string, unknown>>;
  readonly text?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyHttpGrpcV3LogProvider */
export interface MeshConfigExtensionProviderEnvoyHttpGrpcV3LogProvider {
  readonly additionalRequestHeadersToLog?: readonly string[];
  readonly additionalResponseHeadersToLog?: readonly string[];
  readonly additionalResponseTrailersToLog?: readonly string[];
  readonly filterStateObjectsToLog?: readonly string[];
  readonly logName?: string;
  readonly port?: number;
  readonly service?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyOpenTelemetryLogProvider */
export interface MeshConfigExtensionProviderEnvoyOpenTelemetryLogProvider {
  readonly logFormat?: MeshConfigExtensionProviderEnvoyOpenTelemetryLogProviderLogFormat;
  readonly logName?: string;
  readonly port?: number;
  readonly service?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyOpenTelemetryLogProvider-LogFormat */
export interface MeshConfigExtensionProviderEnvoyOpenTelemetryLogProviderLogFormat {
  readonly labels?: Readonly<Record<string, unknown>>;
  readonly text?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyTcpGrpcV3LogProvider */
export interface MeshConfigExtensionProviderEnvoyTcpGrpcV3LogProvider {
  readonly filterStateObjectsToLog?: readonly string[];
  readonly logName?: string;
  readonly port?: number;
  readonly service?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-GrpcService */
export interface MeshConfigExtensionProviderGrpcService {
  readonly initialMetadata?: readonly MeshConfigExtensionProviderHttpHeader[];
  readonly timeout?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-HttpHeader */
export interface MeshConfigExtensionProviderHttpHeader {
  readonly envName?: string;
  readonly name?: string;
  readonly value?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-HttpService */
export interface MeshConfigExtensionProviderHttpService {
  readonly headers?: readonly MeshConfigExtensionProviderHttpHeader[];
  readonly path?: string;
  readonly timeout?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-LightstepTracingProvider */
export interface MeshConfigExtensionProviderLightstepTracingProvider {
  readonly accessToken?: string;
  readonly maxTagLength?: number;
  readonly port?: number;
  readonly service?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-OpenCensusAgentTracingProvider */
export interface MeshConfigExtensionProviderOpenCensusAgentTracingProvider {
  readonly context?: readonly MeshConfigExtensionProviderOpenCensusAgentTracingProviderTraceContext[];
  readonly maxTagLength?: number;
  readonly port?: number;
  readonly service?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-OpenCensusAgentTracingProvider-TraceContext */
export type MeshConfigExtensionProviderOpenCensusAgentTracingProviderTraceContext =
  'UNSPECIFIED' | 'W3C_TRACE_CONTEXT' | 'GRPC_BIN' | 'CLOUD_TRACE_CONTEXT' | 'B3';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-OpenTelemetryTracingProvider */
export interface MeshConfigExtensionProviderOpenTelemetryTracingProvider {
  readonly dynatraceSampler?: MeshConfigExtensionProviderOpenTelemetryTracingProviderDynatraceSampler;
  readonly grpc?: MeshConfigExtensionProviderGrpcService;
  readonly http?: MeshConfigExtensionProviderHttpService;
  readonly maxTagLength?: number;
  readonly port?: number;
  readonly resourceDetectors?: MeshConfigExtensionProviderResourceDetectors;
  readonly service?: string;
  readonly serviceAttributeEnrichment?: MeshConfigExtensionProviderServiceAttributeEnrichment;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-OpenTelemetryTracingProvider-DynatraceSampler */
export interface MeshConfigExtensionProviderOpenTelemetryTracingProviderDynatraceSampler {
  readonly clusterId?: number;
  readonly httpService?: MeshConfigExtensionProviderOpenTelemetryTracingProviderDynatraceSamplerDynatraceApi;
  readonly rootSpansPerMinute?: number;
  readonly tenant?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-OpenTelemetryTracingProvider-DynatraceSampler-DynatraceApi */
export interface MeshConfigExtensionProviderOpenTelemetryTracingProviderDynatraceSamplerDynatraceApi {
  readonly http?: MeshConfigExtensionProviderHttpService;
  readonly port?: number;
  readonly service?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-PrometheusMetricsProvider */
export interface MeshConfigExtensionProviderPrometheusMetricsProvider {}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-ResourceDetectors */
export interface MeshConfigExtensionProviderResourceDetectors {
  readonly dynatrace?: MeshConfigExtensionProviderResourceDetectorsDynatraceResourceDetector;
  readonly environment?: MeshConfigExtensionProviderResourceDetectorsEnvironmentResourceDetector;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-ResourceDetectors-DynatraceResourceDetector */
export interface MeshConfigExtensionProviderResourceDetectorsDynatraceResourceDetector {}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-ResourceDetectors-EnvironmentResourceDetector */
export interface MeshConfigExtensionProviderResourceDetectorsEnvironmentResourceDetector {}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-SDSProvider */
export interface MeshConfigExtensionProviderSDSProvider {
  readonly name?: string;
  readonly port?: number;
  readonly service?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-ServiceAttributeEnrichment */
export type MeshConfigExtensionProviderServiceAttributeEnrichment =
  'ISTIO_CANONICAL' | 'OTEL_SEMANTIC_CONVENTIONS';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-SkyWalkingTracingProvider */
export interface MeshConfigExtensionProviderSkyWalkingTracingProvider {
  readonly accessToken?: string;
  readonly port?: number;
  readonly service?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-StackdriverProvider */
export interface MeshConfigExtensionProviderStackdriverProvider {
  /** @deprecated */
  readonly debug?: boolean;
  readonly logging?: MeshConfigExtensionProviderStackdriverProviderLogging;
  /** @deprecated */
  readonly maxNumberOfAnnotations?: number;
  /** @deprecated */
  readonly maxNumberOfAttributes?: number;
  /** @deprecated */
  readonly maxNumberOfMessageEvents?: number;
  readonly maxTagLength?: number;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-StackdriverProvider-Logging */
export interface MeshConfigExtensionProviderStackdriverProviderLogging {
  readonly labels?: Readonly<Record<string, string>>;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-ZipkinTracingProvider */
export interface MeshConfigExtensionProviderZipkinTracingProvider {
  readonly enable64bitTraceId?: boolean;
  readonly headers?: readonly MeshConfigExtensionProviderHttpHeader[];
  readonly maxTagLength?: number;
  readonly path?: string;
  readonly port?: number;
  readonly service?: string;
  readonly timeout?: string;
  readonly traceContextOption?: MeshConfigExtensionProviderZipkinTracingProviderTraceContextOption;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-ZipkinTracingProvider-TraceContextOption */
export type MeshConfigExtensionProviderZipkinTracingProviderTraceContextOption =
  'USE_B3' | 'USE_B3_WITH_W3C_PROPAGATION';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-H2UpgradePolicy */
export type MeshConfigH2UpgradePolicy = 'DO_NOT_UPGRADE' | 'UPGRADE';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-InboundTrafficPolicy */
export interface MeshConfigInboundTrafficPolicy {
  readonly mode?: MeshConfigInboundTrafficPolicyMode;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-InboundTrafficPolicy-Mode */
export type MeshConfigInboundTrafficPolicyMode = 'PASSTHROUGH' | 'LOCALHOST';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-IngressControllerMode */
export type MeshConfigIngressControllerMode = 'UNSPECIFIED' | 'OFF' | 'DEFAULT' | 'STRICT';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-OutboundTrafficPolicy */
export interface MeshConfigOutboundTrafficPolicy {
  readonly mode?: MeshConfigOutboundTrafficPolicyMode;
  readonly tls?: networking.ClientTLSSettings;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-OutboundTrafficPolicy-Mode */
export type MeshConfigOutboundTrafficPolicyMode =
  'REGISTRY_ONLY' | 'ALLOW_ANY' | 'ALLOW_ANY_DYNAMIC_DNS';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ProxyPathNormalization */
export interface MeshConfigProxyPathNormalization {
  readonly normalization?: MeshConfigProxyPathNormalizationNormalizationType;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ProxyPathNormalization-NormalizationType */
export type MeshConfigProxyPathNormalizationNormalizationType =
  'DEFAULT' | 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ServiceScopeConfigs */
export interface MeshConfigServiceScopeConfigs {
  readonly namespaceSelector?: LabelSelector;
  readonly scope?: MeshConfigServiceScopeConfigsScope;
  readonly servicesSelector?: LabelSelector;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ServiceScopeConfigs-Scope */
export type MeshConfigServiceScopeConfigsScope = 'LOCAL' | 'GLOBAL';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ServiceSettings */
export interface MeshConfigServiceSettings {
  readonly hosts?: readonly string[];
  readonly settings?: MeshConfigServiceSettingsSettings;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ServiceSettings-Settings */
export interface MeshConfigServiceSettingsSettings {
  readonly clusterLocal?: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-TLSConfig */
export interface MeshConfigTLSConfig {
  readonly cipherSuites?: readonly string[];
  readonly ecdhCurves?: readonly string[];
  readonly minProtocolVersion?: MeshConfigTLSConfigTLSProtocol;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-TLSConfig-TLSProtocol */
export type MeshConfigTLSConfigTLSProtocol = 'TLS_AUTO' | 'TLSV1_2' | 'TLSV1_3';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Network */
export interface Network {
  readonly endpoints?: readonly NetworkNetworkEndpoints[];
  readonly gateways?: readonly NetworkIstioNetworkGateway[];
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Network-IstioNetworkGateway */
export interface NetworkIstioNetworkGateway {
  readonly address?: string;
  readonly locality?: string;
  readonly port?: number;
  readonly registryServiceName?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Network-NetworkEndpoints */
export interface NetworkNetworkEndpoints {
  readonly fromCidr?: string;
  readonly fromRegistry?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#PrivateKeyProvider */
export interface PrivateKeyProvider {
  readonly cryptomb?: PrivateKeyProviderCryptoMb;
  readonly qat?: PrivateKeyProviderQAT;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#PrivateKeyProvider-CryptoMb */
export interface PrivateKeyProviderCryptoMb {
  readonly fallback?: boolean;
  readonly pollDelay?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#PrivateKeyProvider-QAT */
export interface PrivateKeyProviderQAT {
  readonly fallback?: boolean;
  readonly pollDelay?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig */
export interface ProxyConfig {
  /** @deprecated */
  readonly availabilityZone?: string;
  readonly binaryPath?: string;
  readonly caCertificatesPem?: readonly string[];
  readonly concurrency?: number;
  readonly configPath?: string;
  readonly controlPlaneAuthPolicy?: AuthenticationPolicy;
  readonly customConfigFile?: string;
  readonly discoveryAddress?: string;
  /** @deprecated */
  readonly discoveryRefreshDelay?: string;
  readonly drainDuration?: string;
  readonly envoyAccessLogService?: RemoteService;
  readonly envoyMetricsService?: RemoteService;
  /** @deprecated */
  readonly envoyMetricsServiceAddress?: string;
  readonly extraStatTags?: readonly string[];
  readonly fileFlushInterval?: string;
  readonly fileFlushMinSizeKb?: number;
  readonly gatewayTopology?: Topology;
  readonly holdApplicationUntilProxyStarts?: boolean;
  readonly image?: networking.ProxyImage;
  readonly interceptionMode?: ProxyConfigInboundInterceptionMode;
  readonly meshId?: string;
  readonly privateKeyProvider?: PrivateKeyProvider;
  readonly proxyAdminPort?: number;
  readonly proxyBootstrapTemplatePath?: string;
  readonly proxyHeaders?: ProxyConfigProxyHeaders;
  readonly proxyMetadata?: Readonly<Record<string, string>>;
  readonly proxyStatsMatcher?: ProxyConfigProxyStatsMatcher;
  readonly readinessProbe?: networking.ReadinessProbe;
  readonly runtimeValues?: Readonly<Record<string, string>>;
  /** @deprecated */
  readonly sds?: SDS;
  readonly serviceCluster?: string;
  readonly statNameLength?: number;
  readonly statsCompression?: boolean;
  readonly statsdUdpAddress?: string;
  readonly statusPort?: number;
  readonly terminationDrainDuration?: string;
  readonly tracing?: Tracing;
  readonly tracingServiceName?: ProxyConfigTracingServiceName;
  /** @deprecated */
  readonly zipkinAddress?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-InboundInterceptionMode */
export type ProxyConfigInboundInterceptionMode = 'REDIRECT' | 'TPROXY' | 'NONE';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders */
export interface ProxyConfigProxyHeaders {
  readonly attemptCount?: ProxyConfigProxyHeadersAttemptCount;
  readonly envoyDebugHeaders?: ProxyConfigProxyHeadersEnvoyDebugHeaders;
  readonly forwardedClientCert?: ForwardClientCertDetails;
  readonly metadataExchangeHeaders?: ProxyConfigProxyHeadersMetadataExchangeHeaders;
  readonly preserveHttp1HeaderCase?: boolean;
  readonly requestId?: ProxyConfigProxyHeadersRequestId;
  readonly server?: ProxyConfigProxyHeadersServer;
  readonly setCurrentClientCertDetails?: ProxyConfigProxyHeadersSetCurrentClientCertDetails;
  readonly xForwardedHost?: ProxyConfigProxyHeadersXForwardedHost;
  readonly xForwardedPort?: ProxyConfigProxyHeadersXForwardedPort;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders-AttemptCount */
export interface ProxyConfigProxyHeadersAttemptCount {
  readonly disabled?: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders-EnvoyDebugHeaders */
export interface ProxyConfigProxyHeadersEnvoyDebugHeaders {
  readonly disabled?: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders-MetadataExchangeHeaders */
export interface ProxyConfigProxyHeadersMetadataExchangeHeaders {
  readonly mode?: ProxyConfigProxyHeadersMetadataExchangeMode;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders-MetadataExchangeMode */
export type ProxyConfigProxyHeadersMetadataExchangeMode = 'UNDEFINED' | 'IN_MESH';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders-RequestId */
export interface ProxyConfigProxyHeadersRequestId {
  readonly disabled?: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders-Server */
export interface ProxyConfigProxyHeadersServer {
  readonly disabled?: boolean;
  readonly value?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders-SetCurrentClientCertDetails */
export interface ProxyConfigProxyHeadersSetCurrentClientCertDetails {
  readonly cert?: boolean;
  readonly chain?: boolean;
  readonly dns?: boolean;
  readonly subject?: boolean;
  readonly uri?: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders-XForwardedHost */
export interface ProxyConfigProxyHeadersXForwardedHost {
  readonly enabled?: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders-XForwardedPort */
export interface ProxyConfigProxyHeadersXForwardedPort {
  readonly enabled?: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyStatsMatcher */
export interface ProxyConfigProxyStatsMatcher {
  readonly inclusionPrefixes?: readonly string[];
  readonly inclusionRegexps?: readonly string[];
  readonly inclusionSuffixes?: readonly string[];
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-TracingServiceName */
export type ProxyConfigTracingServiceName =
  'APP_LABEL_AND_NAMESPACE' | 'CANONICAL_NAME_ONLY' | 'CANONICAL_NAME_AND_NAMESPACE';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#RemoteService */
export interface RemoteService {
  readonly address?: string;
  readonly tcpKeepalive?: networking.ConnectionPoolSettingsTCPSettingsTcpKeepalive;
  readonly tlsSettings?: networking.ClientTLSSettings;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Resource */
export type Resource = 'SERVICE_REGISTRY';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#SDS */
export interface SDS {
  readonly enabled?: boolean;
  readonly k8sSaJwtPath?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Topology */
export interface Topology {
  readonly forwardClientCertDetails?: ForwardClientCertDetails;
  readonly numTrustedProxies?: number;
  readonly proxyProtocol?: TopologyProxyProtocolConfiguration;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Topology-ProxyProtocolConfiguration */
export interface TopologyProxyProtocolConfiguration {}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Tracing */
export interface Tracing {
  readonly customTags?: Readonly<Record<string, TracingCustomTag>>;
  readonly datadog?: TracingDatadog;
  readonly enableIstioTags?: boolean;
  readonly lightstep?: TracingLightstep;
  readonly maxPathTagLength?: number;
  readonly openCensusAgent?: TracingOpenCensusAgent;
  readonly sampling?: number;
  readonly stackdriver?: TracingStackdriver;
  readonly tlsSettings?: networking.ClientTLSSettings;
  readonly zipkin?: TracingZipkin;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Tracing-CustomTag */
export interface TracingCustomTag {
  readonly environment?: TracingEnvironment;
  readonly header?: TracingRequestHeader;
  readonly literal?: TracingLiteral;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Tracing-Datadog */
export interface TracingDatadog {
  readonly address?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Tracing-Environment */
export interface TracingEnvironment {
  readonly defaultValue?: string;
  readonly name?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Tracing-Lightstep */
export interface TracingLightstep {
  readonly accessToken?: string;
  readonly address?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Tracing-Literal */
export interface TracingLiteral {
  readonly value?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Tracing-OpenCensusAgent */
export interface TracingOpenCensusAgent {
  readonly address?: string;
  readonly context?: readonly TracingOpenCensusAgentTraceContext[];
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Tracing-OpenCensusAgent-TraceContext */
export type TracingOpenCensusAgentTraceContext =
  'UNSPECIFIED' | 'W3C_TRACE_CONTEXT' | 'GRPC_BIN' | 'CLOUD_TRACE_CONTEXT' | 'B3';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Tracing-RequestHeader */
export interface TracingRequestHeader {
  readonly defaultValue?: string;
  readonly name?: string;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Tracing-Stackdriver */
export interface TracingStackdriver {
  readonly debug?: boolean;
  readonly maxNumberOfAnnotations?: number;
  readonly maxNumberOfAttributes?: number;
  readonly maxNumberOfMessageEvents?: number;
}

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Tracing-Zipkin */
export interface TracingZipkin {
  readonly address?: string;
}
