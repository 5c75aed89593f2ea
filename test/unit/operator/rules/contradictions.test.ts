import { checkText, told } from './check-text';

describe('the same said twice', () => {
  it.each<[string, string, string[]]>([
    [
      'the hub of the spec loses against the values',
      'spec: {profile: minimal, hub: a.io/x, values: {global: {hub: b.io/x}}}',
      ['conflicting-settings spec.hub'],
    ],
    [
      'the tag of the spec loses against the values',
      'spec: {profile: minimal, tag: a, values: {global: {tag: b}}}',
      ['conflicting-settings spec.tag'],
    ],
    [
      'the revision of the spec loses against the values',
      'spec: {profile: minimal, revision: a, values: {revision: b}}',
      ['conflicting-settings spec.revision'],
    ],
    [
      'the compatibility version of the spec loses against the values',
      "spec: {profile: minimal, compatibilityVersion: '1.29', values: {compatibilityVersion: '1.30'}}",
      ['conflicting-settings spec.compatibilityVersion'],
    ],
    [
      'the mesh configuration of the values loses against the spec, leaf by leaf',
      'spec: {meshConfig: {accessLogFile: /a, trustDomain: x}, values: {meshConfig: {accessLogFile: /b, enableTracing: true}}}',
      ['conflicting-settings spec.values.meshConfig.accessLogFile'],
    ],
    [
      'values lose against unvalidated ones',
      'spec: {values: {pilot: {image: a}}, unvalidatedValues: {pilot: {image: b}}}',
      ['conflicting-settings spec.values.pilot.image'],
    ],
    [
      'remote settings of the values lose against those of istiod',
      'spec: {values: {istiodRemote: {injectionURL: https://a/inject}, pilot: {istiodRemote: {injectionURL: https://b/inject}}}}',
      ['conflicting-settings spec.values.istiodRemote.injectionURL'],
    ],
    [
      'hub and tag of the values of a chart lose against the component',
      'spec: {components: {pilot: {hub: a.io/x, tag: a}}, values: {pilot: {hub: b.io/x, tag: b}}}',
      ['conflicting-settings spec.values.pilot.hub', 'conflicting-settings spec.values.pilot.tag'],
    ],
    [
      'values of a chart lose against the Kubernetes settings that say the same',
      `spec:
  components:
    pilot:
      k8s:
        nodeSelector: {disk: ssd, zone: a}
        tolerations: [{operator: Exists}]
        env: [{name: A, value: x}, {name: B, value: y}]
        resources: {requests: {cpu: 1}}
        hpaSpec: {minReplicas: 2}
        strategy: {rollingUpdate: {maxSurge: 1}}
  values:
    pilot:
      nodeSelector: {disk: hdd, node: b}
      tolerations: [{key: a, operator: Exists}]
      env: {A: z, C: z}
      resources: {requests: {cpu: 2, memory: 1Gi}}
      autoscaleMin: 3
      rollingMaxSurge: 2
`,
      [
        'conflicting-settings spec.values.pilot.autoscaleMin',
        'conflicting-settings spec.values.pilot.env.A',
        'conflicting-settings spec.values.pilot.nodeSelector.disk',
        'conflicting-settings spec.values.pilot.resources.requests.cpu',
        'conflicting-settings spec.values.pilot.rollingMaxSurge',
        'conflicting-settings spec.values.pilot.tolerations',
      ],
    ],
    [
      'values of the only gateway lose against what the gateway says',
      'spec: {components: {ingressGateways: [{name: a, k8s: {service: {type: NodePort}}}]}, values: {gateways: {istio-ingressgateway: {type: ClusterIP}}}}',
      ['conflicting-settings spec.values.gateways.istio-ingressgateway.type'],
    ],
  ])('is told: %s', (_, text, expected) => {
    expect(told(checkText(text))).toEqual(expected);
  });

  it.each<[string, string]>([
    ['the same value', 'spec: {profile: minimal, hub: a.io/x, values: {global: {hub: a.io/x}}}'],
    ['a number and its text', "spec: {profile: minimal, tag: '7', values: {global: {tag: 7}}}"],
    [
      'other leaves of the mesh configuration',
      'spec: {meshConfig: {accessLogFile: /a}, values: {meshConfig: {enableTracing: true}}}',
    ],
    [
      'another variable',
      'spec: {components: {pilot: {k8s: {env: [{name: A, value: x}]}}}, values: {pilot: {env: {B: x}}}}',
    ],
    [
      'the default of several gateways and the exception of one',
      'spec: {components: {ingressGateways: [{name: a, k8s: {hpaSpec: {minReplicas: 2}}}, {name: b}]}, values: {gateways: {istio-ingressgateway: {autoscaleMin: 3}}}}',
    ],
    [
      'what a component that is off says',
      'spec: {profile: minimal, components: {cni: {enabled: false, tag: null}}}',
    ],
  ])('is no conflict: %s', (_, text) => {
    expect(checkText(text)).toEqual([]);
  });

  it('is told with what is found, what holds and where that stands, and what to do', () => {
    const [issue] = checkText('spec:\n  hub: a.io/x\n  values:\n    global:\n      hub: b.io/x\n');
    expect(issue).toEqual({
      code: 'conflicting-settings',
      severity: 'warning',
      path: 'spec.hub',
      source: 'iop.yaml:4:3',
      message:
        'found "a.io/x", but spec.values.global.hub (iop.yaml:7:7) says "b.io/x", which is what holds; remove one of the two',
    });
  });

  it('is precedence, and no conflict, between a variable and the document', () => {
    const variables = { ISTIO_REVISIONS_HUB: 'a.io/x' };
    expect(checkText('spec: {values: {global: {hub: b.io/x}}}', { variables })).toEqual([]);
  });

  it('is told of a setting by its name', () => {
    const [issue] = checkText('spec: {values: {global: {hub: b.io/x}}}', {
      settings: ['hub=a.io/x'],
    });
    expect(issue).toMatchObject({ path: 'spec.hub', source: '--set hub=a.io/x' });
  });
});

