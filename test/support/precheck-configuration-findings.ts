import { known } from '../../lib/rollout/fact';
import { aTemplate, type PrecheckChanges } from './precheck-builders';
import { aPod, AT, FROM, TO } from './rollout-builders';

const at = <T>(value: T) => known(value, AT);
const gateway = aTemplate({
  workload: 'Deployment edge/ingress',
  namespace: 'edge',
  gateway: true,
});

/** What is wrong with what users configured, and what a precheck finds of it: `<check> <severity> <subject>`. */
export const CONFIGURATION_FINDINGS: readonly (readonly [string, PrecheckChanges, string])[] = [
  [
    'a rollout that would not start',
    { refusals: [{ message: 'namespace nowhere does not exist', known: true }] },
    `start error Rollout ${FROM} → ${TO}`,
  ],
  ['what a start says', { notes: ['something'] }, `start info Rollout ${FROM} → ${TO}`],
  [
    'a Kubernetes that is too old',
    { read: { kubernetes: at('1.31') } },
    'kubernetes-version error Kubernetes 1.31',
  ],
  [
    'an Istio whose Kubernetes is not known',
    { versions: { [FROM]: '1.30.3', [TO]: '1.99.0' } },
    'kubernetes-version warning Kubernetes 1.34',
  ],
  [
    'proxies three minors behind, anywhere',
    { seen: { pods: at([aPod({ namespace: 'old', revision: '1-28', version: '1.28.1' })]) } },
    'proxy-version error Proxies 1.28.1',
  ],
  [
    'objects kept in a version that goes',
    {
      read: {
        definitions: at([
          { name: 'gateways.networking.istio.io', served: ['v1'], stored: ['v1alpha2', 'v1'] },
        ]),
      },
    },
    'definitions error CustomResourceDefinition gateways.networking.istio.io',
  ],
  [
    'a CRD that is missing',
    { read: { definitions: at([]) } },
    'definitions info CustomResourceDefinition gateways.networking.istio.io',
  ],
  [
    'a deprecated setting of MeshConfig',
    { read: { meshConfigs: at({ [FROM]: { defaultConfig: { zipkinAddress: 'zipkin:9411' } } }) } },
    `mesh-config warning MeshConfig ${FROM}`,
  ],
  [
    'a setting of MeshConfig that the new version does not know',
    { read: { meshConfigs: at({ [FROM]: { disableReports: true } }) } },
    `mesh-config error MeshConfig ${FROM}`,
  ],
  [
    'MeshConfigs that differ',
    {
      read: {
        meshConfigs: at({
          [FROM]: { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } },
          [TO]: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
        }),
      },
    },
    'mesh-config warning MeshConfig outboundTrafficPolicy.mode',
  ],
  [
    'an annotation that Istio has deprecated',
    { read: { templates: at([aTemplate({ annotations: ['sidecar.istio.io/extraStatTags'] })]) } },
    'pod-settings warning Deployment shop/cart',
  ],
  [
    'sidecars that are led past their revision',
    {
      read: { templates: at([aTemplate({ annotations: ['sidecar.istio.io/discoveryAddress'] })]) },
    },
    'pod-settings error Deployment shop/cart',
  ],
  [
    'a selector that asks for a revision',
    { read: { templates: at([{ ...gateway, selectsRevision: FROM }]) } },
    'pod-settings error Deployment edge/ingress',
  ],
  [
    'an EnvoyFilter for one proxy version',
    {
      read: {
        envoyFilters: at([
          {
            namespace: 'shop',
            name: 'wasm',
            proxyVersions: ['^1\\.30.*'],
            relative: [],
            revision: null,
          },
        ]),
      },
    },
    'envoy-filters warning EnvoyFilter shop/wasm',
  ],
  [
    'an EnvoyFilter that leans on a neighbour',
    {
      read: {
        envoyFilters: at([
          {
            namespace: 'shop',
            name: 'wasm',
            proxyVersions: [],
            relative: ['INSERT_BEFORE'],
            revision: null,
          },
        ]),
      },
    },
    'envoy-filters info EnvoyFilter shop/wasm',
  ],
];
