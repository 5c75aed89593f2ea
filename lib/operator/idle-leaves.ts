/** A field, or everything in it, that changes nothing that is rendered, whatever else is set. */
export interface IdleLeaf {
  /**
   * Names between dots, below `spec` of a document or in the values of the gateway chart; `[]` is any element of a list. The
   * path of an object or a list means all that is in it.
   */
  readonly path: string;
  /** Why, and what to set instead where something does the same. */
  readonly reason: string;
  /** Istio minors for which it is so. @default all */
  readonly minors?: readonly string[];
}

const UNREAD = 'no chart reads it';

const of = (at: string, names: readonly string[], reason: string): readonly IdleLeaf[] =>
  names.map((name) => ({ path: `${at}${name}`, reason }));

/** Settings of a component's workload, Service, scaler and budget. */
const SETTINGS_OF_OBJECTS = ['hpaSpec', 'podDisruptionBudget', 'service', 'serviceAnnotations'];
const SETTINGS_OF_A_WORKLOAD = [
  'affinity',
  'env',
  'imagePullPolicy',
  'nodeSelector',
  'podAnnotations',
  'priorityClassName',
  'readinessProbe',
  'replicaCount',
  'resources',
  'securityContext',
  'strategy',
  'tolerations',
  'volumeMounts',
  'volumes',
];

const ofComponents: readonly IdleLeaf[] = [
  { path: 'components.istiodRemote', reason: 'no chart belongs to it; set values.istiodRemote' },
  ...of(
    'components.base.k8s.',
    [...SETTINGS_OF_A_WORKLOAD, ...SETTINGS_OF_OBJECTS],
    'the base has no workload, and nothing else but what an overlay can change',
  ),
  ...['cni', 'ztunnel'].flatMap((component) =>
    of(
      `components.${component}.k8s.`,
      SETTINGS_OF_OBJECTS,
      'the component is a DaemonSet without a Service, a scaler or a budget',
    ),
  ),
  ...['cni', 'ztunnel'].flatMap((component) => [
    {
      path: `components.${component}.k8s.replicaCount`,
      reason: 'the component is a DaemonSet, which has a pod on every node that it may use',
    },
    {
      path: `components.${component}.k8s.strategy`,
      reason: `the component is a DaemonSet, which has no such field; set values.${component}.updateStrategy`,
    },
  ]),
  ...['ingressGateways', 'egressGateways'].map((gateways) => ({
    path: `components.${gateways}.[].hub`,
    reason: 'the charts of gateways read the hub of all images only; set spec.hub',
  })),
  ...['base', 'pilot', 'ingressGateways.[]', 'egressGateways.[]', 'cni', 'ztunnel'].map(
    (component) => ({
      path: `components.${component}.k8s.overlays.[].apiVersion`,
      reason: 'an overlay finds its object by kind and name',
    }),
  ),
];

/** What a trace of Stackdriver had: istiod's chart refuses values in which it is set. */
const REFUSED = [
  'debug',
  'maxNumberOfAnnotations',
  'maxNumberOfAttributes',
  'maxNumberOfMessageEvents',
];
const ofStackdriver: readonly IdleLeaf[] = [
  'meshConfig.defaultConfig.tracing.stackdriver.',
  'values.meshConfig.defaultConfig.tracing.stackdriver.',
  'values.global.tracer.stackdriver.',
].flatMap((at) => of(at, REFUSED, 'the chart of istiod refuses it, since Istio has removed it'));

const ofGatewayValues: readonly IdleLeaf[] = [
  {
    path: 'values.gateways.enabled',
    reason: `${UNREAD}; components.ingressGateways and components.egressGateways switch gateways on`,
  },
  ...['ingress', 'egress'].flatMap((direction): readonly IdleLeaf[] => {
    const at = `values.gateways.istio-${direction}gateway.`;
    return [
      ...of(
        at,
        ['labels', 'name'],
        `what components.${direction}Gateways says, or does not say, replaces it`,
      ),
      ...of(
        at,
        ['memory'],
        'the chart scales a gateway by its processors only; set the metrics of k8s.hpaSpec',
      ),
      ...of(
        at,
        ['podAntiAffinityLabelSelector', 'podAntiAffinityTermLabelSelector'],
        'its type is a label selector, of which the chart reads no field; set k8s.affinity',
      ),
    ];
  }),
  {
    path: 'values.gateways.istio-ingressgateway.resources.claims',
    reason: 'the chart reads limits and requests only; set k8s.resources',
  },
];