describe('a setting without effect', () => {
  it.each<[string, string, string[]]>([
    ['the namespace of the spec', 'spec: {namespace: mesh}', ['ignored-field spec.namespace']],
    [
      'the namespace of the document',
      'metadata: {namespace: mesh}',
      ['ignored-field metadata.namespace'],
    ],
    [
      'the component that there is not',
      'spec: {components: {istiodRemote: {enabled: true}}}',
      ['no-effect spec.components.istiodRemote'],
    ],
    [
      'values of components that are not installed',
      'spec: {profile: empty, components: {base: {enabled: true}}, values: {cni: {image: a}, ztunnel: {image: a}, pilot: {image: a}, revisionTags: [a], gateways: {istio-ingressgateway: {type: a}, istio-egressgateway: {type: a}, securityContext: {fsGroup: 1}}, sidecarInjectorWebhook: {reinvocationPolicy: a}, meshConfig: {trustDomain: x}, global: {arch: {amd64: 1}, revision: a}}}',
      [
        'component-not-installed spec.values.cni',
        'component-not-installed spec.values.gateways.istio-egressgateway',
        'component-not-installed spec.values.gateways.istio-ingressgateway',
        'component-not-installed spec.values.gateways.securityContext',
        'component-not-installed spec.values.global.arch',
        'component-not-installed spec.values.global.revision',
        'component-not-installed spec.values.meshConfig',
        'component-not-installed spec.values.pilot',
        'component-not-installed spec.values.revisionTags',
        'component-not-installed spec.values.sidecarInjectorWebhook',
        'component-not-installed spec.values.ztunnel',
      ],
    ],
    [
      'the mesh configuration of the spec and unvalidated values, without who reads them',
      'spec: {profile: empty, components: {base: {enabled: true}}, meshConfig: {trustDomain: x}, unvalidatedValues: {cni: {tolerations: []}}}',
      [
        'component-not-installed spec.meshConfig',
        'component-not-installed spec.unvalidatedValues.cni',
      ],
    ],
    [
      'values of the base without it',
      'spec: {profile: minimal, components: {base: {enabled: false}}, values: {defaultRevision: a, base: {excludedCRDs: [a]}}}',
      [
        'component-not-installed spec.values.base.excludedCRDs',
        'component-not-installed spec.values.defaultRevision',
      ],
    ],
    [
      'settings of components that are switched off',
      'spec: {components: {cni: {enabled: false, namespace: a, k8s: {nodeSelector: {a: b}}}, ingressGateways: [{name: a}, {name: b, enabled: false, label: {a: b}}]}}',
      [
        'component-not-installed spec.components.cni.k8s',
        'component-not-installed spec.components.cni.namespace',
        'component-not-installed spec.components.ingressGateways.1.label',
      ],
    ],
    [
      'whether there is CNI, which the component says',
      'spec: {values: {pilot: {cni: {enabled: true}}}}',
      ['overwritten-value spec.values.pilot.cni.enabled'],
    ],
    [
      'a gateway that values switch off and its component on',
      'spec: {values: {gateways: {istio-ingressgateway: {enabled: false}}}}',
      ['overwritten-value spec.values.gateways.istio-ingressgateway.enabled'],
    ],
    [
      'what no chart reads',
      'spec: {components: {cni: {enabled: true}}, values: {pilot: {enabled: true}, cni: {enabled: true, repair: {hub: a.io/x}}, istio_cni: {enabled: true}, gateways: {istio-ingressgateway: {name: a, labels: {a: b}}}, global: {multiCluster: {enabled: true}}}}',
      [
        'idle-value spec.values.cni.enabled',
        'idle-value spec.values.cni.repair.hub',
        'idle-value spec.values.gateways.istio-ingressgateway.labels',
        'idle-value spec.values.gateways.istio-ingressgateway.name',
        'idle-value spec.values.global.multiCluster.enabled',
        'idle-value spec.values.istio_cni',
        'idle-value spec.values.pilot.enabled',
      ],
    ],
    [
      'what a DaemonSet has no field for',
      'spec: {profile: ambient, components: {ztunnel: {k8s: {replicaCount: 1, strategy: {type: Recreate}}}}}',
      [
        'no-effect spec.components.ztunnel.k8s.replicaCount',
        'no-effect spec.components.ztunnel.k8s.strategy',
      ],
    ],
    [
      'what the base has no workload for',
      'spec: {components: {base: {k8s: {replicaCount: 2}}}}',
      ['no-effect spec.components.base.k8s.replicaCount'],
    ],
    [
      'a version that no object of an overlay has',
      'spec: {components: {ingressGateways: [{name: a, k8s: {overlays: [{kind: Deployment, name: a, apiVersion: v1}]}}]}}',
      ['no-effect spec.components.ingressGateways.0.k8s.overlays.0.apiVersion'],
    ],
    [
      'the hub of a gateway',
      'spec: {components: {ingressGateways: [{name: a, hub: a.io/x}]}}',
      ['no-effect spec.components.ingressGateways.0.hub'],
    ],
  ])('is told: %s', (_, text, expected) => {
    expect(told(checkText(text))).toEqual(expected);
  });

  it.each<[string, string]>([
    [
      'the namespace that it is',
      'metadata: {namespace: istio-system}\nspec: {namespace: istio-system}',
    ],
    [
      'the namespace of the values',
      'metadata: {namespace: mesh}\nspec: {values: {global: {istioNamespace: mesh}}}',
    ],
    [
      'values of components that are installed',
      'spec: {profile: ambient, components: {egressGateways: [{name: a}]}, values: {cni: {image: a}, ztunnel: {image: a}, gateways: {istio-egressgateway: {type: a}}}}',
    ],
    [
      'a gateway that values switch on',
      'spec: {profile: minimal, components: {egressGateways: [{name: a, enabled: false}]}, values: {gateways: {istio-egressgateway: {enabled: true, type: ClusterIP}}}}',
    ],
    [
      'a switch that is off like its component',
      'spec: {profile: minimal, values: {gateways: {istio-ingressgateway: {enabled: false}}, pilot: {cni: {enabled: false}}}}',
    ],
    [
      "the one variable of istiod's that gateways read",
      'spec: {profile: empty, components: {ingressGateways: [{name: a}]}, values: {pilot: {env: {ENABLE_CLUSTER_TRUST_BUNDLE_API: true}}}}',
    ],
    [
      'that there is CNI, unvalidated, since another document installs it',
      'spec: {profile: minimal, unvalidatedValues: {pilot: {cni: {enabled: true}}}}',
    ],
    [
      'what a DaemonSet has',
      'spec: {profile: ambient, components: {ztunnel: {k8s: {nodeSelector: {a: b}}}}}',
    ],
    [
      'the version of an overlay that its object has, or may have',
      'spec: {components: {pilot: {k8s: {overlays: [{kind: Deployment, name: a, apiVersion: apps/v1}, {kind: Own, name: a, apiVersion: own/v1}]}}}}',
    ],
    [
      'an overlay of the base',
      'spec: {components: {base: {k8s: {overlays: [{kind: ServiceAccount, name: a}]}}}}',
    ],
    ['a component of the profile that is off', 'spec: {profile: minimal}'],
  ])('is not: %s', (_, text) => {
    expect(checkText(text)).toEqual([]);
  });

  it('is not told of a variable, which is for every document', () => {
    const variables = { ISTIO_REVISIONS_SET: 'values.cni.logging.level=debug' };
    expect(checkText('spec: {profile: minimal}', { variables })).toEqual([]);
  });
});
