import { isObject, type Json } from '../json';
import type { IstiodPlace } from './istiod-place';
import { ISTIOD_WORKLOAD_VALUES } from './istiod-workload-values';

/** What decides whether a value acts. */
export interface ChartFacts extends IstiodPlace {
  /** A value by its path, such as `pilot.autoscaleEnabled`; `undefined` where nobody said it. */
  readonly value: (path: string) => Json | undefined;
  /** Whether a value of the chart is taken away by a null. */
  readonly isRemoved: (path: string) => boolean;
  readonly revision: string;
  /** Whether the charts are rendered with one of their own profiles. */
  readonly hasProfile: (name: string) => boolean;
  readonly hasGateways: boolean;
}

/** Values that act under a condition. */
export interface Precondition {
  readonly values: readonly string[];
  readonly isMet: (facts: ChartFacts) => boolean;
  /** Goes on "it changes nothing …": what is missing, and what to do. */
  readonly without: string;
}

/** Charts that fall back on resources for all. */
const WITH_RESOURCES = [
  'cni',
  'pilot',
  'gateways.istio-ingressgateway',
  'gateways.istio-egressgateway',
];

const SCALED = ['pilot', 'gateways.istio-ingressgateway', 'gateways.istio-egressgateway'];

const WITHOUT_CONFIG_MAP =
  'without the ConfigMap that istiod reads it from; set pilot.configMap to true, or set it where istiod runs';

const below = (root: string, ...names: readonly string[]): readonly string[] =>
  names.map((name) => `${root}.${name}`);

/**
 * As the templates of the charts have it.
 * @see https://github.com/istio/istio/tree/1.31.0/manifests/charts
 */
