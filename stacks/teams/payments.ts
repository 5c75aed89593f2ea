import type { TeamSpec } from './team';

const checkout = { serviceAccount: { namespace: 'checkout', name: 'checkout' } };
const editors = ['payments-developers'];

/** What takes orders and money. */
export const paymentsTeam: TeamSpec = {
  name: 'payments',
  environments: ['staging', 'prod'],
  namespaces: [
    {
      name: 'checkout',
      injection: 'platform',
      egress: ['payments', 'orders'],
      allow: [
        {
          name: 'shop',
          to: { app: 'checkout' },
          from: [{ namespace: 'frontend' }],
          methods: ['GET', 'POST'],
          paths: ['/checkout', '/checkout/*'],
        },
      ],
      editors,
    },
    {
      name: 'payments',
      injection: 'platform',
      // An agent of the provider scrapes it from outside of the mesh.
      mtls: {
        exceptions: [{ name: 'metrics', to: { app: 'payments' }, ports: { 9090: 'PERMISSIVE' } }],
      },
      allow: [
        {
          name: 'checkout',
          to: { app: 'payments' },
          from: [checkout],
          methods: ['POST'],
          ports: [8080],
        },
      ],
      telemetry: { accessLog: { provider: 'envoy' } },
      editors,
    },
    {
      name: 'orders',
      injection: 'platform',
      allow: [{ name: 'checkout', to: { app: 'orders' }, from: [checkout], ports: [8080] }],
      editors,
    },
  ],
};
