import { devEnvironment } from './dev';
import type { EnvironmentSpec } from './environment';

const { mesh, rollout } = devEnvironment;

/**
 * The mesh of `dev` on the cluster of your kubeconfig, for `make demo ON=kubeconfig`: real kubelets and proxies, so everything
 * takes longer. It judges health only, since no Prometheus is taken for granted.
 */
export const sandboxEnvironment: EnvironmentSpec = {
  name: 'sandbox',
  cluster: {},
  mesh: {
    ...mesh,
    gateways: mesh.gateways.map((gateway) => ({
      ...gateway,
      values: {
        replicaCount: 2,
        autoscaling: { enabled: false },
        service: { type: 'ClusterIP' },
      },
    })),
  },
  rollout: {
    from: '1-30',
    to: '1-31',
    waves: rollout?.waves ?? [],
    soakSeconds: 30,
    deadlineSeconds: 300,
    retainSeconds: 60,
  },
};
