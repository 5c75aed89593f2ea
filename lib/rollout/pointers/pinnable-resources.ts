/**
 * Resources of Istio's users, and Gateways of the Gateway API, by their group: each object may be labelled for one revision, and
 * no other reads it then.
 */
export const PINNABLE_RESOURCES = [
  [
    'networking.istio.io',
    [
      'destinationrules',
      'envoyfilters',
      'gateways',
      'proxyconfigs',
      'serviceentries',
      'sidecars',
      'virtualservices',
      'workloadentries',
      'workloadgroups',
    ],
  ],
  ['security.istio.io', ['authorizationpolicies', 'peerauthentications', 'requestauthentications']],
  ['telemetry.istio.io', ['telemetries']],
  ['extensions.istio.io', ['trafficextensions', 'wasmplugins']],
  ['gateway.networking.k8s.io', ['gateways']],
] as const;
