import type { EnvironmentSpec } from './environment';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Where a new Istio proves itself before prod: the same mesh on a smaller cluster, with waves of minutes. */
export const stagingEnvironment: EnvironmentSpec = {
  name: 'staging',
  cluster: { context: 'staging' },
  mesh: {
    namespace: 'istio-system',
    // A default validator whose istiod a rollout removes would make every Istio object unwritable.
    base: { version: '1.31.0', defaultRevision: 'none' },
    hub: 'registry.istio.io/release',
    meshConfig: {
      accessLogFile: '/dev/stdout',
      accessLogEncoding: 'JSON',
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
      defaultConfig: { holdApplicationUntilProxyStarts: true },
    },
    revisions: [
      { revision: '1-30', version: '1.30.3' },
      { revision: '1-31', version: '1.31.0' },
    ],
    namespaces: ['frontend', 'catalog', 'checkout', 'payments', 'orders'].map((name) => ({
      name,
      revision: '1-30',
    })),
    gateways: [
      {
        name: 'ingress',
        namespace: 'gateways',
        revision: '1-30',
        servers: [
          { hosts: ['*.example.org'], port: { name: 'http', number: 80, protocol: 'HTTP' } },
        ],
        values: {
          autoscaling: { minReplicas: 2, maxReplicas: 4 },
          podDisruptionBudget: { minAvailable: 1 },
        },
      },
    ],
  },
  prometheus: { namespace: 'monitoring', service: 'prometheus', port: 9090 },
  rollout: {
    from: '1-30',
    to: '1-31',
    waves: [
      { name: 'ingress', gateways: [{ namespace: 'gateways', name: 'ingress' }] },
      { name: 'web', namespaces: ['frontend', 'catalog'] },
      { name: 'core', namespaces: ['checkout', 'payments', 'orders'], soakSeconds: 30 * MINUTE },
    ],
    soakSeconds: 10 * MINUTE,
    deadlineSeconds: 15 * MINUTE,
    retainSeconds: 4 * HOUR,
    // Looser than prod, since so few requests cannot prove more; without any, health decides.
    metrics: { maxErrorShare: 0.01, slowerThanMs: 1000, maxSlowShare: 0.02 },
  },
};
