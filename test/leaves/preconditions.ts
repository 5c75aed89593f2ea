import type { Json, JsonObject } from '../../lib/operator/json';

/** What a leaf needs to show, and what its type does not say of it. */
export interface Precondition {
  /** The leaf, or what it is in; `*` stands for any one name. */
  readonly path: string;
  /** What else is in the document. */
  readonly needs?: JsonObject;
  /** What it can be set to, where a template takes few values only. */
  readonly samples?: readonly Json[];
  /** Fields of the object at the path of which one at most takes effect. */
  readonly exclusive?: readonly string[];
  /** A key of the map at the path, where only some are read. */
  readonly key?: string;
  /** The charts refuse it, and with it everything beside it. */
  readonly isAlone?: true;
}

/** Names that the charts have files of. */
const PROFILES = ['ambient', 'demo', 'preview', 'remote', 'stable'];
const PLATFORMS = ['openshift', 'gke', 'k3d', 'k3s', 'microk8s', 'minikube'];
const COMPATIBILITY_VERSIONS = ['1.26', '1.29'];

const REMOTE = { istiodRemote: { enabled: true } };
const REMOTE_BY_NAME = { ...REMOTE, global: { remotePilotAddress: 'istiod.example.com' } };

const values = (needs: JsonObject): JsonObject => ({ values: needs });

/** What the gateways of both directions need; the charts are the same but for the names. */
const ofGateway = (component: string, name: string): readonly Precondition[] => {
  const ofValues = (own: JsonObject) => values({ gateways: { [name]: own } });
  const at = `values.gateways.${name}`;
  return [
    { path: `${at}.enabled`, needs: { components: { [component]: [{ enabled: false }] } } },
    { path: `${at}.replicaCount`, needs: ofValues({ autoscaleEnabled: false }) },
    {
      path: `components.${component}.[].k8s.podDisruptionBudget`,
      needs: ofValues({ autoscaleMin: 2 }),
      exclusive: ['maxUnavailable', 'minAvailable'],
    },
    ...overlayOf(`components.${component}.[]`, `${name}-service-account`),
  ];
};

/** An overlay of the component's account, which every component has. */
function overlayOf(component: string, account: string): readonly Precondition[] {
  const at = `${component}.k8s.overlays.[]`;
  return [
    { path: `${at}.kind`, samples: ['ServiceAccount'] },
    { path: `${at}.name`, samples: [account] },
    { path: `${at}.patches.[].path`, samples: ['metadata.annotations.leaf'] },
  ];
}

/** Of IstioOperator documents; paths are below `spec`. */
export const OPERATOR_PRECONDITIONS: readonly Precondition[] = [
  { path: 'profile', samples: PROFILES },
  { path: 'compatibilityVersion', samples: COMPATIBILITY_VERSIONS },
  { path: 'unvalidatedValues', samples: [{ pilot: { env: { LEAF: 'leaf' } } }] },
  ...['values', 'values.global', 'values.ztunnel', 'values.ztunnel.global'].flatMap((at) => [
    { path: `${at}.profile`, samples: PROFILES },
    { path: `${at}.platform`, samples: PLATFORMS },
    { path: `${at}.compatibilityVersion`, samples: COMPATIBILITY_VERSIONS },
  ]),
  ...['meshConfig', 'values.meshConfig'].map((at): Precondition => ({
    path: `${at}.defaultConfig.tracing.stackdriver`,
    isAlone: true,
  })),

  ...overlayOf('components.base', 'istio-reader-service-account'),
  ...overlayOf('components.pilot', 'istiod'),
  ...overlayOf('components.cni', 'istio-cni'),
  ...overlayOf('components.ztunnel', 'ztunnel'),
  ...ofGateway('ingressGateways', 'istio-ingressgateway'),
  ...ofGateway('egressGateways', 'istio-egressgateway'),
  {
    path: 'components.pilot.k8s.podDisruptionBudget',
    needs: values({ pilot: { autoscaleMin: 2 } }),
    exclusive: ['maxUnavailable', 'minAvailable'],
  },

  { path: 'values.base.excludedCRDs', samples: ['wasmplugins.extensions.istio.io'] },

  {
    path: 'values.cni.ambient.shareHostNetworkNamespace',
    needs: values({ cni: { ambient: { enabled: true } } }),
  },
  {
    path: 'values.cni.istioOwnedCNIConfigFileName',
    needs: values({ cni: { istioOwnedCNIConfig: true } }),
  },
  ...['cni', 'ztunnel'].map((component) => ({
    path: `values.${component}.resourceQuotas.pods`,
    needs: values({ [component]: { resourceQuotas: { enabled: true } } }),
  })),

  {
    path: 'values.global.certSigners',
    needs: values({ pilot: { env: { EXTERNAL_CA: 'ISTIOD_RA_KUBERNETES_API' } } }),
  },
  { path: 'values.global.configCluster', needs: values(REMOTE) },
  {
    path: 'values.global.defaultPodDisruptionBudget',
    needs: values({ pilot: { autoscaleMin: 2 } }),
  },
  { path: 'values.global.defaultResources', needs: values({ pilot: { resources: null } }) },
  { path: 'values.global.ipFamilies', needs: values(REMOTE_BY_NAME) },
  { path: 'values.global.ipFamilyPolicy', needs: values(REMOTE_BY_NAME) },
  {
    path: 'values.global.readerServiceAccount.namespace',
    needs: values({ global: { readerServiceAccount: { name: 'reader' } } }),
  },
  { path: 'values.global.remotePilotAddress', needs: values(REMOTE) },
  { path: 'values.global.sds.token', samples: [{ aud: 'leaf-audience' }] },
  ...['datadog', 'lightstep', 'zipkin'].map((tracer) => ({
    path: `values.global.tracer.${tracer}`,
    needs: values({ global: { proxy: { tracer } } }),
  })),

  { path: 'values.istiodRemote.enabledLocalInjectorIstiod', needs: values(REMOTE) },
  {
    path: 'values.pilot.istiodRemote.enabledLocalInjectorIstiod',
    needs: values({ pilot: REMOTE }),
  },
  {
    path: 'values.pilot.pdb',
    needs: values({ pilot: { autoscaleMin: 2 } }),
  },
  { path: 'values.pilot.replicaCount', needs: values({ pilot: { autoscaleEnabled: false } }) },
  { path: 'values.pilot.taint.name', needs: values({ pilot: { taint: { enabled: true } } }) },

  // Only what OpenShift needs has a label of it.
  { path: 'values.ztunnel.ownerName', needs: values({ ztunnel: { platform: 'openshift' } }) },
];

/** Of the values of the gateway chart. */
export const GATEWAY_PRECONDITIONS: readonly Precondition[] = [
  ...['', 'global.'].flatMap((at) => [
    { path: `${at}profile`, samples: PROFILES },
    { path: `${at}platform`, samples: PLATFORMS },
    { path: `${at}compatibilityVersion`, samples: COMPATIBILITY_VERSIONS },
  ]),
  { path: 'networkGatewayPorts', needs: { networkGateway: 'network-1' }, key: 'tls' },
  { path: 'ownerName', isAlone: true },
  { path: 'podDisruptionBudget', needs: { autoscaling: { minReplicas: 2 } } },
  { path: 'replicaCount', needs: { autoscaling: { enabled: false } } },
];
