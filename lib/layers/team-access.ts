import type { TeamNamespaceSpec } from './team-namespace';

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** Who may do what with Istio's configuration in a namespace. */
export type AccessObject =
  | {
      readonly apiVersion: 'rbac.authorization.k8s.io/v1';
      readonly kind: 'Role';
      readonly metadata: { readonly name: string; readonly namespace: string };
      readonly rules: readonly PolicyRule[];
    }
  | {
      readonly apiVersion: 'rbac.authorization.k8s.io/v1';
      readonly kind: 'RoleBinding';
      readonly metadata: { readonly name: string; readonly namespace: string };
      readonly roleRef: object;
      readonly subjects: readonly object[];
    };

const NAME = 'istio-app-editor';
const API = 'rbac.authorization.k8s.io/v1';
const READ = ['get', 'list', 'watch'];
const WRITE = [...READ, 'create', 'update', 'patch', 'delete'];

/** What an application has, and no more: who may call whom, and what proxies know, is for the team's own stack to say. */
const RULES: readonly PolicyRule[] = [
  {
    apiGroups: ['networking.istio.io'],
    resources: ['virtualservices', 'destinationrules'],
    verbs: WRITE,
  },
  { apiGroups: ['gateway.networking.k8s.io'], resources: ['httproutes'], verbs: WRITE },
  {
    apiGroups: ['networking.istio.io'],
    resources: ['sidecars', 'serviceentries', 'gateways'],
    verbs: READ,
  },
  {
    apiGroups: ['security.istio.io'],
    resources: ['authorizationpolicies', 'peerauthentications', 'requestauthentications'],
    verbs: READ,
  },
  { apiGroups: ['telemetry.istio.io'], resources: ['telemetries'], verbs: READ },
];

/** The role of those who look after the applications of a namespace, bound to groups. */
export function teamAccess({
  name: namespace,
  editors = [],
}: TeamNamespaceSpec): readonly AccessObject[] {
  if (editors.length === 0) return [];
  const metadata = { name: NAME, namespace };
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    { apiVersion: API, kind: 'Role', metadata, rules: RULES },
    {
      apiVersion: API,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup, kind: 'Role', name: NAME },
      subjects: editors.map((name) => ({ apiGroup, kind: 'Group', name })),
    },
  ];
}
