import type { CatalogueEntry } from './catalogue-entry';

/** What neither istioctl nor istiod, or no API server, would take. */
export const REFUSED_ENTRIES = {
  'invalid-mesh-config': {
    severity: 'error',
    title: 'istiod does not take the mesh configuration',
    meaning:
      'An istiod that starts with it has no configuration of the mesh at all; one that runs goes on with what it had, and says so in its log alone.',
    remedy: 'Mend the field as the message says.',
    example: 'spec:\n  meshConfig:\n    connectTimeout: 2h\n',
  },
  'doubtful-mesh-config': {
    severity: 'warning',
    title: 'istiod takes the mesh configuration, and warns of it',
    meaning: 'The field does not do, or will not do for long, what it seems to do.',
    remedy: 'Change or remove it as the message says.',
    example: 'spec:\n  meshConfig:\n    tlsDefaults:\n      ecdhCurves:\n        - P-1024\n',
  },
  'unusable-provider': {
    severity: 'warning',
    title: 'An extension provider cannot work',
    meaning:
      'istiod takes it and writes a line to its log. Authorization policies that name it deny everything, or it sends nothing.',
    remedy: 'Mend its address as the message says.',
    example:
      'spec:\n  meshConfig:\n    extensionProviders:\n      - name: tracing\n        zipkin:\n          service: zipkin.tracing.svc.cluster.local\n',
  },
  'unknown-provider': {
    severity: 'warning',
    title: 'A default provider is not defined',
    meaning: 'No extension provider has the name, so there are no traces, metrics or logs by it.',
    remedy: 'Define it in extensionProviders, or take one of the names in the message.',
    example: 'spec:\n  meshConfig:\n    defaultProviders:\n      tracing:\n        - zipkin\n',
  },
  'unusable-selector': {
    severity: 'warning',
    title: 'A discovery selector cannot be read',
    meaning: 'istiod ignores all discovery selectors together, and looks at every namespace.',
    remedy: 'Mend the expression as the message says.',
    example:
      'spec:\n  meshConfig:\n    discoverySelectors:\n      - matchExpressions:\n          - key: mesh\n            operator: In\n',
  },
  'unusable-network': {
    severity: 'warning',
    title: 'A network of the mesh cannot be read',
    meaning:
      'istiod then knows of no network at all, and pods call those of other networks directly.',
    remedy: 'Mend the endpoint or the gateway as the message says.',
    example:
      'spec:\n  values:\n    global:\n      network: network1\n      multiCluster:\n        clusterName: cluster1\n      meshNetworks:\n        network2:\n          gateways:\n            - address: 192.0.2.1\n',
  },
  'port-needs-root': {
    severity: 'error',
    title: 'A gateway would listen on a port of root',
    meaning: 'Its pods do not run as root, and could not open the port.',
    remedy: 'Set a targetPort above 1024; clients see the port of the Service only.',
    example:
      'spec:\n  components:\n    ingressGateways:\n      - name: istio-ingressgateway\n        k8s:\n          service:\n            ports:\n              - name: http\n                port: 80\n',
  },
  'removed-value': {
    severity: 'error',
    title: 'Istio has removed a value',
    meaning: "Istio's chart cannot be rendered with it.",
    remedy: 'Remove it; the message names what does the same.',
    example: 'spec:\n  values:\n    global:\n      pilotCertProvider: kubernetes\n',
  },
  'tracer-without-address': {
    severity: 'error',
    title: 'A tracer has no address',
    meaning: "Istio's chart cannot be rendered without it.",
    remedy: 'Set the address, or trace with an extension provider.',
    example: 'spec:\n  values:\n    global:\n      proxy:\n        tracer: lightstep\n',
  },
  'duplicate-gateway': {
    severity: 'error',
    title: 'Two gateways have one name and namespace',
    meaning: 'Their objects are the same ones, and the later would replace the earlier.',
    remedy: 'Give one of them another name or another namespace.',
    example: 'spec:\n  components:\n    ingressGateways:\n      - name: edge\n      - name: edge\n',
  },
  'revision-tag-taken': {
    severity: 'error',
    title: 'A revision tag is called like a revision, or listed twice',
    meaning:
      'Two injectors select the same pods: a pod gets two sidecars, or two istiods fight over it.',
    remedy: 'Remove the tag. A revision without a name has the name "default" already.',
    example:
      'spec:\n  profile: minimal\n  revision: canary\n  values:\n    revisionTags:\n      - canary\n',
  },
  'crossed-replica-bounds': {
    severity: 'warning',
    title: 'An autoscaler has a lower bound above its upper one',
    meaning: 'No API server takes it, and the deployment stops half-way. The charts have 1 and 5.',
    remedy: 'Raise the upper bound.',
    example: 'spec:\n  values:\n    pilot:\n      autoscaleMin: 6\n',
  },
  'element-without-key': {
    severity: 'error',
    title: 'An element of a list has no name',
    meaning:
      'Kubernetes merges such lists by the names of their elements, and would not know which one is meant.',
    remedy: 'Give it the field that the message names.',
  },
  'gateway-without-name': {
    severity: 'error',
    title: 'A gateway has no name',
    meaning: 'Its objects have none either, and no API server takes them.',
    remedy: 'Name it.',
    example: 'spec:\n  components:\n    ingressGateways:\n      - enabled: true\n',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