export const PRECONDITIONS: readonly Precondition[] = [
  ...SCALED.flatMap((root): Precondition[] => [
    {
      values: [
        ...below(root, 'autoscaleMin', 'autoscaleMax', 'cpu'),
        ...(root === 'pilot' ? below(root, 'autoscaleBehavior', 'memory') : []),
      ],
      isMet: (facts) => hasAutoscaler(facts, root),
      without: `without an autoscaler; remove it, or set ${root}.autoscaleEnabled to true`,
    },
    {
      values: below(root, 'replicaCount'),
      isMet: (facts) => !hasAutoscaler(facts, root),
      without: `beside an autoscaler; set ${root}.autoscaleMin, or ${root}.autoscaleEnabled to false`,
    },
  ]),
  ...SCALED.slice(1).flatMap((root): Precondition[] => [
    {
      values: below(
        root,
        'type',
        'loadBalancerIP',
        'loadBalancerSourceRanges',
        'externalTrafficPolicy',
        'serviceAnnotations',
        'ipFamilies',
        'ipFamilyPolicy',
        'ingressPorts',
        'egressPorts',
      ),
      isMet: ({ value }) => value(`${root}.customService`) !== true,
      without: `without a Service of the chart's; set ${root}.customService to false, or change your own Service`,
    },
    {
      values: below(root, 'tag'),
      isMet: ({ value }) => (value(`${root}.injectionTemplate`) ?? '') === '',
      without: 'on an injected gateway, whose image is that of the istiod that injects it',
    },
  ]),
  ...(['zipkin', 'lightstep', 'datadog'] as const).map((tracer): Precondition => ({
    values: [`global.tracer.${tracer}`],
    isMet: ({ value }) => value('global.proxy.tracer') === tracer,
    without: `without global.proxy.tracer "${tracer}"`,
  })),
  {
    values: ['cni.istioOwnedCNIConfigFileName'],
    isMet: ({ value }) => value('cni.istioOwnedCNIConfig') === true,
    without: 'unless cni.istioOwnedCNIConfig is true',
  },
  {
    values: ['cni.resourceQuotas.pods'],
    isMet: ({ value }) =>
      value('cni.resourceQuotas.enabled') === true || value('global.platform') === 'gke',
    without: 'unless cni.resourceQuotas.enabled is true',
  },
  {
    values: ['ztunnel.resourceQuotas.pods'],
    isMet: ({ value }) =>
      value('ztunnel.resourceQuotas.enabled') === true || value('global.platform') === 'gke',
    without: 'unless ztunnel.resourceQuotas.enabled is true',
  },
  {
    values: ['pilot.taint.name'],
    isMet: ({ value }) => value('pilot.taint.enabled') === true,
    without: 'unless pilot.taint.enabled is true',
  },
  {
    values: ['base.excludedCRDs'],
    isMet: ({ value }) => value('base.enableCRDTemplates') !== false,
    without: 'while base.enableCRDTemplates is false: then all definitions are installed',
  },
  {
    values: ['global.certSigners'],
    isMet: (facts) => facts.value('pilot.env.EXTERNAL_CA') !== undefined || !hasOwnProvider(facts),
    without: 'unless pilot.env.EXTERNAL_CA is set, or global.pilotCertProvider names a signer',
  },
  {
    values: ['global.defaultResources'],
    isMet: ({ isRemoved }) => WITH_RESOURCES.some((root) => isRemoved(`${root}.resources`)),
    without: 'while the charts have resources of their own; set those of the component',
  },
  {
    values: ['global.readerServiceAccount.namespace'],
    isMet: ({ value }) => (value('global.readerServiceAccount.name') ?? '') !== '',
    without: 'without global.readerServiceAccount.name',
  },
  {
    values: ['sidecarInjectorWebhook.enableNamespacesByDefault'],
    isMet: ({ value, revision }) => {
      const tags = value('revisionTags');
      return revision === '' || (Array.isArray(tags) && tags.includes('default'));
    },
    without: 'in a named revision, unless it has the revision tag "default"',
  },
  {
    values: ['telemetry.v2'],
    isMet: ({ value }) => {
      const providers = value('meshConfig.defaultProviders');
      const hasOwn = isObject(providers) && Object.keys(providers).length > 0;
      return value('telemetry.enabled') !== false && !hasOwn;
    },
    without: 'beside meshConfig.defaultProviders, or while telemetry.enabled is false',
  },
  {
    values: ['global.configCluster', 'global.ipFamilies', 'global.ipFamilyPolicy'],
    isMet: ({ isRemote }) => isRemote,
    without: 'in a cluster with an istiod of its own (istiodRemote.enabled)',
  },
  {
    values: ['istiodRemote.injectionPath', 'pilot.istiodRemote.injectionPath'],
    isMet: ({ value }) =>
      (value('istiodRemote.injectionURL') ?? '') === '' &&
      (value('pilot.istiodRemote.injectionURL') ?? '') === '',
    without: 'beside injectionURL, which has a path of its own; remove one of the two',
  },
  {
    values: below(
      'sidecarInjectorWebhook',
      'templates',
      'defaultTemplates',
      'injectedAnnotations',
      'alwaysInjectSelector',
      'neverInjectSelector',
      'rewriteAppHTTPProbe',
    ),
    isMet: hasInjectionTemplates,
    without: 'without injection templates (global.omitSidecarInjectorConfigMap)',
  },
  {
    values: [
      'meshConfig.defaultConfig.holdApplicationUntilProxyStarts',
      'global.proxy.holdApplicationUntilProxyStarts',
    ],
    isMet: ({ value }) => !isTrue(value('pilot.env.ENABLE_NATIVE_SIDECARS')),
    without:
      'with native sidecars (pilot.env.ENABLE_NATIVE_SIDECARS), which start before the application anyway',
  },
  {
    values: ['global.meshNetworks', 'telemetry'],
    isMet: hasConfigMap,
    without: WITHOUT_CONFIG_MAP,
  },
  {
    values: ['meshConfig'],
    isMet: (facts) => hasConfigMap(facts) || facts.hasGateways,
    without: WITHOUT_CONFIG_MAP,
  },
  {
    values: below('pilot', ...ISTIOD_WORKLOAD_VALUES),
    isMet: ({ isHere, isRemote }) => isHere || !isRemote,
    without: 'where no istiod runs (istiodRemote.enabled)',
  },
];

/** @see https://github.com/istio/istio/blob/1.31.0/manifests/helm-profiles/demo.yaml */
function hasAutoscaler({ value, hasProfile }: ChartFacts, root: string): boolean {
  return (value(`${root}.autoscaleEnabled`) ?? !hasProfile('demo')) === true;
}

/** @see https://github.com/istio/istio/blob/1.31.0/manifests/helm-profiles/remote.yaml */
function hasInjectionTemplates({ value, hasProfile }: ChartFacts): boolean {
  return (value('global.omitSidecarInjectorConfigMap') ?? hasProfile('remote')) !== true;
}

/** @see https://github.com/istio/istio/blob/1.31.0/manifests/helm-profiles/remote.yaml */
function hasConfigMap({ value, hasProfile }: ChartFacts): boolean {
  return (value('pilot.configMap') ?? !hasProfile('remote')) !== false;
}

/** Providers of istiod's certificate that need no signer. */
function hasOwnProvider({ value }: ChartFacts): boolean {
  const provider = value('global.pilotCertProvider') ?? 'istiod';
  return provider === 'istiod' || provider === 'custom' || provider === 'none';
}

function isTrue(value: Json | undefined): boolean {
  return value === true || value === 'true';
}
