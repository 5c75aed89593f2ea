import type { EnvironmentSpec } from './environment';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What both revisions are: they serve the same mesh, from the same cluster, at the same size. */
const values = {
  global: { meshID: 'shop', multiCluster: { clusterName: 'prod-eu-1' } },
  pilot: { autoscaleMin: 2, autoscaleMax: 5 },
};
const components = {
  pilot: { k8s: { resources: { requests: { cpu: '1500m', memory: '4Gi' } } } },
};

/** One cluster of a mesh that spans networks: what its waves wait for is a day of customers. */
export const prodEnvironment: EnvironmentSpec = {
  name: 'prod',
  cluster: { context: 'prod' },
  mesh: {
    namespace: 'istio-system',
    // A default validator whose istiod a rollout removes would make every Istio object unwritable.
    base: { version: '1.31.0', defaultRevision: 'none' },
    hub: 'registry.istio.io/release',
    network: 'prod-eu-1',
    meshConfig: {
      accessLogFile: '/dev/stdout',
      accessLogEncoding: 'JSON',
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
      defaultConfig: {
        holdApplicationUntilProxyStarts: true,
        terminationDrainDuration: '20s',
      },
    },
    revisions: [
      { revision: '1-30', version: '1.30.3', values, components },
      { revision: '1-31', version: '1.31.0', values, components },
    ],
    namespaces: ['frontend', 'catalog', 'checkout', 'payments', 'orders'].map((name) => ({
      name,
      revision: '1-30',
    })),
    gateways: [
      {
        name: 'eastwest',
        namespace: 'gateways',
        revision: '1-30',
        eastWest: true,
        values: {
          autoscaling: { minReplicas: 2, maxReplicas: 6 },
          podDisruptionBudget: { minAvailable: 1 },
        },
      },
      {
        name: 'ingress',
        namespace: 'gateways',
        revision: '1-30',
        servers: [
          { hosts: ['*.example.org'], port: { name: 'http', number: 80, protocol: 'HTTP' } },
        ],
        values: {
          autoscaling: { minReplicas: 3, maxReplicas: 10 },
          podDisruptionBudget: { minAvailable: 2 },
          service: { externalTrafficPolicy: 'Local' },
          terminationGracePeriodSeconds: 60,
        },
      },
    ],
  },
  prometheus: { namespace: 'monitoring', service: 'prometheus', port: 9090 },
  rollout: {
    from: '1-30',
    to: '1-31',
    waves: [
      { name: 'east-west', gateways: [{ namespace: 'gateways', name: 'eastwest' }] },
      { name: 'ingress', gateways: [{ namespace: 'gateways', name: 'ingress' }] },
      // Reads only, and cached: what hurts least goes first, and longest.
      { name: 'catalog', namespaces: ['catalog'], soakSeconds: 4 * HOUR },
      { name: 'web', namespaces: ['frontend'] },
      { name: 'core', namespaces: ['checkout', 'payments', 'orders'], soakSeconds: 2 * HOUR },
    ],
    soakSeconds: HOUR,
    deadlineSeconds: 30 * MINUTE,
    retainSeconds: 3 * DAY,
    metrics: {
      scrapeSeconds: 30,
      windowSeconds: 10 * MINUTE,
      warmUpSeconds: 3 * MINUTE,
      patienceSeconds: HOUR,
      maxErrorShare: 0.005,
      slowerThanMs: 500,
      maxSlowShare: 0.01,
      // Not "hold": an east-west gateway passes TLS through, where there are no requests to count.
      lowTraffic: 'healthOnly',
      alerts: [{ name: 'ShopErrorBudgetBurn', labels: { severity: 'page' } }],
    },
  },
};
