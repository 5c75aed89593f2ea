import type { TeamSpec } from './team';

const accessLog = { provider: 'envoy', filter: 'response.code >= 400' };
const editors = ['storefront-developers'];

/** What users see of the shop. */
export const storefrontTeam: TeamSpec = {
  name: 'storefront',
  environments: ['staging', 'prod'],
  namespaces: [
    {
      name: 'frontend',
      injection: 'platform',
      egress: ['catalog', 'checkout'],
      allow: [
        {
          name: 'users',
          to: { app: 'frontend' },
          from: [{ gateway: { namespace: 'gateways', name: 'ingress' } }],
          ports: [8080],
        },
      ],
      telemetry: { accessLog },
      quota: {
        hard: { 'requests.cpu': '40', 'requests.memory': '80Gi', pods: '120' },
        container: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
      },
      editors,
    },
    {
      name: 'catalog',
      injection: 'platform',
      allow: [
        {
          name: 'readers',
          to: { app: 'catalog' },
          from: [{ namespace: 'frontend' }],
          methods: ['GET', 'HEAD'],
        },
      ],
      telemetry: { accessLog },
      editors,
    },
  ],
};
