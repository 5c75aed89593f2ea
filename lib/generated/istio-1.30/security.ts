// Written by `make generate`.
import type * as selector from './selector';

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy */
export interface AuthorizationPolicy {
  readonly action?: AuthorizationPolicyAction;
  readonly provider?: AuthorizationPolicyExtensionProvider;
  readonly rules?: readonly Rule[];
  readonly selector?: selector.WorkloadSelector;
  readonly targetRef?: selector.PolicyTargetReference;
  readonly targetRefs?: readonly selector.PolicyTargetReference[];
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-Action */
export type AuthorizationPolicyAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-ExtensionProvider */
export interface AuthorizationPolicyExtensionProvider {
  readonly name?: string;
}

/** @see https://istio.io/latest/docs/reference/config/security/request_authentication/#ClaimToHeader */
export interface ClaimToHeader {
  readonly claim?: string;
  readonly header?: string;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Condition */
export interface Condition {
  readonly key?: string;
  readonly notValues?: readonly string[];
  readonly values?: readonly string[];
}

/** @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTHeader */
export interface JWTHeader {
  readonly name?: string;
  readonly prefix?: string;
}

/** @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule */
export interface JWTRule {
  readonly audiences?: readonly string[];
  readonly forwardOriginalToken?: boolean;
  readonly fromCookies?: readonly string[];
  readonly fromHeaders?: readonly JWTHeader[];
  readonly fromParams?: readonly string[];
  readonly issuer?: string;
  readonly jwks?: string;
  readonly jwksUri?: string;
  readonly outputClaimToHeaders?: readonly ClaimToHeader[];
  readonly outputPayloadToHeader?: string;
  readonly spaceDelimitedClaims?: readonly string[];
  readonly timeout?: string;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation */
export interface Operation {
  readonly hosts?: readonly string[];
  readonly methods?: readonly string[];
  readonly notHosts?: readonly string[];
  readonly notMethods?: readonly string[];
  readonly notPaths?: readonly string[];
  readonly notPorts?: readonly string[];
  readonly paths?: readonly string[];
  readonly ports?: readonly string[];
}

/** @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication */
export interface PeerAuthentication {
  readonly mtls?: PeerAuthenticationMutualTLS;
  readonly portLevelMtls?: Readonly<Record<string, PeerAuthenticationMutualTLS>>;
  readonly selector?: selector.WorkloadSelector;
}

/** @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS */
export interface PeerAuthenticationMutualTLS {
  readonly mode?: PeerAuthenticationMutualTLSMode;
}

/** @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode */
export type PeerAuthenticationMutualTLSMode = 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT';

/** @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication */
export interface RequestAuthentication {
  readonly jwtRules?: readonly JWTRule[];
  readonly selector?: selector.WorkloadSelector;
  readonly targetRef?: selector.PolicyTargetReference;
  readonly targetRefs?: readonly selector.PolicyTargetReference[];
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule */
export interface Rule {
  readonly from?: readonly RuleFrom[];
  readonly to?: readonly RuleTo[];
  readonly when?: readonly Condition[];
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-From */
export interface RuleFrom {
  readonly source?: Source;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-To */
export interface RuleTo {
  readonly operation?: Operation;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source */
export interface Source {
  readonly ipBlocks?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly notIpBlocks?: readonly string[];
  readonly notNamespaces?: readonly string[];
  readonly notPrincipals?: readonly string[];
  readonly notRemoteIpBlocks?: readonly string[];
  readonly notRequestPrincipals?: readonly string[];
  readonly notServiceAccounts?: readonly string[];
  readonly notTrustDomains?: readonly string[];
  readonly principals?: readonly string[];
  readonly remoteIpBlocks?: readonly string[];
  readonly requestPrincipals?: readonly string[];
  readonly serviceAccounts?: readonly string[];
  readonly trustDomains?: readonly string[];
}
