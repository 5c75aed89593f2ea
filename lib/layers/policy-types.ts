import type { kinds } from '../generated/newest';

/** What an AuthorizationPolicy says. */
export type AuthorizationSpec = NonNullable<kinds.AuthorizationPolicy['spec']>;

/** One of its rules. */
export type AuthorizationRule = NonNullable<AuthorizationSpec['rules']>[number];

/** Who calls, in a rule. */
export type AuthorizationSource = NonNullable<
  NonNullable<AuthorizationRule['from']>[number]['source']
>;

/** What is called, in a rule. */
export type AuthorizationOperation = NonNullable<
  NonNullable<AuthorizationRule['to']>[number]['operation']
>;

/** What a PeerAuthentication says. */
export type AuthenticationSpec = NonNullable<kinds.PeerAuthentication['spec']>;

/** Which connections it takes. */
export type MtlsMode = NonNullable<NonNullable<AuthenticationSpec['mtls']>['mode']>;
