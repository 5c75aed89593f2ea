import { checkText, told } from './check-text';

describe('the control plane', () => {
  it.each<[string, string, string[]]>([
    [
      'istiod outside the Istio namespace',
      'spec: {profile: minimal, components: {pilot: {namespace: control}}}',
      ['istiod-elsewhere spec.components.pilot.namespace'],
    ],
    [
      'no validation',
      'spec: {values: {global: {configValidation: false}}}',
      ['validation-off spec.values.global.configValidation'],
    ],
    [
      'an injector without templates',
      'spec: {values: {global: {omitSidecarInjectorConfigMap: true}}}',
      ['injector-without-templates spec.values.global.omitSidecarInjectorConfigMap'],
    ],
    [
      'the injector of a remote cluster without templates',
      'spec: {profile: remote, values: {istiodRemote: {enabledLocalInjectorIstiod: true}}}',
      ['injector-without-templates spec.profile'],
    ],
    [
      'a scope of nothing',
      'spec: {values: {global: {resourceScope: undefined}}}',
      ['nothing-rendered spec.values.global.resourceScope'],
    ],
  ])('is told of %s', (_, text, expected) => {
    expect(told(checkText(text))).toEqual(expected);
  });

  it.each<[string, string]>([
    [
      'everything in another namespace',
      'spec: {profile: minimal, components: {pilot: {namespace: control}}, values: {global: {istioNamespace: control}}}',
    ],
    [
      'no validation for other clusters',
      'spec: {profile: minimal, values: {global: {configValidation: false, externalIstiod: true, multiCluster: {clusterName: a}}}}',
    ],
    [
      'neither injector nor templates',
      'spec: {values: {global: {omitSidecarInjectorConfigMap: true, operatorManageWebhooks: true}}}',
    ],
    [
      'the injector of a remote cluster with templates',
      'spec: {profile: remote, values: {istiodRemote: {enabledLocalInjectorIstiod: true}, global: {omitSidecarInjectorConfigMap: false}}}',
    ],
    ['a scope', 'spec: {values: {global: {resourceScope: cluster}}}'],
  ])('is fine with %s', (_, text) => {
    expect(checkText(text)).toEqual([]);
  });
});

