import { PINNABLE_RESOURCES } from '../rollout/pointers/pinnable-resources';

/** Lease by which the processes of the operator agree who acts. */
export const OPERATOR_LEASE = 'istio-revisions-operator';

/**
 * Verbs that a rule may name. There is none for everything: what the operator may do is what is written here.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb
 */
export type PermissionVerb =
  'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'escalate' | 'bind';

/** One thing that the operator's account may do. */
export interface OperatorPermission {
  /** Empty for the core group. */
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly verbs: readonly PermissionVerb[];
  /** Everywhere, or in the operator's own namespace only, which is the mesh's. */
  readonly scope: 'cluster' | 'namespace';
  /** Names of the objects that it is about; absent means any. */
  readonly resourceNames?: readonly string[];
  /** What does not work without it. */
  readonly why: string;
}

type Row = Omit<OperatorPermission, 'scope'>;

/**
 * What the engine needs of a kind that it deploys. It creates by POST, applies, deletes, and waits with an informer until a
 * deleted object is gone: without list and watch the provider waits for ever.
 * @see https://github.com/pulumi/pulumi-kubernetes/blob/94977969d641/provider/pkg/await/condition/deleted.go
 */
const DEPLOYED = ['get', 'list', 'watch', 'create', 'patch', 'delete'] as const;

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const ISTIO_OPERATOR = 'install.istio.io';

const IN_USE =
  'what belongs to a revision or uses it, wherever it is: until that is known nothing is removed';

const CLUSTER: readonly Row[] = [
  {
    apiGroup: ISTIO_OPERATOR,
    resources: ['istiooperators'],
    verbs: ['get', 'list', 'watch', 'patch'],
    why: 'the objects to follow; patch holds and releases the finaliser, and never touches a spec',
  },
  {
    apiGroup: ISTIO_OPERATOR,
    resources: ['istiooperators/status'],
    verbs: ['patch'],
    why: 'tells what became of an object, in whichever namespace it is',
  },
  {
    apiGroup: '',
    resources: ['namespaces', 'pods', 'services', 'serviceaccounts', 'configmaps'],
    verbs: ['list'],
    why: `${IN_USE}; of ConfigMaps also the roots that each namespace trusts`,
  },
  {
    apiGroup: 'apps',
    resources: ['deployments'],
    verbs: ['list', 'watch'],
    why: `${IN_USE}; watch is for istiods whose health changes`,
  },
  {
    apiGroup: 'apps',
    resources: ['statefulsets', 'daemonsets'],
    verbs: ['list'],
    why: IN_USE,
  },
  {
    apiGroup: 'autoscaling',
    resources: ['horizontalpodautoscalers'],
    verbs: ['list'],
    why: IN_USE,
  },
  { apiGroup: 'policy', resources: ['poddisruptionbudgets'], verbs: ['list'], why: IN_USE },
  { apiGroup: 'networking.k8s.io', resources: ['networkpolicies'], verbs: ['list'], why: IN_USE },
  { apiGroup: 'coordination.k8s.io', resources: ['leases'], verbs: ['list'], why: IN_USE },
  { apiGroup: RBAC, resources: ['roles', 'rolebindings'], verbs: ['list'], why: IN_USE },
  ...PINNABLE_RESOURCES.map(([apiGroup, resources]): Row => ({
    apiGroup,
    resources,
    verbs: ['list'],
    why: `${IN_USE}; these may be labelled for one revision, which no other reads then`,
  })),
  {
    apiGroup: 'apiextensions.k8s.io',
    resources: ['customresourcedefinitions'],
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch'],
    why: "Istio's CRDs; the provider replaces one (update) where it applies other kinds; none is ever deleted",
  },
  {
    apiGroup: ADMISSION,
    resources: [
      'mutatingwebhookconfigurations',
      'validatingwebhookconfigurations',
      'validatingadmissionpolicies',
      'validatingadmissionpolicybindings',
    ],
    verbs: DEPLOYED,
    why: "injection, and validation of Istio's objects",
  },
  {
    apiGroup: RBAC,
    resources: ['clusterroles', 'clusterrolebindings'],
    verbs: DEPLOYED,
    why: 'what istiod may do in the cluster',
  },
  {
    apiGroup: RBAC,
    resources: ['clusterroles'],
    verbs: ['escalate', 'bind'],
    why: 'gives istiod rights that the operator has not itself, such as reading Secrets',
  },
];

