import type { EnvironmentSpec } from './environment';

/** The lab: seconds where a production mesh has minutes, everything else as there. */
export const devEnvironment: EnvironmentSpec = {
  name: 'dev',
  cluster: { lab: true },
  mesh: {
    namespace: 'istio-system',
    base: { version: '1.31.0', defaultRevision: 'none' },
    hub: 'registry.istio.io/release',
    meshConfig: { accessLogFile: '/dev/stdout' },
    revisions: [
      { revision: '1-30', version: '1.30.3' },
      { revision: '1-31', version: '1.31.0' },
    ],
    gateways: [
      {
        name: 'ingress',
        namespace: 'gateways',
        revision: '1-30',
        values: {
          replicaCount: 2,
          autoscaling: { enabled: false },
          service: { type: 'ClusterIP' },
          // The lab's users, in place of a load generator.
          podAnnotations: { 'lab.istio-revisions.dev/calls': 'shop.example.org:80=200' },
        },
      },
    ],
  },
  prometheus: { namespace: 'monitoring', service: 'prometheus', port: 9090 },
  rollout: {
    from: '1-30',
    to: '1-31',
    waves: [
      { name: 'gateways', gateways: [{ namespace: 'gateways', name: 'ingress' }] },
      { name: 'canary', namespaces: ['checkout-canary'] },
      { name: 'web', namespaces: ['frontend', 'catalog'] },
      { name: 'core', namespaces: ['checkout', 'payments', 'orders'] },
    ],
    soakSeconds: 3,
    deadlineSeconds: 45,
    retainSeconds: 10,
    metrics: {
      scrapeSeconds: 1,
      windowSeconds: 10,
      warmUpSeconds: 2,
      patienceSeconds: 60,
      maxErrorShare: 0.01,
      alerts: [{ name: 'ShopErrors' }],
    },
  },
};