describe('several clusters', () => {
  const remote = (text: string) => `spec: {profile: remote, ${text}}`;
  const injected = 'istiodRemote: {injectionPath: /inject/cluster/c2/net/n2}';

  it.each<[string, string, string[]]>([
    [
      'a remote cluster without an address',
      remote(`values: {${injected}}`),
      ['remote-without-address spec.profile'],
    ],
    [
      'a remote cluster by a value, without an address',
      'spec: {profile: minimal, values: {pilot: {istiodRemote: {enabled: true, injectionPath: /inject/cluster/c2}}}}',
      ['remote-without-address spec.values.pilot.istiodRemote.enabled'],
    ],
    [
      'a remote cluster whose injector does not know it',
      remote('values: {global: {remotePilotAddress: 192.0.2.1}}'),
      ['remote-without-cluster spec.profile'],
    ],
    [
      'a remote cluster whose injector by URL does not know it',
      remote('values: {istiodRemote: {injectionURL: https://istiod.example.com/inject}}'),
      ['remote-without-cluster spec.profile'],
    ],
    [
      'proxies of a revision that are sent to none',
      'spec: {profile: minimal, revision: a, values: {global: {remotePilotAddress: 192.0.2.1}}}',
      ['remote-discovery-address spec.values.global.remotePilotAddress'],
    ],
    [
      'an istiod for others that does not run',
      remote(
        `values: {${injected}, global: {externalIstiod: true, remotePilotAddress: 192.0.2.1}}`,
      ),
      ['unmet-precondition spec.values.global.externalIstiod'],
    ],
    [
      'a network of a cluster without a name',
      'spec: {values: {global: {network: n1}}}',
      ['cluster-without-name spec.values.global.network'],
    ],
    [
      'an istiod for others in a cluster without a name',
      'spec: {values: {global: {externalIstiod: true}}}',
      ['cluster-without-name spec.values.global.externalIstiod'],
    ],
    [
      'networks, of which none is its own, in a cluster without a name',
      'spec: {values: {global: {meshNetworks: {n2: {endpoints: [{fromRegistry: c2}], gateways: [{address: 192.0.2.1, port: 15443}]}}}}}',
      [
        'cluster-without-name spec.values.global.meshNetworks',
        'cluster-without-network spec.values.global.meshNetworks',
      ],
    ],
    [
      'networks that istiod cannot read',
      'spec: {values: {global: {network: n1, multiCluster: {clusterName: c1}, meshNetworks: {n2: {endpoints: [{fromCidr: 10.0.0.0/a}, {fromRegistry: a_b}], gateways: [{address: a_b, port: 1}, {registryServiceName: a_b, port: 70000}, {address: 192.0.2.1}]}}}}}',
      [
        'unusable-network spec.values.global.meshNetworks.n2.endpoints.0.fromCidr',
        'unusable-network spec.values.global.meshNetworks.n2.endpoints.1.fromRegistry',
        'unusable-network spec.values.global.meshNetworks.n2.gateways.0.address',
        'unusable-network spec.values.global.meshNetworks.n2.gateways.1.port',
        'unusable-network spec.values.global.meshNetworks.n2.gateways.1.registryServiceName',
        'unusable-network spec.values.global.meshNetworks.n2.gateways.2',
      ],
    ],
  ])('are told: %s', (_, text, expected) => {
    expect(told(checkText(text))).toEqual(expected);
  });

  it.each<[string, string]>([
    ['a remote cluster', remote(`values: {${injected}, global: {remotePilotAddress: 192.0.2.1}}`)],
    [
      'a remote cluster by URL',
      remote(
        'values: {istiodRemote: {injectionURL: https://istiod.example.com/inject/cluster/c2}}',
      ),
    ],
    [
      'a remote cluster with an injector of its own',
      remote(
        'values: {istiodRemote: {enabledLocalInjectorIstiod: true}, global: {remotePilotAddress: 192.0.2.1, omitSidecarInjectorConfigMap: false}}',
      ),
    ],
    [
      'proxies of a revision that are told where to go',
      'spec: {profile: minimal, revision: a, meshConfig: {defaultConfig: {discoveryAddress: "istiod-a.istio-system.svc:15012"}}, values: {global: {remotePilotAddress: 192.0.2.1}}}',
    ],
    [
      'proxies of no revision that another istiod serves',
      'spec: {profile: minimal, values: {global: {remotePilotAddress: 192.0.2.1}}}',
    ],
    [
      'a remote cluster of a revision',
      remote(`revision: a, values: {${injected}, global: {remotePilotAddress: 192.0.2.1}}`),
    ],
    ['no network', "spec: {values: {global: {network: ''}}}"],
    [
      'a cluster with network and name',
      'spec: {values: {global: {network: n1, multiCluster: {clusterName: c1}}}}',
    ],
    [
      'networks',
      'spec: {values: {global: {network: n1, multiCluster: {clusterName: c1}, meshNetworks: {n1: {endpoints: [{fromRegistry: c1}, {fromCidr: 10.0.0.0/8}, {fromCidr: "fd00::/8"}], gateways: [{registryServiceName: gw.istio-system.svc.cluster.local, port: 443}]}}}}}',
    ],
  ])('are fine: %s', (_, text) => {
    expect(checkText(text)).toEqual([]);
  });
});

