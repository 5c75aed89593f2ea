import type { IdleLeaf } from '../../lib/operator/idle-leaves';

/** What the gateway chart takes into its own values from `global`, and then does not read. */
const UNREAD_OF_GLOBAL = [
  'agentgateway',
  'arch',
  'caAddress',
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
  'hub',
  'ipFamilies',
  'ipFamilyPolicy',
  'istioNamespace',
  'istiod',
  'jwtPolicy',
  'logAsJson',
  'logging',
  'meshID',
  'meshNetworks',
  'mountMtlsCerts',
  'multiCluster',
  'nativeNftables',
  'network',
  'omitSidecarInjectorConfigMap',
  'operatorManageWebhooks',
  'pilotCertProvider',
  'podDNSSearchNamespaces',
  'proxy',
  'proxy_init',
  'readerServiceAccount',
  'remotePilotAddress',
  'resourceScope',
  'revision',
  'sds',
  'sts',
  'tag',
  'tracer',
  'trustBundleName',
  'trustDomain',
  'variant',
  'waypoint',
];

const OF_OTHER_CHARTS = 'what the chart has files of changes nothing of a gateway';

/** Values of the gateway chart that change nothing of a gateway. */
export const IDLE_GATEWAY_VALUES: readonly IdleLeaf[] = [
  ...['compatibilityVersion', 'platform', 'profile', 'global.platform', 'global.profile'].map(
    (path) => ({ path, reason: OF_OTHER_CHARTS }),
  ),
  ...UNREAD_OF_GLOBAL.map((name) => ({
    path: `global.${name}`,
    reason: 'the chart does not read it',
  })),
  ...['defaultRevision', 'enabled', 'pilot', 'runAsRoot', 'unprivilegedPort'].map((path) => ({
    path,
    reason: 'the chart allows it for those who set it for all charts, and does not read it',
  })),
  { path: 'ownerName', reason: "a template reads it, but the chart's own schema refuses it" },
  { path: 'resources.claims', reason: 'the chart reads limits and requests only' },
  { path: 'name', reason: 'a gateway has the name of its props' },
  { path: 'revision', reason: 'a gateway has the revisions of its props' },
];
