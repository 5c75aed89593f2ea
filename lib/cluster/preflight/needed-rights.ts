import { PINNABLE_RESOURCES } from '../../rollout/pointers/pinnable-resources';

/** What an account has to be allowed: each verb on each resource. */
export interface Right {
  readonly verbs: readonly string[];
  /** Empty for the core group. */
  readonly group: string;
  /** As in a role, such as `pods` or `pods/portforward`. */
  readonly resources: readonly string[];
  /** Where; absent means the whole cluster. */
  readonly namespace?: string;
}

/** Where a rollout needs rights beside those over the whole cluster. */
export interface RolloutPlaces {
  /** The mesh's own namespace. */
  readonly mesh: string;
  /** That of a Prometheus which is reached through the API server; `null` without one. */
  readonly prometheus: string | null;
  /** Those of the gateways that waves move, whose addresses are read. */
  readonly gateways: readonly string[];
  /** Those of the Gateways of the Gateway API that waves move, by their label. */
  readonly gatewayApis: readonly string[];
  /** Whether waves move by revision tags, which the way back moves directly. */
  readonly tags: boolean;
  /** Whether the old revision is removed by the rollout, and what it leaves behind with it. */
  readonly removes: boolean;
}

/** What a removed revision leaves behind. */
const LEFTOVERS = [
  ['', 'configmaps', ['delete']],
  ['coordination.k8s.io', 'leases', ['get', 'delete']],
  ['networking.k8s.io', 'networkpolicies', ['get', 'delete']],
] as const;

/** Tried before a wave moves, never made; RBAC knows no right to a dry run alone. */
const DRY_RUNS = [
  ['', 'pods'],
  ['networking.istio.io', 'destinationrules'],
] as const;

/** What `rollout run` does by itself; what the engine applies for it needs the rights of `up` as well. */
export function neededRights(places: RolloutPlaces): readonly Right[] {
  const { mesh, prometheus, gateways, gatewayApis, tags, removes } = places;
  return [
    {
      verbs: ['list', 'watch'],
      group: '',
      resources: ['pods', 'configmaps', 'resourcequotas', 'nodes'],
    },
    { verbs: ['list'], group: '', resources: ['services', 'serviceaccounts'] },
    { verbs: ['list', 'watch', 'get', 'patch'], group: '', resources: ['namespaces'] },
    {
      verbs: ['list', 'watch', 'get', 'patch'],
      group: 'apps',
      resources: ['deployments', 'statefulsets', 'daemonsets'],
    },
    {
      verbs: ['list'],
      group: 'rbac.authorization.k8s.io',
      resources: ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'],
    },
    { verbs: ['list'], group: 'autoscaling', resources: ['horizontalpodautoscalers'] },
    { verbs: ['list', 'watch'], group: 'policy', resources: ['poddisruptionbudgets'] },
    { verbs: ['list'], group: 'networking.k8s.io', resources: ['networkpolicies'] },
    {
      verbs: ['list'],
      group: 'admissionregistration.k8s.io',
      resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    },
    ...PINNABLE_RESOURCES.map(([group, resources]) => ({ verbs: ['list'], group, resources })),
    { verbs: ['list'], group: 'coordination.k8s.io', resources: ['leases'] },
    {
      verbs: ['get', 'create', 'update'],
      group: '',
      resources: ['configmaps'],
      namespace: mesh,
    },
    { verbs: ['create'], group: '', resources: ['pods/eviction'] },
    ...DRY_RUNS.map(([group, resource]) => ({
      verbs: ['create'],
      group,
      resources: [resource],
      namespace: mesh,
    })),
    portForward(mesh),
    ...gateways.flatMap(addressRights),
    ...gatewayApis.map((namespace) => ({
      verbs: ['get', 'patch'],
      group: 'gateway.networking.k8s.io',
      resources: ['gateways'],
      namespace,
    })),
    ...(removes ? removalRights(mesh) : []),
    ...(tags ? tagRights(mesh) : []),
    ...(prometheus === null ? [] : prometheusRights(prometheus)),
  ];
}

function addressRights(namespace: string): readonly Right[] {
  return [
    { verbs: ['get'], group: '', resources: ['services'], namespace },
    { verbs: ['list'], group: 'discovery.k8s.io', resources: ['endpointslices'], namespace },
  ];
}

function removalRights(namespace: string): readonly Right[] {
  return LEFTOVERS.map(([group, resource, verbs]) => ({
    verbs,
    group,
    resources: [resource],
    namespace,
  }));
}

/** One that is gone is made again. */
function tagRights(namespace: string): readonly Right[] {
  const verbs = ['get', 'create', 'patch'];
  return [
    {
      verbs,
      group: 'admissionregistration.k8s.io',
      resources: ['mutatingwebhookconfigurations'],
    },
    { verbs, group: '', resources: ['services'], namespace },
  ];
}

function prometheusRights(namespace: string): readonly Right[] {
  return [
    { verbs: ['get'], group: '', resources: ['services'], namespace },
    { verbs: ['list'], group: '', resources: ['pods'], namespace },
    portForward(namespace),
  ];
}

/** API servers differ in which of the verbs they take a web socket for. */
function portForward(namespace: string): Right {
  return { verbs: ['get', 'create'], group: '', resources: ['pods/portforward'], namespace };
}
