import type { CatalogueEntry } from './catalogue-entry';

/** What can be installed, and is known to break a mesh. */
export const COMBINATION_ENTRIES = {
  'validation-off': {
    severity: 'warning',
    title: 'Istio objects are not validated',
    meaning:
      'Objects that are wrong are written, and istiod drops them, or part of what they configure.',
    remedy: 'Remove global.configValidation.',
    example: 'spec:\n  values:\n    global:\n      configValidation: false\n',
  },
  'injector-without-templates': {
    severity: 'warning',
    title: 'There is an injector without templates',
    meaning: 'Pods are sent to istiod for injection, which serves none, and are refused.',
    remedy: 'Let the templates be installed, or no webhook (global.operatorManageWebhooks).',
    example: 'spec:\n  values:\n    global:\n      omitSidecarInjectorConfigMap: true\n',
  },
  'default-revision-elsewhere': {
    severity: 'warning',
    title: 'The default validator asks a revision that is not part of the document',
    meaning:
      'Istio objects that name no revision are validated by that revision. Where it does not run, every write of one is refused, also those that would put it right.',
    remedy:
      'Name the revision of the document, or leave the choice to the document that installs the base.',
    example:
      'spec:\n  profile: minimal\n  revision: 1-31\n  values:\n    defaultRevision: default\n',
  },
  'revision-named-default': {
    severity: 'warning',
    title: 'A revision is called "default"',
    meaning:
      'To istioctl it means no revision, to a document it is a name: nothing that looks for the default revision finds it.',
    remedy: 'Leave the revision out, or name it otherwise and add the revision tag "default".',
    example: 'spec:\n  profile: minimal\n  revision: default\n',
  },
  'istiod-elsewhere': {
    severity: 'warning',
    title: 'istiod is not in the Istio namespace',
    meaning: 'Validators, gateways and ztunnel look for it there, and do not find it.',
    remedy: 'Set values.global.istioNamespace, which moves all of them.',
    example: 'spec:\n  profile: minimal\n  components:\n    pilot:\n      namespace: control\n',
  },
  'gateway-in-revision': {
    severity: 'warning',
    title: 'A gateway is part of a revision',
    meaning:
      'Installing the next revision changes the gateway in place, before any workload moves, and removing a revision removes the gateway with the address that clients know.',
    remedy:
      'Switch the gateways off in the document of a revision, and install them apart from any.',
    example: 'spec:\n  revision: canary\n',
  },
  'revision-in-selector': {
    severity: 'warning',
    title: 'The revision is in the selector of a gateway',
    meaning:
      'Injection changes the label, the Deployment loses its pods, and makes new ones without end.',
    remedy: 'Remove the label.',
    example:
      'spec:\n  components:\n    ingressGateways:\n      - name: edge\n        label:\n          istio.io/rev: canary\n',
  },
  'blocking-budget': {
    severity: 'warning',
    title: 'A disruption budget never lets a pod go',
    meaning: 'As many pods must be available as there are: no node that runs one can be drained.',
    remedy: 'Leave room for one pod.',
    example:
      'spec:\n  components:\n    pilot:\n      k8s:\n        hpaSpec:\n          minReplicas: 2\n        podDisruptionBudget:\n          minAvailable: 2\n',
  },
  'remote-without-address': {
    severity: 'warning',
    title: 'A remote cluster does not know its istiod',
    meaning: 'There is a webhook, and nothing behind it: pods that should be injected are refused.',
    remedy: 'Set values.global.remotePilotAddress.',
    example:
      'spec:\n  profile: remote\n  values:\n    pilot:\n      istiodRemote:\n        injectionPath: /inject/cluster/cluster2/net/network2\n',
  },
  'remote-without-cluster': {
    severity: 'warning',
    title: 'The injector of a remote cluster is not told its name',
    meaning:
      'Its proxies say that they are in the cluster of their istiod, and get the endpoints of that one.',
    remedy: 'Give the injection path the names of cluster and network.',
    example:
      'spec:\n  profile: remote\n  values:\n    global:\n      remotePilotAddress: 192.0.2.1\n',
  },
  'remote-discovery-address': {
    severity: 'warning',
    title: 'Proxies of a revision are sent to the istiod of none',
    meaning:
      'The Service that is made has the revision in its name, the address in the mesh configuration has not.',
    remedy: 'Set meshConfig.defaultConfig.discoveryAddress.',
    example:
      'spec:\n  profile: minimal\n  revision: canary\n  values:\n    global:\n      remotePilotAddress: 192.0.2.1\n',
  },
  'cluster-without-name': {
    severity: 'warning',
    title: 'A cluster of several has no name',
    meaning: 'All such clusters are called "Kubernetes", and istiod mixes up their endpoints.',
    remedy: 'Set values.global.multiCluster.clusterName.',
    example: 'spec:\n  values:\n    global:\n      network: network1\n',
  },
  'cluster-without-network': {
    severity: 'warning',
    title: 'A cluster does not say which network it is in',
    meaning: 'Its pods call those of other networks directly, past the gateways.',
    remedy: 'Set values.global.network.',
    example:
      'spec:\n  values:\n    global:\n      multiCluster:\n        clusterName: cluster1\n      meshNetworks:\n        network2:\n          endpoints:\n            - fromRegistry: cluster2\n          gateways:\n            - address: 192.0.2.1\n              port: 15443\n',
  },
  'namespace-not-discovered': {
    severity: 'warning',
    title: 'Discovery selectors leave the Istio namespace out',
    meaning: 'istiod sees neither the gateways in it nor the objects that hold for the whole mesh.',
    remedy: 'Add a selector that takes it.',
    example:
      'spec:\n  meshConfig:\n    discoverySelectors:\n      - matchLabels:\n          kubernetes.io/metadata.name: shop\n',
  },
  'ambient-not-enabled': {
    severity: 'warning',
    title: 'There is a ztunnel without ambient mode',
    meaning: 'istiod takes no connection of a ztunnel, or CNI sends it no traffic.',
    remedy: 'Take the profile ambient.',
    example: 'spec:\n  profile: minimal\n  components:\n    ztunnel:\n      enabled: true\n',
  },
  'ztunnel-not-trusted': {
    severity: 'warning',
    title: 'istiod does not trust the ztunnel',
    meaning: 'It refuses ztunnel the certificates of pods, and no traffic of theirs goes through.',
    remedy: 'Tell istiod the namespace and the name of ztunnel.',
    example: 'spec:\n  profile: ambient\n  components:\n    ztunnel:\n      namespace: nodes\n',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
