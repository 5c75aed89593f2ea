import type { kinds } from '../generated/newest';
import type { AllowedSource, AllowRule, MtlsException, TeamNamespaceSpec } from './team-namespace';
import type { AuthenticationSpec, AuthorizationSource, AuthorizationSpec } from './policy-types';

/** Which connections the pods of a namespace take, and from whom: from nobody, but for what is allowed. */
export function teamPolicies({
  name: namespace,
  mtls = {},
  allow = [],
}: TeamNamespaceSpec): readonly (kinds.PeerAuthentication | kinds.AuthorizationPolicy)[] {
  const { mode = 'STRICT', exceptions = [] } = mtls;
  return [
    peerAuthentication(namespace, 'default', { mtls: { mode } }),
    ...exceptions.map((one) => exceptionOf(namespace, one)),
    // An ALLOW without a rule lets nothing in, and the others add what they let in.
    policy(namespace, 'allow-nothing', {}),
    ...allow.map((rule) => allowOf(namespace, rule)),
  ];
}

function exceptionOf(
  namespace: string,
  { name, to, ports }: MtlsException,
): kinds.PeerAuthentication {
  const modes = Object.entries(ports).map(([port, mode]) => [port, { mode }] as const);
  return peerAuthentication(namespace, name, {
    selector: { matchLabels: to },
    portLevelMtls: Object.fromEntries(modes),
  });
}

function peerAuthentication(
  namespace: string,
  name: string,
  spec: AuthenticationSpec,
): kinds.PeerAuthentication {
  const metadata = { name, namespace };
  return { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata, spec };
}

function allowOf(namespace: string, rule: AllowRule): kinds.AuthorizationPolicy {
  const { name, to, from, methods, paths, ports } = rule;
  const operation = {
    ...(methods === undefined ? {} : { methods }),
    ...(paths === undefined ? {} : { paths }),
    ...(ports === undefined ? {} : { ports: ports.map(String) }),
  };
  const isLimited = Object.keys(operation).length > 0;
  return policy(namespace, `allow-${name}`, {
    ...(to === undefined ? {} : { selector: { matchLabels: to } }),
    action: 'ALLOW',
    rules: [
      {
        from: from.map((source) => ({ source: sourceOf(source) })),
        ...(isLimited ? { to: [{ operation }] } : {}),
      },
    ],
  });
}

/** Names of accounts without the trust domain, which is the mesh's and not the team's to know. */
function sourceOf(source: AllowedSource): AuthorizationSource {
  if ('namespace' in source) return { namespaces: [source.namespace] };
  const { namespace, name } = 'serviceAccount' in source ? source.serviceAccount : source.gateway;
  return { serviceAccounts: [`${namespace}/${name}`] };
}

function policy(
  namespace: string,
  name: string,
  spec: AuthorizationSpec,
): kinds.AuthorizationPolicy {
  const metadata = { name, namespace };
  return { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata, spec };
}