describe('ambient mode', () => {
  const nodes = 'components: {cni: {enabled: true}, ztunnel: {enabled: true}}';

  it.each<[string, string, string[]]>([
    [
      'a ztunnel without it',
      `spec: {profile: minimal, ${nodes}}`,
      ['ambient-not-enabled spec.components.cni', 'ambient-not-enabled spec.components.ztunnel'],
    ],
    [
      'a CNI without it',
      "spec: {profile: ambient, values: {profile: '', pilot: {env: {PILOT_ENABLE_AMBIENT: 'true'}}}}",
      ['ambient-not-enabled spec.components.cni'],
    ],
    [
      'a ztunnel in another namespace',
      'spec: {profile: ambient, components: {ztunnel: {namespace: nodes}}}',
      ['ztunnel-not-trusted spec.components.ztunnel'],
    ],
    [
      'a ztunnel of another name',
      'spec: {profile: ambient, values: {ztunnel: {resourceName: zt}}}',
      ['ztunnel-not-trusted spec.components.ztunnel'],
    ],
    [
      'a ztunnel that OpenShift has elsewhere',
      'spec: {profile: ambient, values: {global: {platform: openshift}}}',
      ['ztunnel-not-trusted spec.components.ztunnel'],
    ],
  ])('is told of %s', (_, text, expected) => {
    expect(told(checkText(text))).toEqual(expected);
  });

  it.each<[string, string]>([
    [
      'its switches instead of the profile',
      `spec: {profile: minimal, components: {pilot: {k8s: {env: [{name: PILOT_ENABLE_AMBIENT, value: 'true'}]}}, cni: {enabled: true}, ztunnel: {enabled: true}}, values: {cni: {ambient: {enabled: true}}}}`,
    ],
    ['nodes alone', `spec: {profile: empty, ${nodes}, values: {profile: ambient}}`],
    [
      'a ztunnel in another namespace that istiod is told of',
      'spec: {profile: ambient, components: {ztunnel: {namespace: nodes}}, values: {pilot: {trustedZtunnelNamespace: nodes}}}',
    ],
    [
      'a ztunnel in another namespace that istiod is told of by a variable',
      'spec: {profile: ambient, components: {ztunnel: {namespace: nodes}}, values: {pilot: {env: {CA_TRUSTED_NODE_ACCOUNTS: nodes/ztunnel}}}}',
    ],
    [
      'a ztunnel of another name that istiod is told of',
      'spec: {profile: ambient, values: {ztunnel: {resourceName: zt}}, unvalidatedValues: {pilot: {trustedZtunnelName: zt}}}',
    ],
    [
      'a ztunnel in another namespace that the istiod of another cluster serves',
      'spec: {profile: remote, components: {cni: {enabled: true}, ztunnel: {enabled: true, namespace: nodes}}, values: {cni: {ambient: {enabled: true}}, istiodRemote: {injectionPath: /inject/cluster/a}, global: {remotePilotAddress: 192.0.2.1}}}',
    ],
    ['CNI for sidecars', 'spec: {profile: minimal, components: {cni: {enabled: true}}}'],
  ])('is fine with %s', (_, text) => {
    expect(checkText(text)).toEqual([]);
  });
});

describe('discovery selectors', () => {
  const selectors = (text: string) => `spec: {meshConfig: {discoverySelectors: ${text}}}`;

  it.each<[string, string, string[]]>([
    [
      'that leave the Istio namespace out',
      selectors(
        '[{matchLabels: {kubernetes.io/metadata.name: a}}, {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [istio-system]}]}]',
      ),
      ['namespace-not-discovered spec.meshConfig.discoverySelectors'],
    ],
    [
      'that cannot be read',
      selectors(
        '[{matchExpressions: [{key: a, operator: In}, {operator: Exists}, {key: a, operator: Exists, values: [b]}, {key: a, operator: Like}]}]',
      ),
      [
        'unusable-selector spec.meshConfig.discoverySelectors.0.matchExpressions.0',
        'unusable-selector spec.meshConfig.discoverySelectors.0.matchExpressions.1',
        'unusable-selector spec.meshConfig.discoverySelectors.0.matchExpressions.2',
        'unusable-selector spec.meshConfig.discoverySelectors.0.matchExpressions.3',
      ],
    ],
  ])('are told: %s', (_, text, expected) => {
    expect(told(checkText(text))).toEqual(expected);
  });

  it.each<[string, string]>([
    [
      'that name the Istio namespace',
      selectors(
        '[{matchLabels: {kubernetes.io/metadata.name: a}}, {matchLabels: {kubernetes.io/metadata.name: istio-system}}]',
      ),
    ],
    ['by labels that the namespace may have', selectors('[{matchLabels: {mesh: enabled}}]')],
    [
      'that leave others out',
      selectors(
        '[{matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [a]}, {key: b, operator: Exists}, {key: c, operator: DoesNotExist}]}]',
      ),
    ],
    ['that are none', selectors('[]')],
  ])('are fine: %s', (_, text) => {
    expect(checkText(text)).toEqual([]);
  });
});