const ofOtherValues: readonly IdleLeaf[] = [
  {
    path: 'values.base.enableIstioConfigCRDs',
    reason: `${UNREAD}; set base.enableCRDTemplates and base.excludedCRDs`,
  },
  ...of('values.base.', ['validateGateway'], UNREAD),
  ...of('values.cni.', ['ambient.configDir', 'privileged', 'pspClusterRole'], UNREAD),
  { path: 'values.cni.enabled', reason: `${UNREAD}; components.cni installs CNI` },
  { path: 'values.cni.logLevel', reason: `${UNREAD}; set cni.logging.level` },
  ...of('values.cni.repair.', ['createEvents'], UNREAD),
  ...of(
    'values.cni.repair.',
    ['hub', 'image', 'tag'],
    `${UNREAD}: pods are repaired by the container that installs the plugin; set cni.hub, cni.image and cni.tag`,
  ),
  { path: 'values.cni.rollingMaxUnavailable', reason: `${UNREAD}; set cni.updateStrategy` },
  ...of('values.global.', ['jwtPolicy', 'podDNSSearchNamespaces', 'proxy.enableCoreDump'], UNREAD),
  ...of(
    'values.global.multiCluster.',
    ['enabled', 'globalDomainSuffix', 'includeEnvoyFilter'],
    UNREAD,
  ),
  {
    path: 'values.global.proxy_init.resources',
    reason: `${UNREAD}; the init container has those of global.proxy.resources`,
  },
  {
    path: 'values.global.waypoint.toleration',
    reason: `${UNREAD}; set global.waypoint.tolerations`,
  },
  { path: 'values.istioCni', reason: `${UNREAD}; components.cni installs CNI and tells istiod` },
  { path: 'values.pilot.cni.chained', reason: `${UNREAD}; set cni.chained` },
  {
    path: 'values.pilot.cni.enabled',
    reason: 'what components.cni says, or does not say, replaces it',
  },
  { path: 'values.pilot.enabled', reason: `${UNREAD}; components.pilot switches istiod on` },
  {
    path: 'values.sidecarInjectorWebhook.injectionURL',
    reason: `${UNREAD}; set istiodRemote.injectionURL`,
  },
];

/** What the chart of ztunnel does not read of `global`: it takes the rest as its own values. */
const UNREAD_BY_ZTUNNEL = [
  'agentgateway',
  'arch',
  'caName',
  'certSigners',
  'configCluster',
  'configValidation',
  'defaultNodeSelector',
  'defaultPodDisruptionBudget',
  'defaultResources',
  'defaultTolerations',
  'enableReaderRBAC',
  'externalIstiod',
  'ipFamilies',
  'ipFamilyPolicy',
  'istiod',
  'jwtPolicy',
  'logging',
  'meshID',
  'meshNetworks',
  'mountMtlsCerts',
  'multiCluster.enabled',
  'multiCluster.globalDomainSuffix',
  'multiCluster.includeEnvoyFilter',
  'nativeNftables',
  'omitSidecarInjectorConfigMap',
  'operatorManageWebhooks',
  'pilotCertProvider',
  'podDNSSearchNamespaces',
  'priorityClassName',
  'proxy',
  'proxy_init',
  'readerServiceAccount',
  'remotePilotAddress',
  'sds',
  'sts',
  'tracer',
  'trustDomain',
  'waypoint',
];

const ofZtunnelValues: readonly IdleLeaf[] = [
  {
    path: 'values.ztunnel.compatibilityVersion',
    reason:
      'no older behaviour that can be kept is one of ztunnel; set values.compatibilityVersion',
  },
  ...of('values.ztunnel.global.', UNREAD_BY_ZTUNNEL, 'the chart of ztunnel does not read it'),
  {
    path: 'values.ztunnel.resources.claims',
    reason: 'the chart reads limits and requests only; set k8s.resources',
  },
];

/**
 * Fields of an IstioOperator document's `spec` that change nothing of what is rendered, or that no chart takes. All others do:
 * a test sets each of them alone.
 */
export const IDLE_LEAVES: readonly IdleLeaf[] = [
  { path: 'namespace', reason: 'nothing reads it; set values.global.istioNamespace' },
  ...ofComponents,
  ...ofStackdriver,
  ...ofGatewayValues,
  ...ofOtherValues,
  ...ofZtunnelValues,
];
