import { devEnvironment } from './dev';
import type { FleetSpec } from './fleet';

const { mesh, rollout } = devEnvironment;

/** What both revisions are: one mesh, whose proxies keep to the cluster and the network that they are told. */
const values = { global: { meshID: 'shop' } };

/** The mesh of `dev` over three clusters of the lab on two networks: `lab up --clusters 3 --networks 2`. */
export const multiEnvironment: FleetSpec = {
  ...devEnvironment,
  name: 'multi',
  clusters: [
    { name: 'cluster-1', cluster: { lab: 'cluster-1' }, network: 'network-1' },
    { name: 'cluster-2', cluster: { lab: 'cluster-2' }, network: 'network-2' },
    { name: 'cluster-3', cluster: { lab: 'cluster-3' }, network: 'network-1' },
  ],
  mesh: {
    ...mesh,
    revisions: mesh.revisions.map((revision) => ({ ...revision, values })),
    gateways: [
      ...mesh.gateways,
      {
        name: 'eastwest',
        namespace: 'gateways',
        revision: '1-30',
        eastWest: true,
        values: { replicaCount: 2, autoscaling: { enabled: false } },
      },
    ],
  },
  ...(rollout !== undefined && {
    rollout: {
      ...rollout,
      waves: [
        ...rollout.waves,
        {
          name: 'east-west',
          gateways: [{ namespace: 'gateways', name: 'eastwest' }],
          coverage: 90,
        },
      ],
      clusters: { groups: [['cluster-1'], ['cluster-2', 'cluster-3']], atOnce: 2 },
    },
  }),
};
