/** One thing that an istiod does in a cluster that it reads. */
export interface ReaderRule {
  /** Empty for the core group. */
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly verbs: readonly ('get' | 'list' | 'watch' | 'create' | 'update')[];
  /** Everywhere, or in the mesh's namespace only. */
  readonly scope: 'cluster' | 'namespace';
  /** What istiod does with it. */
  readonly why: string;
}

const INFORMED = ['list', 'watch'] as const;

/**
 * What istiod 1.30 and 1.31 read of a cluster whose endpoints they use, from a mesh with a control plane in each cluster. It is less than
 * the chart's `istio-reader-clusterrole`, which also has what proxies of that cluster would need, services of several clusters
 * (`ENABLE_MCS_*`), and kinds that nobody reads from afar.
 *
 * Secrets are in it because istiod has an informer for them in every cluster, and calls none synced, nor puts a renewed access in
 * place of the old one, before all its informers are: whether gateways of that cluster ask this istiod for certificates or not.
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/kube/multicluster/cluster.go
 * @see https://github.com/istio/istio/blob/1.31.0/pilot/pkg/credentials/kube/secrets.go
 */
export const READER_RULES: readonly ReaderRule[] = [
  {
    apiGroup: '',
    resources: ['namespaces', 'nodes', 'pods', 'services'],
    verbs: INFORMED,
    scope: 'cluster',
    why: 'services and what is behind them, with the place of each node',
  },
  {
    apiGroup: 'discovery.k8s.io',
    resources: ['endpointslices'],
    verbs: INFORMED,
    scope: 'cluster',
    why: 'endpoints of services',
  },
  {
    apiGroup: '',
    resources: ['secrets'],
    verbs: INFORMED,
    scope: 'cluster',
    why: 'certificates for gateways; the cluster is never synced without it',
  },
  {
    apiGroup: 'apiextensions.k8s.io',
    resources: ['customresourcedefinitions'],
    verbs: INFORMED,
    scope: 'cluster',
    why: 'which of the kinds below there are',
  },
  {
    apiGroup: 'gateway.networking.k8s.io',
    resources: ['gateways'],
    verbs: INFORMED,
    scope: 'cluster',
    why: 'gateways of other networks',
  },
  {
    apiGroup: 'networking.istio.io',
    resources: ['workloadentries'],
    verbs: INFORMED,
    scope: 'cluster',
    why: 'endpoints outside of Kubernetes that services select',
  },
  {
    apiGroup: '',
    resources: ['configmaps'],
    verbs: INFORMED,
    scope: 'namespace',
    why: "the cluster's MeshConfig, for its trust domain",
  },
];

/**
 * What an istiod needs beside `READER_RULES` in a cluster that has none of its own and takes its configuration from it
 * (primary-remote).
 * @see https://github.com/istio/istio/blob/1.31.0/pilot/pkg/serviceregistry/kube/controller/multicluster.go
 */
export const CONTROL_PLANE_RULES: readonly ReaderRule[] = [
  {
    apiGroup: 'authentication.k8s.io',
    resources: ['tokenreviews'],
    verbs: ['create'],
    scope: 'cluster',
    why: 'who a proxy of that cluster is',
  },
  {
    apiGroup: 'authorization.k8s.io',
    resources: ['subjectaccessreviews'],
    verbs: ['create'],
    scope: 'cluster',
    why: 'whether a gateway of that cluster may have a certificate',
  },
  {
    apiGroup: '',
    resources: ['namespaces'],
    verbs: ['get'],
    scope: 'cluster',
    why: 'whether the mesh namespace names it as its control plane',
  },
  {
    apiGroup: '',
    resources: ['configmaps'],
    verbs: ['get', 'list', 'watch', 'create', 'update'],
    scope: 'cluster',
    why: 'the root of trust in each namespace, and which istiod writes it',
  },
  {
    apiGroup: 'admissionregistration.k8s.io',
    resources: ['mutatingwebhookconfigurations'],
    verbs: ['get', 'list', 'watch', 'update'],
    scope: 'cluster',
    why: 'the certificate by which the API server trusts the injector',
  },
];
