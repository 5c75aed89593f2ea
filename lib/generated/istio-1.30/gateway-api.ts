// Written by `make generate`.
import type * as kubernetes from './kubernetes';

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#allowedlisteners */
export interface AllowedListeners {
  readonly namespaces?: ListenerNamespaces;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#allowedroutes */
export interface AllowedRoutes {
  readonly kinds?: readonly RouteGroupKind[];
  readonly namespaces?: RouteNamespaces;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#backendobjectreference */
export interface BackendObjectReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly port?: number;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#backendref */
export interface BackendRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly weight?: number;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#backendtlspolicy */
export interface BackendTLSPolicy {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: kubernetes.ObjectMeta;
  readonly spec?: BackendTLSPolicySpec;
  readonly status?: PolicyStatus;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#backendtlspolicyspec */
export interface BackendTLSPolicySpec {
  readonly options?: Readonly<Record<string, string>>;
  readonly targetRefs?: readonly LocalPolicyTargetReferenceWithSectionName[];
  readonly validation?: BackendTLSPolicyValidation;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#backendtlspolicyvalidation */
export interface BackendTLSPolicyValidation {
  readonly caCertificateRefs?: readonly LocalObjectReference[];
  readonly hostname?: string;
  readonly subjectAltNames?: readonly SubjectAltName[];
  readonly wellKnownCACertificates?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#cookieconfig */
export interface CookieConfig {
  readonly lifetimeType?: CookieLifetimeType;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#cookielifetimetype */
export type CookieLifetimeType = 'Permanent' | 'Session';

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#forwardbodyconfig */
export interface ForwardBodyConfig {
  readonly maxSize?: number;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#fraction */
export interface Fraction {
  readonly denominator?: number;
  readonly numerator?: number;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#frontendtlsconfig */
export interface FrontendTLSConfig {
  readonly default?: TLSConfig;
  readonly perPort?: readonly TLSPortConfig[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#frontendtlsvalidation */
export interface FrontendTLSValidation {
  readonly caCertificateRefs?: readonly ObjectReference[];
  readonly mode?: FrontendValidationModeType;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#frontendvalidationmodetype */
export type FrontendValidationModeType = 'AllowValidOnly' | 'AllowInsecureFallback';

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#grpcauthconfig */
export interface GRPCAuthConfig {
  readonly allowedHeaders?: readonly string[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#grpcbackendref */
export interface GRPCBackendRef {
  readonly filters?: readonly GRPCRouteFilter[];
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly weight?: number;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#grpcheadermatch */
export interface GRPCHeaderMatch {
  readonly name?: string;
  readonly type?: GRPCHeaderMatchType;
  readonly value?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#grpcheadermatchtype */
export type GRPCHeaderMatchType = 'Exact' | 'RegularExpression';

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#grpcmethodmatch */
export interface GRPCMethodMatch {
  readonly method?: string;
  readonly service?: string;
  readonly type?: GRPCMethodMatchType;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#grpcmethodmatchtype */
export type GRPCMethodMatchType = 'Exact' | 'RegularExpression';

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#grpcroute */
export interface GRPCRoute {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: kubernetes.ObjectMeta;
  readonly spec?: GRPCRouteSpec;
  readonly status?: GRPCRouteStatus;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#grpcroutefilter */
export interface GRPCRouteFilter {
  readonly extensionRef?: LocalObjectReference;
  readonly requestHeaderModifier?: HTTPHeaderFilter;
  readonly requestMirror?: HTTPRequestMirrorFilter;
  readonly responseHeaderModifier?: HTTPHeaderFilter;
  readonly type?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#grpcroutematch */
export interface GRPCRouteMatch {
  readonly headers?: readonly GRPCHeaderMatch[];
  readonly method?: GRPCMethodMatch;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#grpcrouterule */
export interface GRPCRouteRule {
  readonly backendRefs?: readonly GRPCBackendRef[];
  readonly filters?: readonly GRPCRouteFilter[];
  readonly matches?: readonly GRPCRouteMatch[];
  readonly name?: string;
  readonly sessionPersistence?: SessionPersistence;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#grpcroutespec */
export interface GRPCRouteSpec {
  readonly hostnames?: readonly string[];
  readonly parentRefs?: readonly ParentReference[];
  readonly rules?: readonly GRPCRouteRule[];
  readonly useDefaultGateways?: GatewayDefaultScope;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#grpcroutestatus */
export interface GRPCRouteStatus {
  readonly parents?: readonly RouteParentStatus[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#gateway */
export interface Gateway {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: kubernetes.ObjectMeta;
  readonly spec?: GatewaySpec;
  readonly status?: GatewayStatus;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#gatewaybackendtls */
export interface GatewayBackendTLS {
  readonly clientCertificateRef?: SecretObjectReference;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#gatewayclass */
export interface GatewayClass {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: kubernetes.ObjectMeta;
  readonly spec?: GatewayClassSpec;
  readonly status?: GatewayClassStatus;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#gatewayclassspec */
export interface GatewayClassSpec {
  readonly controllerName?: string;
  readonly description?: string;
  readonly parametersRef?: ParametersReference;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#gatewayclassstatus */
export interface GatewayClassStatus {
  readonly conditions?: readonly kubernetes.Condition[];
  readonly supportedFeatures?: readonly SupportedFeature[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#gatewaydefaultscope */
export type GatewayDefaultScope = 'All' | 'None';

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#gatewayinfrastructure */
export interface GatewayInfrastructure {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly parametersRef?: LocalParametersReference;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#gatewayspec */
export interface GatewaySpec {
  readonly addresses?: readonly GatewaySpecAddress[];
  readonly allowedListeners?: AllowedListeners;
  readonly defaultScope?: GatewayDefaultScope;
  readonly gatewayClassName?: string;
  readonly infrastructure?: GatewayInfrastructure;
  readonly listeners?: readonly Listener[];
  readonly tls?: GatewayTLSConfig;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#gatewayspecaddress */
export interface GatewaySpecAddress {
  readonly type?: string;
  readonly value?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#gatewaystatus */
export interface GatewayStatus {
  readonly addresses?: readonly GatewayStatusAddress[];
  readonly attachedListenerSets?: number;
  readonly conditions?: readonly kubernetes.Condition[];
  readonly listeners?: readonly ListenerStatus[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#gatewaystatusaddress */
export interface GatewayStatusAddress {
  readonly type?: string;
  readonly value?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#gatewaytlsconfig */
export interface GatewayTLSConfig {
  readonly backend?: GatewayBackendTLS;
  readonly frontend?: FrontendTLSConfig;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httpauthconfig */
export interface HTTPAuthConfig {
  readonly allowedHeaders?: readonly string[];
  readonly allowedResponseHeaders?: readonly string[];
  readonly path?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httpbackendref */
export interface HTTPBackendRef {
  readonly filters?: readonly HTTPRouteFilter[];
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly weight?: number;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httpcorsfilter */
export interface HTTPCORSFilter {
  readonly allowCredentials?: boolean;
  readonly allowHeaders?: readonly string[];
  readonly allowMethods?: readonly HTTPMethodWithWildcard[];
  readonly allowOrigins?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAge?: number;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httpexternalauthfilter */
export interface HTTPExternalAuthFilter {
  readonly backendRef?: BackendObjectReference;
  readonly forwardBody?: ForwardBodyConfig;
  readonly grpc?: GRPCAuthConfig;
  readonly http?: HTTPAuthConfig;
  readonly protocol?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httpheader */
export interface HTTPHeader {
  readonly name?: string;
  readonly value?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httpheaderfilter */
export interface HTTPHeaderFilter {
  readonly add?: readonly HTTPHeader[];
  readonly remove?: readonly string[];
  readonly set?: readonly HTTPHeader[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httpheadermatch */
export interface HTTPHeaderMatch {
  readonly name?: string;
  readonly type?: HeaderMatchType;
  readonly value?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httpmethod */
export type HTTPMethod =
  'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH';

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httpmethodwithwildcard */
export type HTTPMethodWithWildcard =
  'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH' | '*';

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httppathmatch */
export interface HTTPPathMatch {
  readonly type?: PathMatchType;
  readonly value?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httppathmodifier */
export interface HTTPPathModifier {
  readonly replaceFullPath?: string;
  readonly replacePrefixMatch?: string;
  readonly type?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httpqueryparammatch */
export interface HTTPQueryParamMatch {
  readonly name?: string;
  readonly type?: QueryParamMatchType;
  readonly value?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httprequestmirrorfilter */
export interface HTTPRequestMirrorFilter {
  readonly backendRef?: BackendObjectReference;
  readonly fraction?: Fraction;
  readonly percent?: number;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httprequestredirectfilter */
export interface HTTPRequestRedirectFilter {
  readonly hostname?: string;
  readonly path?: HTTPPathModifier;
  readonly port?: number;
  readonly scheme?: string;
  readonly statusCode?: number;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httproute */
export interface HTTPRoute {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: kubernetes.ObjectMeta;
  readonly spec?: HTTPRouteSpec;
  readonly status?: HTTPRouteStatus;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httproutefilter */
export interface HTTPRouteFilter {
  readonly cors?: HTTPCORSFilter;
  readonly extensionRef?: LocalObjectReference;
  readonly externalAuth?: HTTPExternalAuthFilter;
  readonly requestHeaderModifier?: HTTPHeaderFilter;
  readonly requestMirror?: HTTPRequestMirrorFilter;
  readonly requestRedirect?: HTTPRequestRedirectFilter;
  readonly responseHeaderModifier?: HTTPHeaderFilter;
  readonly type?: string;
  readonly urlRewrite?: HTTPURLRewriteFilter;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httproutematch */
export interface HTTPRouteMatch {
  readonly headers?: readonly HTTPHeaderMatch[];
  readonly method?: HTTPMethod;
  readonly path?: HTTPPathMatch;
  readonly queryParams?: readonly HTTPQueryParamMatch[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httprouteretry */
export interface HTTPRouteRetry {
  readonly attempts?: number;
  readonly backoff?: string;
  readonly codes?: readonly number[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httprouterule */
export interface HTTPRouteRule {
  readonly backendRefs?: readonly HTTPBackendRef[];
  readonly filters?: readonly HTTPRouteFilter[];
  readonly matches?: readonly HTTPRouteMatch[];
  readonly name?: string;
  readonly retry?: HTTPRouteRetry;
  readonly sessionPersistence?: SessionPersistence;
  readonly timeouts?: HTTPRouteTimeouts;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httproutespec */
export interface HTTPRouteSpec {
  readonly hostnames?: readonly string[];
  readonly parentRefs?: readonly ParentReference[];
  readonly rules?: readonly HTTPRouteRule[];
  readonly useDefaultGateways?: GatewayDefaultScope;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httproutestatus */
export interface HTTPRouteStatus {
  readonly parents?: readonly RouteParentStatus[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httproutetimeouts */
export interface HTTPRouteTimeouts {
  readonly backendRequest?: string;
  readonly request?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#httpurlrewritefilter */
export interface HTTPURLRewriteFilter {
  readonly hostname?: string;
  readonly path?: HTTPPathModifier;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#headermatchtype */
export type HeaderMatchType = 'Exact' | 'RegularExpression';

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#listener */
export interface Listener {
  readonly allowedRoutes?: AllowedRoutes;
  readonly hostname?: string;
  readonly name?: string;
  readonly port?: number;
  readonly protocol?: string;
  readonly tls?: ListenerTLSConfig;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#listenerentry */
export interface ListenerEntry {
  readonly allowedRoutes?: AllowedRoutes;
  readonly hostname?: string;
  readonly name?: string;
  readonly port?: number;
  readonly protocol?: string;
  readonly tls?: ListenerTLSConfig;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#listenerentrystatus */
export interface ListenerEntryStatus {
  readonly attachedRoutes?: number;
  readonly conditions?: readonly kubernetes.Condition[];
  readonly name?: string;
  readonly supportedKinds?: readonly RouteGroupKind[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#listenernamespaces */
export interface ListenerNamespaces {
  readonly from?: string;
  readonly selector?: kubernetes.LabelSelector;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#listenerset */
export interface ListenerSet {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: kubernetes.ObjectMeta;
  readonly spec?: ListenerSetSpec;
  readonly status?: ListenerSetStatus;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#listenersetspec */
export interface ListenerSetSpec {
  readonly listeners?: readonly ListenerEntry[];
  readonly parentRef?: ParentGatewayReference;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#listenersetstatus */
export interface ListenerSetStatus {
  readonly conditions?: readonly kubernetes.Condition[];
  readonly listeners?: readonly ListenerEntryStatus[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#listenerstatus */
export interface ListenerStatus {
  readonly attachedRoutes?: number;
  readonly conditions?: readonly kubernetes.Condition[];
  readonly name?: string;
  readonly supportedKinds?: readonly RouteGroupKind[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#listenertlsconfig */
export interface ListenerTLSConfig {
  readonly certificateRefs?: readonly SecretObjectReference[];
  readonly mode?: TLSModeType;
  readonly options?: Readonly<Record<string, string>>;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#localobjectreference */
export interface LocalObjectReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#localparametersreference */
export interface LocalParametersReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#localpolicytargetreferencewithsectionname */
export interface LocalPolicyTargetReferenceWithSectionName {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly sectionName?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#objectreference */
export interface ObjectReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#parametersreference */
export interface ParametersReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#parentgatewayreference */
export interface ParentGatewayReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#parentreference */
export interface ParentReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly sectionName?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#pathmatchtype */
export type PathMatchType = 'Exact' | 'PathPrefix' | 'RegularExpression';

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#policyancestorstatus */
export interface PolicyAncestorStatus {
  readonly ancestorRef?: ParentReference;
  readonly conditions?: readonly kubernetes.Condition[];
  readonly controllerName?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#policystatus */
export interface PolicyStatus {
  readonly ancestors?: readonly PolicyAncestorStatus[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#queryparammatchtype */
export type QueryParamMatchType = 'Exact' | 'RegularExpression';

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#referencegrant */
export interface ReferenceGrant {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: kubernetes.ObjectMeta;
  readonly spec?: ReferenceGrantSpec;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#referencegrantfrom */
export interface ReferenceGrantFrom {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#referencegrantspec */
export interface ReferenceGrantSpec {
  readonly from?: readonly ReferenceGrantFrom[];
  readonly to?: readonly ReferenceGrantTo[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#referencegrantto */
export interface ReferenceGrantTo {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#routegroupkind */
export interface RouteGroupKind {
  readonly group?: string;
  readonly kind?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#routenamespaces */
export interface RouteNamespaces {
  readonly from?: string;
  readonly selector?: kubernetes.LabelSelector;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#routeparentstatus */
export interface RouteParentStatus {
  readonly conditions?: readonly kubernetes.Condition[];
  readonly controllerName?: string;
  readonly parentRef?: ParentReference;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#secretobjectreference */
export interface SecretObjectReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#sessionpersistence */
export interface SessionPersistence {
  readonly absoluteTimeout?: string;
  readonly cookieConfig?: CookieConfig;
  readonly idleTimeout?: string;
  readonly sessionName?: string;
  readonly type?: SessionPersistenceType;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#sessionpersistencetype */
export type SessionPersistenceType = 'Cookie' | 'Header';

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#subjectaltname */
export interface SubjectAltName {
  readonly hostname?: string;
  readonly type?: SubjectAltNameType;
  readonly uri?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#subjectaltnametype */
export type SubjectAltNameType = 'Hostname' | 'URI';

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#supportedfeature */
export interface SupportedFeature {
  readonly name?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#tcproute */
export interface TCPRoute {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: kubernetes.ObjectMeta;
  readonly spec?: TCPRouteSpec;
  readonly status?: TCPRouteStatus;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#tcprouterule */
export interface TCPRouteRule {
  readonly backendRefs?: readonly BackendRef[];
  readonly name?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#tcproutespec */
export interface TCPRouteSpec {
  readonly parentRefs?: readonly ParentReference[];
  readonly rules?: readonly TCPRouteRule[];
  readonly useDefaultGateways?: GatewayDefaultScope;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#tcproutestatus */
export interface TCPRouteStatus {
  readonly parents?: readonly RouteParentStatus[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#tlsconfig */
export interface TLSConfig {
  readonly validation?: FrontendTLSValidation;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#tlsmodetype */
export type TLSModeType = 'Terminate' | 'Passthrough';

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#tlsportconfig */
export interface TLSPortConfig {
  readonly port?: number;
  readonly tls?: TLSConfig;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#tlsroute */
export interface TLSRoute {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: kubernetes.ObjectMeta;
  readonly spec?: TLSRouteSpec;
  readonly status?: TLSRouteStatus;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#tlsrouterule */
export interface TLSRouteRule {
  readonly backendRefs?: readonly BackendRef[];
  readonly name?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#tlsroutespec */
export interface TLSRouteSpec {
  readonly hostnames?: readonly string[];
  readonly parentRefs?: readonly ParentReference[];
  readonly rules?: readonly TLSRouteRule[];
  readonly useDefaultGateways?: GatewayDefaultScope;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#tlsroutestatus */
export interface TLSRouteStatus {
  readonly parents?: readonly RouteParentStatus[];
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#udproute */
export interface UDPRoute {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: kubernetes.ObjectMeta;
  readonly spec?: UDPRouteSpec;
  readonly status?: UDPRouteStatus;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#udprouterule */
export interface UDPRouteRule {
  readonly backendRefs?: readonly BackendRef[];
  readonly name?: string;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#udproutespec */
export interface UDPRouteSpec {
  readonly parentRefs?: readonly ParentReference[];
  readonly rules?: readonly UDPRouteRule[];
  readonly useDefaultGateways?: GatewayDefaultScope;
}

/** @see https://gateway-api.sigs.k8s.io/reference/api-spec/#udproutestatus */
export interface UDPRouteStatus {
  readonly parents?: readonly RouteParentStatus[];
}
