import type { AppSpec } from './app';

/** A new version of it takes its first requests. */
export const paymentsApp: AppSpec = {
  name: 'payments',
  team: 'payments',
  traffic: [
    {
      namespace: 'payments',
      service: 'payments',
      port: 8080,
      versions: [
        { name: 'v1', weight: 95 },
        { name: 'v2', weight: 5 },
      ],
      timeout: '6s',
      // Money is not sent twice because an answer was lost.
      retries: { attempts: 1, perTryTimeout: '3s', retryOn: 'connect-failure,refused-stream' },
      outlierDetection: { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s' },
    },
  ],
};
