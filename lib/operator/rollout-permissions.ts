import type { OperatorPermission } from './operator-permissions';

const RESTARTS = 'a wave restarts its workloads, by an annotation of their pod templates';

/**
 * What an operator that drives rollouts may do beside `OPERATOR_PERMISSIONS`: it changes Namespaces and workloads of others, all
 * over the cluster. It deletes nothing of theirs but pods, by eviction.
 */
export const ROLLOUT_PERMISSIONS: readonly OperatorPermission[] = [
  {
    apiGroup: '',
    resources: ['namespaces'],
    verbs: ['get', 'watch', 'patch'],
    scope: 'cluster',
    why: 'a wave labels its namespaces, and notes what they had before',
  },
  {
    apiGroup: '',
    resources: ['pods', 'configmaps'],
    verbs: ['watch'],
    scope: 'cluster',
    why: 'what a wave is judged by; of ConfigMaps the roots that each namespace trusts',
  },
  {
    apiGroup: '',
    resources: ['resourcequotas', 'nodes'],
    verbs: ['list', 'watch'],
    scope: 'cluster',
    why: 'whether there is room for the pods that a restart makes',
  },
  {
    apiGroup: 'policy',
    resources: ['poddisruptionbudgets'],
    verbs: ['watch'],
    scope: 'cluster',
    why: 'whether a pod may be evicted now',
  },
  {
    apiGroup: 'apps',
    resources: ['deployments'],
    verbs: ['get', 'patch'],
    scope: 'cluster',
    why: RESTARTS,
  },
  {
    apiGroup: 'apps',
    resources: ['statefulsets', 'daemonsets'],
    verbs: ['get', 'watch', 'patch'],
    scope: 'cluster',
    why: RESTARTS,
  },
  {
    apiGroup: '',
    resources: ['pods/eviction'],
    verbs: ['create'],
    scope: 'cluster',
    why: 'restarts what replaces no pod by itself; disruption budgets are respected',
  },
  {
    apiGroup: 'istio-revisions.dev',
    resources: ['revisionrollouts'],
    verbs: ['get', 'list', 'watch'],
    scope: 'namespace',
    why: 'the objects to follow; none is ever changed',
  },
  {
    apiGroup: 'istio-revisions.dev',
    resources: ['revisionrollouts/status'],
    verbs: ['patch'],
    scope: 'namespace',
    why: 'tells where a rollout stands',
  },
  {
    apiGroup: '',
    resources: ['configmaps'],
    verbs: ['update'],
    scope: 'namespace',
    why: 'the record of the rollout, written by compare-and-swap',
  },
];