const NAMESPACE: readonly Row[] = [
  {
    apiGroup: '',
    resources: ['services', 'serviceaccounts', 'configmaps'],
    verbs: DEPLOYED,
    why: 'parts of every revision',
  },
  { apiGroup: 'apps', resources: ['deployments'], verbs: DEPLOYED, why: 'istiod itself' },
  {
    apiGroup: 'autoscaling',
    resources: ['horizontalpodautoscalers'],
    verbs: DEPLOYED,
    why: 'how many replicas istiod has',
  },
  {
    apiGroup: 'policy',
    resources: ['poddisruptionbudgets'],
    verbs: DEPLOYED,
    why: 'how many replicas of istiod stay',
  },
  {
    apiGroup: 'networking.k8s.io',
    resources: ['networkpolicies'],
    verbs: DEPLOYED,
    why: 'who reaches istiod, with global.networkPolicy.enabled',
  },
  {
    apiGroup: 'discovery.k8s.io',
    resources: ['endpointslices'],
    verbs: DEPLOYED,
    why: 'where an istiod outside of the cluster is; list tells whether webhooks have anybody to call',
  },
  {
    apiGroup: RBAC,
    resources: ['roles', 'rolebindings'],
    verbs: DEPLOYED,
    why: "what istiod may do in the mesh's namespace",
  },
  {
    apiGroup: RBAC,
    resources: ['roles'],
    verbs: ['escalate', 'bind'],
    why: 'gives istiod rights that the operator has not itself, such as writing the Secret of its authority',
  },
  {
    apiGroup: 'apps',
    resources: ['replicasets'],
    verbs: ['list', 'watch'],
    why: 'the provider waits for istiod with an informer of each of these, and without it for ever',
  },
  {
    apiGroup: '',
    resources: ['pods', 'persistentvolumeclaims'],
    verbs: ['list', 'watch'],
    why: 'the provider waits for istiod with an informer of each of these, and without it for ever',
  },
  {
    apiGroup: '',
    resources: ['pods'],
    verbs: ['create'],
    why: 'tries whether a pod would be injected, as a dry run; RBAC knows no right to that alone',
  },
  {
    apiGroup: '',
    resources: ['pods/portforward'],
    verbs: ['get', 'create'],
    why: 'asks each istiod how it is; which verb counts depends on the version of the API server',
  },
  {
    apiGroup: '',
    resources: ['namespaces'],
    verbs: ['get'],
    why: "labels of the mesh's own namespace, which decide whether a pod in it is injected",
  },
  {
    apiGroup: 'networking.istio.io',
    resources: ['destinationrules'],
    verbs: ['create'],
    why: 'tries whether an invalid object would be refused, as a dry run',
  },
  {
    apiGroup: 'events.k8s.io',
    resources: ['events'],
    verbs: ['list', 'create', 'patch'],
    why: 'tells what happened to an object; list and patch count repetitions in place of telling them',
  },
  {
    apiGroup: 'coordination.k8s.io',
    resources: ['leases'],
    verbs: ['create'],
    why: 'the first process makes the Lease; a right to create cannot name what is created',
  },
  {
    apiGroup: 'coordination.k8s.io',
    resources: ['leases'],
    verbs: ['get', 'update'],
    resourceNames: [OPERATOR_LEASE],
    why: 'leads, and renews that every few seconds',
  },
];

/**
 * Every right of the operator, and of the engine that it starts, which acts under the same account. Discovery, which every
 * account has, is left out.
 *
 * Three things are missing on purpose. There is no right to Secrets: Istio's charts contain none, and the authority's key is
 * istiod's own. There is no right to change a Namespace or a workload of anybody else: only rollouts
 * need that, and have rights of their own. And no rule names everything.
 *
 * `escalate` and `bind` are there because the API server lets nobody grant what he does not have himself, and the other
 * way, to have all that istiod has, would need every Secret of the cluster and rules that name everything. The consequence
 * has to be known: whoever acts as this account can grant himself any right, and so can whoever may run a pod in its
 * namespace, which is to be guarded like the control plane itself.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 */
export const OPERATOR_PERMISSIONS: readonly OperatorPermission[] = [
  ...CLUSTER.map((row) => ({ ...row, scope: 'cluster' as const })),
  ...NAMESPACE.map((row) => ({ ...row, scope: 'namespace' as const })),
];
