/** A value that acts under a condition, in a document where that is not met, and in one where it is. */
export interface PreconditionCase {
  readonly value: string;
  readonly unmet: string;
  readonly met: string;
}

const values = (text: string) => `spec: {values: {${text}}}`;
const withCni = (text: string) =>
  `spec: {profile: minimal, components: {cni: {enabled: true}}, values: {${text}}}`;
const remote = (text: string) =>
  `spec: {profile: remote, values: {istiodRemote: {injectionPath: /inject/cluster/a/net/b}, global: {remotePilotAddress: 192.0.2.1}, ${text}}}`;
const gateway = (text: string) => values(`gateways: {istio-ingressgateway: {${text}}}`);

export const PRECONDITION_CASES: readonly PreconditionCase[] = [
  {
    value: 'pilot.autoscaleMin',
    unmet: values('pilot: {autoscaleEnabled: false, autoscaleMin: 2}'),
    met: values('pilot: {autoscaleMin: 2}'),
  },
  {
    value: 'pilot.autoscaleMax',
    unmet: values('profile: demo, pilot: {autoscaleMax: 9}'),
    met: values('profile: demo, pilot: {autoscaleEnabled: true, autoscaleMax: 9}'),
  },
  {
    value: 'pilot.memory',
    unmet: values('pilot: {autoscaleEnabled: false, memory: {targetAverageUtilization: 70}}'),
    met: values('pilot: {memory: {targetAverageUtilization: 70}}'),
  },
  {
    value: 'pilot.autoscaleBehavior',
    unmet: values('pilot: {autoscaleEnabled: false, autoscaleBehavior: {scaleDown: {a: 1}}}'),
    met: values('pilot: {autoscaleBehavior: {scaleDown: {a: 1}}}'),
  },
  {
    value: 'pilot.replicaCount',
    unmet: values('pilot: {replicaCount: 2}'),
    met: values('pilot: {autoscaleEnabled: false, replicaCount: 2}'),
  },
  {
    value: 'gateways.istio-ingressgateway.replicaCount',
    unmet: gateway('replicaCount: 2'),
    met: gateway('autoscaleEnabled: false, replicaCount: 2'),
  },
  {
    value: 'gateways.istio-ingressgateway.cpu',
    unmet: gateway('autoscaleEnabled: false, cpu: {targetAverageUtilization: 70}'),
    met: gateway('cpu: {targetAverageUtilization: 70}'),
  },
  {
    value: 'gateways.istio-ingressgateway.type',
    unmet: gateway('customService: true, type: NodePort'),
    met: gateway('type: NodePort'),
  },
  {
    value: 'gateways.istio-ingressgateway.tag',
    unmet: gateway('injectionTemplate: gateway, tag: a'),
    met: gateway('tag: a'),
  },
  {
    value: 'global.tracer.zipkin',
    unmet: values('global: {tracer: {zipkin: {address: "a:1"}}}'),
    met: values('global: {proxy: {tracer: zipkin}, tracer: {zipkin: {address: "a:1"}}}'),
  },
  {
    value: 'cni.istioOwnedCNIConfigFileName',
    unmet: withCni('cni: {istioOwnedCNIConfigFileName: a}'),
    met: withCni('cni: {istioOwnedCNIConfig: true, istioOwnedCNIConfigFileName: a}'),
  },
  {
    value: 'cni.resourceQuotas.pods',
    unmet: withCni('cni: {resourceQuotas: {pods: 9}}'),
    met: withCni('global: {platform: gke}, cni: {resourceQuotas: {pods: 9}}'),
  },
  {
    value: 'ztunnel.resourceQuotas.pods',
    unmet: 'spec: {profile: ambient, values: {ztunnel: {resourceQuotas: {pods: 9}}}}',
    met: 'spec: {profile: ambient, values: {ztunnel: {resourceQuotas: {enabled: true, pods: 9}}}}',
  },
  {
    value: 'pilot.taint.name',
    unmet: values('pilot: {taint: {name: a/b}}'),
    met: values('pilot: {taint: {enabled: true, name: a/b}}'),
  },
  {
    value: 'base.excludedCRDs',
    unmet: values(
      'base: {enableCRDTemplates: false, excludedCRDs: [envoyfilters.networking.istio.io]}',
    ),
    met: values('base: {excludedCRDs: [envoyfilters.networking.istio.io]}'),
  },
  {
    value: 'global.certSigners',
    unmet: values('global: {certSigners: [a]}'),
    met: values('global: {certSigners: [a], pilotCertProvider: k8s.io/a}'),
  },
  {
    value: 'global.certSigners',
    unmet: values('global: {certSigners: [a], pilotCertProvider: custom}'),
    met: values('global: {certSigners: [a]}, pilot: {env: {EXTERNAL_CA: a}}'),
  },
  {
    value: 'global.defaultResources',
    unmet: values('global: {defaultResources: {requests: {cpu: 7m}}}'),
    met: values('global: {defaultResources: {requests: {cpu: 7m}}}, pilot: {resources: null}'),
  },
  {
    value: 'global.readerServiceAccount.namespace',
    unmet: values('global: {readerServiceAccount: {namespace: a}}'),
    met: values('global: {readerServiceAccount: {namespace: a, name: b}}'),
  },
  {
    value: 'sidecarInjectorWebhook.enableNamespacesByDefault',
    unmet:
      'spec: {profile: minimal, revision: a, values: {sidecarInjectorWebhook: {enableNamespacesByDefault: true}}}',
    met: 'spec: {profile: minimal, revision: a, values: {revisionTags: [default], sidecarInjectorWebhook: {enableNamespacesByDefault: true}}}',
  },
  {
    value: 'telemetry.v2',
    unmet: values(
      'meshConfig: {defaultProviders: {metrics: [prometheus]}}, telemetry: {v2: {stackdriver: {enabled: true}}}',
    ),
    met: values(
      'meshConfig: {defaultProviders: {}}, telemetry: {v2: {stackdriver: {enabled: true}}}',
    ),
  },
  {
    value: 'global.configCluster',
    unmet: values('global: {configCluster: true}'),
    met: remote('profile: remote').replace('global: {', 'global: {configCluster: true, '),
  },
  {
    value: 'istiodRemote.injectionPath',
    unmet: values(
      'istiodRemote: {injectionURL: https://a/inject, injectionPath: /inject/cluster/a}',
    ),
    met: values('istiodRemote: {injectionPath: /inject/cluster/a}'),
  },
  {
    value: 'sidecarInjectorWebhook.templates',
    unmet: values(
      'global: {omitSidecarInjectorConfigMap: true, operatorManageWebhooks: true}, sidecarInjectorWebhook: {templates: {a: b}}',
    ),
    met: values('sidecarInjectorWebhook: {templates: {a: b}}'),
  },
  {
    value: 'meshConfig.defaultConfig.holdApplicationUntilProxyStarts',
    unmet: values(
      "pilot: {env: {ENABLE_NATIVE_SIDECARS: 'true'}}, meshConfig: {defaultConfig: {holdApplicationUntilProxyStarts: true}}",
    ),
    met: values(
      'pilot: {env: {ENABLE_NATIVE_SIDECARS: auto}}, meshConfig: {defaultConfig: {holdApplicationUntilProxyStarts: true}}',
    ),
  },
  {
    value: 'meshConfig',
    unmet: remote('meshConfig: {trustDomain: a}'),
    met: remote('pilot: {configMap: true}, meshConfig: {trustDomain: a}'),
  },
  {
    value: 'telemetry',
    unmet: values('pilot: {configMap: false}, telemetry: {v2: {stackdriver: {enabled: true}}}'),
    met: values('telemetry: {v2: {stackdriver: {enabled: true}}}'),
  },
  {
    value: 'pilot.image',
    unmet: remote('pilot: {image: a}'),
    met: values('pilot: {image: a}'),
  },
];
