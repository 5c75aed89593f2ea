import { posix } from 'node:path';
import type { KubeObject } from '../../render/kube-object';
import { branchOf, type GitSpec } from '../git-spec';
import { folderOf } from '../tree/manifest-place';
import { layerName, type LayerRef } from './layer-order';

/** An ignore rule of an Application. */
interface IgnoreRule {
  readonly group: string;
  readonly kind: string;
  readonly managedFieldsManagers?: readonly string[];
  readonly jqPathExpressions?: readonly string[];
}

/**
 * What others own of objects of the tree. `failurePolicy` is none of it: the tree has the value that istiod sets, so whoever changes
 * it is seen. Replicas are left to their owner alone: where no autoscaler is, a change of them is drift.
 */
const IGNORED: readonly IgnoreRule[] = [
  ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map((kind) => ({
    group: 'admissionregistration.k8s.io',
    kind,
    jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'],
  })),
  { group: 'apps', kind: 'Deployment', managedFieldsManagers: ['kube-controller-manager'] },
  {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    managedFieldsManagers: ['istio-revisions'],
    jqPathExpressions: ['.status'],
  },
];

/** Such as a CRD of a new Istio, which is there before what it defines. */
const RETRY = { limit: 10, backoff: { duration: '5s', factor: 2, maxDuration: '3m' } };

/**
 * The Application that applies one layer of a cluster. Its server-side apply does not touch what it does not have; the waves of its
 * objects come from the tree. @throws Error where the spec has no Argo CD
 */
export function argoApplication(layer: LayerRef, spec: GitSpec): KubeObject {
  const { argocd } = spec;
  if (argocd === undefined) throw new Error('git.argocd is missing');
  const destination =
    argocd.destination ??
    (layer.cluster === undefined
      ? { server: 'https://kubernetes.default.svc' }
      : { name: layer.cluster });
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: layerName(layer, layer.layer),
      namespace: argocd.namespace ?? 'argocd',
      ...(layer.after === undefined
        ? {}
        : { annotations: { 'argocd.argoproj.io/sync-wave': String(layer.order) } }),
    },
    spec: {
      project: argocd.project,
      source: {
        repoURL: spec.repository,
        targetRevision: branchOf(spec),
        path: posix.join(spec.path ?? 'manifests', folderOf(layer)),
        directory: { recurse: true },
      },
      destination,
      ignoreDifferences: IGNORED,
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: [
          'ServerSideApply=true',
          'RespectIgnoreDifferences=true',
          'CreateNamespace=false',
          'PruneLast=true',
        ],
        retry: RETRY,
      },
    },
  };
}
