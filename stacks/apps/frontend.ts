import type { AppSpec } from './app';

/** Where users come in. */
export const frontendApp: AppSpec = {
  name: 'frontend',
  team: 'storefront',
  traffic: [
    {
      namespace: 'frontend',
      service: 'frontend',
      port: 8080,
      entry: {
        gateway: { namespace: 'gateways', name: 'ingress', hosts: ['*.example.org'] },
        hosts: ['shop.example.org'],
      },
      timeout: '10s',
    },
  ],
};
