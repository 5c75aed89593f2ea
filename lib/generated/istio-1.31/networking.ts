// Written by `make generate`.
import type * as selector from './selector';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#CaptureMode */
export type CaptureMode = 'DEFAULT' | 'IPTABLES' | 'NONE';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings */
export interface ClientTLSSettings {
  readonly caCertificates?: string;
  readonly caCrl?: string;
  readonly clientCertificate?: string;
  readonly credentialName?: string;
  readonly insecureSkipVerify?: boolean;
  readonly mode?: ClientTLSSettingsTLSmode;
  readonly privateKey?: string;
  readonly sni?: string;
  readonly subjectAltNames?: readonly string[];
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-TLSmode */
export type ClientTLSSettingsTLSmode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings */
export interface ConnectionPoolSettings {
  readonly http?: ConnectionPoolSettingsHTTPSettings;
  readonly tcp?: ConnectionPoolSettingsTCPSettings;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings */
export interface ConnectionPoolSettingsHTTPSettings {
  readonly h2UpgradePolicy?: ConnectionPoolSettingsHTTPSettingsH2UpgradePolicy;
  readonly http1MaxPendingRequests?: number;
  readonly http2KeepAlive?: ConnectionPoolSettingsHTTPSettingsConnectionKeepalive;
  readonly http2MaxRequests?: number;
  readonly idleTimeout?: string;
  readonly maxConcurrentStreams?: number;
  readonly maxRequestsPerConnection?: number;
  readonly maxRetries?: number;
  readonly useClientProtocol?: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-ConnectionKeepalive */
export interface ConnectionPoolSettingsHTTPSettingsConnectionKeepalive {
  readonly interval?: string;
  readonly timeout?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-H2UpgradePolicy */
export type ConnectionPoolSettingsHTTPSettingsH2UpgradePolicy =
  'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings */
export interface ConnectionPoolSettingsTCPSettings {
  readonly connectTimeout?: string;
  readonly idleTimeout?: string;
  readonly maxConnectionDuration?: string;
  readonly maxConnections?: number;
  readonly tcpKeepalive?: ConnectionPoolSettingsTCPSettingsTcpKeepalive;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive */
export interface ConnectionPoolSettingsTCPSettingsTcpKeepalive {
  readonly interval?: string;
  readonly probes?: number;
  readonly time?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy */
export interface CorsPolicy {
  readonly allowCredentials?: boolean;
  readonly allowHeaders?: readonly string[];
  readonly allowMethods?: readonly string[];
  /** @deprecated */
  readonly allowOrigin?: readonly string[];
  readonly allowOrigins?: readonly StringMatch[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAge?: string;
  readonly unmatchedPreflights?: CorsPolicyUnmatchedPreflights;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-UnmatchedPreflights */
export type CorsPolicyUnmatchedPreflights = 'UNSPECIFIED' | 'FORWARD' | 'IGNORE';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate */
export interface Delegate {
  readonly name?: string;
  readonly namespace?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination */
export interface Destination {
  readonly host?: string;
  readonly port?: PortSelector;
  readonly subset?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule */
export interface DestinationRule {
  readonly exportTo?: readonly string[];
  readonly host?: string;
  readonly subsets?: readonly Subset[];
  readonly trafficPolicy?: TrafficPolicy;
  readonly workloadSelector?: selector.WorkloadSelector;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter */
export interface EnvoyFilter {
  readonly configPatches?: readonly EnvoyFilterEnvoyConfigObjectPatch[];
  readonly priority?: number;
  readonly targetRefs?: readonly selector.PolicyTargetReference[];
  readonly workloadSelector?: WorkloadSelector;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ApplyTo */
export type EnvoyFilterApplyTo =
  | 'INVALID'
  | 'LISTENER'
  | 'FILTER_CHAIN'
  | 'NETWORK_FILTER'
  | 'HTTP_FILTER'
  | 'ROUTE_CONFIGURATION'
  | 'VIRTUAL_HOST'
  | 'HTTP_ROUTE'
  | 'CLUSTER'
  | 'EXTENSION_CONFIG'
  | 'BOOTSTRAP'
  | 'LISTENER_FILTER';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch */
export interface EnvoyFilterClusterMatch {
  readonly name?: string;
  readonly portNumber?: number;
  readonly service?: string;
  readonly subset?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectMatch */
export interface EnvoyFilterEnvoyConfigObjectMatch {
  readonly cluster?: EnvoyFilterClusterMatch;
  readonly context?: EnvoyFilterPatchContext;
  readonly listener?: EnvoyFilterListenerMatch;
  readonly proxy?: EnvoyFilterProxyMatch;
  readonly routeConfiguration?: EnvoyFilterRouteConfigurationMatch;
  readonly waypoint?: EnvoyFilterWaypointMatch;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectPatch */
export interface EnvoyFilterEnvoyConfigObjectPatch {
  readonly applyTo?: EnvoyFilterApplyTo;
  readonly match?: EnvoyFilterEnvoyConfigObjectMatch;
  readonly patch?: EnvoyFilterPatch;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch */
export interface EnvoyFilterListenerMatch {
  readonly filterChain?: EnvoyFilterListenerMatchFilterChainMatch;
  readonly listenerFilter?: string;
  readonly name?: string;
  readonly portName?: string;
  readonly portNumber?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch */
export interface EnvoyFilterListenerMatchFilterChainMatch {
  readonly applicationProtocols?: string;
  readonly destinationPort?: number;
  readonly filter?: EnvoyFilterListenerMatchFilterMatch;
  readonly name?: string;
  readonly sni?: string;
  readonly transportProtocol?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterMatch */
export interface EnvoyFilterListenerMatchFilterMatch {
  readonly name?: string;
  readonly subFilter?: EnvoyFilterListenerMatchSubFilterMatch;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-SubFilterMatch */
export interface EnvoyFilterListenerMatchSubFilterMatch {
  readonly name?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch */
export interface EnvoyFilterPatch {
  readonly filterClass?: EnvoyFilterPatchFilterClass;
  readonly operation?: EnvoyFilterPatchOperation;
  readonly value?: Readonly<Record<string, unknown>>;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-FilterClass */
export type EnvoyFilterPatchFilterClass = 'UNSPECIFIED' | 'AUTHN' | 'AUTHZ' | 'STATS';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation */
export type EnvoyFilterPatchOperation =
  | 'INVALID'
  | 'MERGE'
  | 'ADD'
  | 'REMOVE'
  | 'INSERT_BEFORE'
  | 'INSERT_AFTER'
  | 'INSERT_FIRST'
  | 'REPLACE'
  | 'MERGE_AND_REPLACE_LIST';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-PatchContext */
export type EnvoyFilterPatchContext =
  'ANY' | 'SIDECAR_INBOUND' | 'SIDECAR_OUTBOUND' | 'GATEWAY' | 'WAYPOINT';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ProxyMatch */
export interface EnvoyFilterProxyMatch {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly proxyVersion?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch */
export interface EnvoyFilterRouteConfigurationMatch {
  readonly gateway?: string;
  readonly name?: string;
  readonly portName?: string;
  readonly portNumber?: number;
  readonly vhost?: EnvoyFilterRouteConfigurationMatchVirtualHostMatch;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch */
export interface EnvoyFilterRouteConfigurationMatchRouteMatch {
  readonly action?: EnvoyFilterRouteConfigurationMatchRouteMatchAction;
  readonly name?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch-Action */
export type EnvoyFilterRouteConfigurationMatchRouteMatchAction =
  'ANY' | 'ROUTE' | 'REDIRECT' | 'DIRECT_RESPONSE';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-VirtualHostMatch */
export interface EnvoyFilterRouteConfigurationMatchVirtualHostMatch {
  readonly domainName?: string;
  readonly name?: string;
  readonly route?: EnvoyFilterRouteConfigurationMatchRouteMatch;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch */
export interface EnvoyFilterWaypointMatch {
  readonly filter?: EnvoyFilterWaypointMatchFilterMatch;
  readonly portNumber?: number;
  readonly route?: EnvoyFilterWaypointMatchRouteMatch;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-FilterMatch */
export interface EnvoyFilterWaypointMatchFilterMatch {
  readonly name?: string;
  readonly subFilter?: EnvoyFilterWaypointMatchFilterMatchSubFilterMatch;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-FilterMatch-SubFilterMatch */
export interface EnvoyFilterWaypointMatchFilterMatchSubFilterMatch {
  readonly name?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-RouteMatch */
export interface EnvoyFilterWaypointMatchRouteMatch {
  readonly name?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ExecHealthCheckConfig */
export interface ExecHealthCheckConfig {
  readonly command?: readonly string[];
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway */
export interface Gateway {
  readonly selector?: Readonly<Record<string, string>>;
  readonly servers?: readonly Server[];
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#GrpcHealthCheckConfig */
export interface GrpcHealthCheckConfig {
  readonly port?: number;
  readonly service?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPBody */
export interface HTTPBody {
  readonly bytes?: string;
  readonly string?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPDirectResponse */
export interface HTTPDirectResponse {
  readonly body?: HTTPBody;
  readonly status?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection */
export interface HTTPFaultInjection {
  readonly abort?: HTTPFaultInjectionAbort;
  readonly delay?: HTTPFaultInjectionDelay;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Abort */
export interface HTTPFaultInjectionAbort {
  readonly grpcStatus?: string;
  readonly http2Error?: string;
  readonly httpStatus?: number;
  readonly percentage?: Percent;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Delay */
export interface HTTPFaultInjectionDelay {
  readonly exponentialDelay?: string;
  readonly fixedDelay?: string;
  /** @deprecated */
  readonly percent?: number;
  readonly percentage?: Percent;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHeader */
export interface HTTPHeader {
  readonly name?: string;
  readonly value?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHealthCheckConfig */
export interface HTTPHealthCheckConfig {
  readonly host?: string;
  readonly httpHeaders?: readonly HTTPHeader[];
  readonly path?: string;
  readonly port?: number;
  readonly scheme?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest */
export interface HTTPMatchRequest {
  readonly authority?: StringMatch;
  readonly gateways?: readonly string[];
  readonly headers?: Readonly<Record<string, StringMatch>>;
  readonly ignoreUriCase?: boolean;
  readonly method?: StringMatch;
  readonly name?: string;
  readonly port?: number;
  readonly queryParams?: Readonly<Record<string, StringMatch>>;
  readonly scheme?: StringMatch;
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
  readonly statPrefix?: string;
  readonly uri?: StringMatch;
  readonly withoutHeaders?: Readonly<Record<string, StringMatch>>;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy */
export interface HTTPMirrorPolicy {
  readonly destination?: Destination;
  readonly percentage?: Percent;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect */
export interface HTTPRedirect {
  readonly authority?: string;
  readonly derivePort?: HTTPRedirectRedirectPortSelection;
  readonly port?: number;
  readonly prefixRewrite?: string;
  readonly redirectCode?: number;
  readonly scheme?: string;
  readonly uri?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-RedirectPortSelection */
export type HTTPRedirectRedirectPortSelection = 'FROM_PROTOCOL_DEFAULT' | 'FROM_REQUEST_PORT';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry */
export interface HTTPRetry {
  readonly attempts?: number;
  readonly backoff?: string;
  readonly perTryTimeout?: string;
  readonly retryIgnorePreviousHosts?: boolean;
  readonly retryOn?: string;
  readonly retryRemoteLocalities?: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite */
export interface HTTPRewrite {
  readonly authority?: string;
  readonly uri?: string;
  readonly uriRegexRewrite?: RegexRewrite;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute */
export interface HTTPRoute {
  readonly corsPolicy?: CorsPolicy;
  readonly delegate?: Delegate;
  readonly directResponse?: HTTPDirectResponse;
  readonly fault?: HTTPFaultInjection;
  readonly headers?: Headers;
  readonly match?: readonly HTTPMatchRequest[];
  readonly mirror?: Destination;
  /** @deprecated */
  readonly mirrorPercent?: number;
  readonly mirrorPercentage?: Percent;
  readonly mirrors?: readonly HTTPMirrorPolicy[];
  readonly name?: string;
  readonly redirect?: HTTPRedirect;
  readonly retries?: HTTPRetry;
  readonly rewrite?: HTTPRewrite;
  readonly route?: readonly HTTPRouteDestination[];
  readonly timeout?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination */
export interface HTTPRouteDestination {
  readonly destination?: Destination;
  readonly headers?: Headers;
  readonly weight?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers */
export interface Headers {
  readonly request?: HeadersHeaderOperations;
  readonly response?: HeadersHeaderOperations;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations */
export interface HeadersHeaderOperations {
  readonly add?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
  readonly set?: Readonly<Record<string, string>>;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener */
export interface IstioEgressListener {
  readonly bind?: string;
  readonly captureMode?: CaptureMode;
  readonly hosts?: readonly string[];
  readonly port?: SidecarPort;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener */
export interface IstioIngressListener {
  readonly bind?: string;
  readonly captureMode?: CaptureMode;
  readonly connectionPool?: ConnectionPoolSettings;
  readonly defaultEndpoint?: string;
  readonly port?: SidecarPort;
  readonly tls?: ServerTLSSettings;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes */
export interface L4MatchAttributes {
  readonly destinationSubnets?: readonly string[];
  readonly gateways?: readonly string[];
  readonly port?: number;
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
  readonly sourceSubnet?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings */
export interface LoadBalancerSettings {
  readonly consistentHash?: LoadBalancerSettingsConsistentHashLB;
  readonly localityLbSetting?: LocalityLoadBalancerSetting;
  readonly simple?: LoadBalancerSettingsSimpleLB;
  readonly warmup?: WarmupConfiguration;
  readonly warmupDurationSecs?: string;
  readonly zoneAwareLbSetting?: ZoneAwareLoadBalancerSetting;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB */
export interface LoadBalancerSettingsConsistentHashLB {
  readonly httpCookie?: LoadBalancerSettingsConsistentHashLBHTTPCookie;
  readonly httpHeaderName?: string;
  readonly httpQueryParameterName?: string;
  readonly maglev?: LoadBalancerSettingsConsistentHashLBMagLev;
  /** @deprecated */
  readonly minimumRingSize?: number;
  readonly ringHash?: LoadBalancerSettingsConsistentHashLBRingHash;
  readonly useSourceIp?: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie */
export interface LoadBalancerSettingsConsistentHashLBHTTPCookie {
  readonly attributes?: readonly LoadBalancerSettingsConsistentHashLBHTTPCookieAttribute[];
  readonly name?: string;
  readonly path?: string;
  readonly ttl?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie-Attribute */
export interface LoadBalancerSettingsConsistentHashLBHTTPCookieAttribute {
  readonly name?: string;
  readonly value?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-MagLev */
export interface LoadBalancerSettingsConsistentHashLBMagLev {
  readonly tableSize?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-RingHash */
export interface LoadBalancerSettingsConsistentHashLBRingHash {
  readonly minimumRingSize?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-SimpleLB */
export type LoadBalancerSettingsSimpleLB =
  'UNSPECIFIED' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'ROUND_ROBIN' | 'LEAST_REQUEST';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting */
export interface LocalityLoadBalancerSetting {
  readonly distribute?: readonly LocalityLoadBalancerSettingDistribute[];
  readonly enabled?: boolean;
  readonly failover?: readonly LocalityLoadBalancerSettingFailover[];
  readonly failoverPriority?: readonly string[];
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Distribute */
export interface LocalityLoadBalancerSettingDistribute {
  readonly from?: string;
  readonly to?: Readonly<Record<string, number>>;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Failover */
export interface LocalityLoadBalancerSettingFailover {
  readonly from?: string;
  readonly to?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy */
export interface OutboundTrafficPolicy {
  readonly egressProxy?: Destination;
  readonly mode?: OutboundTrafficPolicyMode;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy-Mode */
export type OutboundTrafficPolicyMode = 'REGISTRY_ONLY' | 'ALLOW_ANY';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection */
export interface OutlierDetection {
  readonly baseEjectionTime?: string;
  readonly consecutive5xxErrors?: number;
  /** @deprecated */
  readonly consecutiveErrors?: number;
  readonly consecutiveGatewayErrors?: number;
  readonly consecutiveLocalOriginFailures?: number;
  readonly interval?: string;
  readonly maxEjectionPercent?: number;
  readonly minHealthPercent?: number;
  readonly outlierDetectionHttpErrorCodes?: readonly number[];
  readonly splitExternalLocalOriginErrors?: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Percent */
export interface Percent {
  readonly value?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port */
export interface Port {
  readonly name?: string;
  readonly number?: number;
  readonly protocol?: string;
  /** @deprecated */
  readonly targetPort?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#PortSelector */
export interface PortSelector {
  readonly number?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig */
export interface ProxyConfig {
  readonly concurrency?: number;
  readonly environmentVariables?: Readonly<Record<string, string>>;
  readonly image?: ProxyImage;
  readonly selector?: selector.WorkloadSelector;
}

/** @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyImage */
export interface ProxyImage {
  readonly imageType?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe */
export interface ReadinessProbe {
  readonly exec?: ExecHealthCheckConfig;
  readonly failureThreshold?: number;
  readonly grpc?: GrpcHealthCheckConfig;
  readonly httpGet?: HTTPHealthCheckConfig;
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly successThreshold?: number;
  readonly tcpSocket?: TCPHealthCheckConfig;
  readonly timeoutSeconds?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RegexRewrite */
export interface RegexRewrite {
  readonly match?: string;
  readonly rewrite?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RouteDestination */
export interface RouteDestination {
  readonly destination?: Destination;
  readonly weight?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server */
export interface Server {
  readonly bind?: string;
  readonly defaultEndpoint?: string;
  readonly hosts?: readonly string[];
  readonly name?: string;
  readonly port?: Port;
  readonly tls?: ServerTLSSettings;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings */
export interface ServerTLSSettings {
  readonly caCertCredentialName?: string;
  readonly caCertificates?: string;
  readonly caCrl?: string;
  readonly cipherSuites?: readonly string[];
  readonly credentialName?: string;
  readonly credentialNames?: readonly string[];
  readonly httpsRedirect?: boolean;
  readonly insecureSkipVerify?: boolean;
  readonly maxProtocolVersion?: ServerTLSSettingsTLSProtocol;
  readonly minProtocolVersion?: ServerTLSSettingsTLSProtocol;
  readonly mode?: ServerTLSSettingsTLSmode;
  readonly privateKey?: string;
  readonly serverCertificate?: string;
  readonly subjectAltNames?: readonly string[];
  readonly tlsCertificates?: readonly ServerTLSSettingsTLSCertificate[];
  readonly verifyCertificateHash?: readonly string[];
  readonly verifyCertificateSpki?: readonly string[];
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSCertificate */
export interface ServerTLSSettingsTLSCertificate {
  readonly caCertificates?: string;
  readonly privateKey?: string;
  readonly serverCertificate?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSProtocol */
export type ServerTLSSettingsTLSProtocol =
  'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3';

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode */
export type ServerTLSSettingsTLSmode =
  'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL' | 'OPTIONAL_MUTUAL';

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry */
export interface ServiceEntry {
  readonly addresses?: readonly string[];
  readonly endpoints?: readonly WorkloadEntry[];
  readonly exportTo?: readonly string[];
  readonly hosts?: readonly string[];
  readonly location?: ServiceEntryLocation;
  readonly ports?: readonly ServicePort[];
  readonly resolution?: ServiceEntryResolution;
  readonly subjectAltNames?: readonly string[];
  readonly workloadSelector?: WorkloadSelector;
}

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Location */
export type ServiceEntryLocation = 'MESH_EXTERNAL' | 'MESH_INTERNAL';

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution */
export type ServiceEntryResolution = 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS';

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort */
export interface ServicePort {
  readonly name?: string;
  readonly number?: number;
  readonly protocol?: string;
  readonly targetPort?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar */
export interface Sidecar {
  readonly egress?: readonly IstioEgressListener[];
  readonly inboundConnectionPool?: ConnectionPoolSettings;
  readonly ingress?: readonly IstioIngressListener[];
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
  readonly workloadSelector?: WorkloadSelector;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#SidecarPort */
export interface SidecarPort {
  readonly name?: string;
  readonly number?: number;
  readonly protocol?: string;
  /** @deprecated */
  readonly targetPort?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch */
export interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset */
export interface Subset {
  readonly labels?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly trafficPolicy?: TrafficPolicy;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#TCPHealthCheckConfig */
export interface TCPHealthCheckConfig {
  readonly host?: string;
  readonly port?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute */
export interface TCPRoute {
  readonly match?: readonly L4MatchAttributes[];
  readonly route?: readonly RouteDestination[];
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes */
export interface TLSMatchAttributes {
  readonly destinationSubnets?: readonly string[];
  readonly gateways?: readonly string[];
  readonly port?: number;
  readonly sniHosts?: readonly string[];
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute */
export interface TLSRoute {
  readonly match?: readonly TLSMatchAttributes[];
  readonly route?: readonly RouteDestination[];
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy */
export interface TrafficPolicy {
  readonly connectionPool?: ConnectionPoolSettings;
  readonly loadBalancer?: LoadBalancerSettings;
  readonly outlierDetection?: OutlierDetection;
  readonly portLevelSettings?: readonly TrafficPolicyPortTrafficPolicy[];
  readonly proxyProtocol?: TrafficPolicyProxyProtocol;
  readonly retryBudget?: TrafficPolicyRetryBudget;
  readonly tls?: ClientTLSSettings;
  readonly tunnel?: TrafficPolicyTunnelSettings;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy */
export interface TrafficPolicyPortTrafficPolicy {
  readonly connectionPool?: ConnectionPoolSettings;
  readonly loadBalancer?: LoadBalancerSettings;
  readonly outlierDetection?: OutlierDetection;
  readonly port?: PortSelector;
  readonly tls?: ClientTLSSettings;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-ProxyProtocol */
export interface TrafficPolicyProxyProtocol {
  readonly version?: TrafficPolicyProxyProtocolVERSION;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-ProxyProtocol-VERSION */
export type TrafficPolicyProxyProtocolVERSION = 'V1' | 'V2';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget */
export interface TrafficPolicyRetryBudget {
  readonly budgetInterval?: string;
  readonly minRetryConcurrency?: number;
  readonly percent?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings */
export interface TrafficPolicyTunnelSettings {
  readonly protocol?: string;
  readonly targetHost?: string;
  readonly targetPort?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService */
export interface VirtualService {
  readonly exportTo?: readonly string[];
  readonly gateways?: readonly string[];
  readonly hosts?: readonly string[];
  readonly http?: readonly HTTPRoute[];
  readonly tcp?: readonly TCPRoute[];
  readonly tls?: readonly TLSRoute[];
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration */
export interface WarmupConfiguration {
  readonly aggression?: number;
  readonly duration?: string;
  readonly minimumPercent?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry */
export interface WorkloadEntry {
  readonly address?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly locality?: string;
  readonly network?: string;
  readonly ports?: Readonly<Record<string, number>>;
  readonly serviceAccount?: string;
  readonly weight?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup */
export interface WorkloadGroup {
  readonly metadata?: WorkloadGroupObjectMeta;
  readonly probe?: ReadinessProbe;
  readonly template?: WorkloadEntry;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup-ObjectMeta */
export interface WorkloadGroupObjectMeta {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#WorkloadSelector */
export interface WorkloadSelector {
  readonly labels?: Readonly<Record<string, string>>;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting */
export interface ZoneAwareLoadBalancerSetting {
  readonly enabled?: boolean;
  readonly failover?: readonly ZoneAwareLoadBalancerSettingFailover[];
  readonly failoverPriority?: readonly string[];
  readonly minClusterSize?: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting-Failover */
export interface ZoneAwareLoadBalancerSettingFailover {
  readonly from?: string;
  readonly to?: string;
}
