import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ConformanceInput, DeliberateDifference } from './conformance-input';
import { istioModule } from './istio-module';

/** Where Istio's own tests of `manifest generate` have their documents. */
export const GENERATE_INPUTS = 'operator/cmd/mesh/testdata/manifest-generate/input';

/** Folders and files with IstioOperator documents in Istio's own sources; what a minor does not have is left out. */
const SOURCES = [
  GENERATE_INPUTS,
  'operator/cmd/mesh/testdata/profile-dump/input',
  'operator/pkg/util/testdata/yaml/input',
  'operator/pkg/util/testdata/overlay-iop.yaml',
  'istioctl/pkg/kubeinject/testdata/istio-operator.yaml',
  'tests/integration',
  'samples/bookinfo/demo-profile-no-gateways.yaml',
  'samples/open-telemetry/loki/iop.yaml',
  'samples/security/spire/istio-spire-config.yaml',
];

/** Documents that every istioctl refuses, as we do. */
const REFUSED = new Set([
  'autoscaling_v2beta1_k8s_and_values',
  'base-clustertrustbundle',
  'convention_boolean',
  'convention_float',
  'convention_integer',
  'deprecated_autoscaling_k8s_spec',
  'flag_force',
  'invalid-k8s',
  'invalid-k8s-values',
  'multiple_iops',
]);

/** Documents with something that istioctl swallows and we do not. */
const DIFFERENCES: Readonly<Record<string, DeliberateDifference>> = {
  bare_values: { row: 'null-is-nothing', verb: 'as-without', paths: ['spec.values'] },
  yaml_layer2: { row: 'invalid-setting', verb: 'refused', code: 'invalid-value' },
  yaml_layer3: { row: 'invalid-setting', verb: 'refused', code: 'invalid-value' },
};

interface FlaggedInput {
  /** Documents of the folder `manifest-generate`. */
  readonly files: readonly string[];
  readonly settings: readonly string[];
  readonly refusedBy?: readonly string[];
}

const READER = ['values.global.resourceScope=all', 'values.global.istioNamespace=istio-system'];
const CUSTOM_READER = [
  'values.global.readerServiceAccount.name=custom-reader',
  'values.global.readerServiceAccount.namespace=custom-ns',
];
const SCALED = [
  'values.gateways.istio-egressgateway.enabled=true',
  'values.gateways.istio-ingressgateway.autoscaleMin=2',
  'values.gateways.istio-egressgateway.autoscaleMin=2',
  'values.pilot.autoscaleMin=2',
];

/**
 * What Istio's own tests of `manifest generate` give to documents by flags, under the name of the test.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/cmd/mesh/manifest-generate_test.go
 */
const FLAGGED: Readonly<Record<string, FlaggedInput>> = {
  Gateways: {
    files: ['gateways'],
    settings: [
      'components.ingressGateways.[0].k8s.resources.requests.memory=999Mi',
      'components.ingressGateways.[name:user-ingressgateway].k8s.resources.requests.cpu=555m',
      'values.gateways.istio-ingressgateway.autoscaleMin=2',
    ],
  },
  ReaderRBAC: { files: ['default'], settings: READER },
  'ReaderRBAC/revision': { files: ['default'], settings: [...READER, 'revision=canary'] },
  'ReaderRBAC/disabled': {
    files: ['default'],
    settings: [...READER, 'values.global.enableReaderRBAC=false'],
  },
  'ReaderRBAC/minimal': {
    files: ['minimal'],
    settings: ['values.global.resourceScope=all', 'values.global.enableReaderRBAC=false'],
  },
  'ReaderRBAC/custom': {
    files: ['default'],
    settings: [...READER, ...CUSTOM_READER],
    refusedBy: ['1.30'],
  },
  'ReaderRBAC/custom-disabled': {
    files: ['default'],
    settings: [...READER, 'values.global.enableReaderRBAC=false', ...CUSTOM_READER],
    refusedBy: ['1.30'],
  },
  FlagsMinimalProfile: { files: ['empty'], settings: ['profile=minimal'] },
  FlagsSetHubTag: { files: ['minimal'], settings: ['hub=foo', 'tag=bar'] },
  FlagsSetValues: {
    files: ['default'],
    settings: [
      'values.global.proxy.image=myproxy',
      'values.global.proxy.includeIPRanges=172.30.0.0/16,172.21.0.0/16',
    ],
  },
  Flags: { files: [], settings: ['values.gateways.istio-egressgateway.enabled=true'] },
  FlagAliases: { files: ['all_on'], settings: ['revision=foo'] },
  MultiICPSFiles: { files: ['all_off', 'helm_values_enablement'], settings: [] },
  WebhookSelector: { files: [], settings: ['revision=canary'] },
  'WebhookSelector/auto': {
    files: [],
    settings: ['values.sidecarInjectorWebhook.enableNamespacesByDefault=true'],
  },
  ConfigSelectors: { files: [], settings: SCALED },
  'ConfigSelectors/revision': { files: [], settings: [...SCALED, 'revision=canary'] },
  Nothing: { files: [], settings: [] },
};

/** The inputs of Istio's own tests and samples, read from the module that the minor's istioctl is built from. */
export function upstreamInputs(minor: string): ConformanceInput[] {
  const root = istioModule(minor);
  const documents = SOURCES.map((source) => join(root, source))
    .flatMap(documentsIn)
    .map((path) => documentInput(path, path.slice(root.length + 1).replace(/\.yaml$/, '')));
  const flagged = Object.entries(FLAGGED).map(([test, { files, settings, refusedBy }]) => ({
    name: `upstream/flags/${test}`,
    files: files.map((file) => join(root, GENERATE_INPUTS, `${file}.yaml`)),
    settings,
    refusedBy: refusedBy ?? [],
  }));
  return [...documents, ...flagged];
}

function documentInput(path: string, name: string): ConformanceInput {
  const file = name.split('/').at(-1) ?? '';
  const difference = DIFFERENCES[file];
  return {
    name: `upstream/${name}`,
    files: [path],
    settings: [],
    refusedBy: REFUSED.has(file) ? ['1.30', '1.31'] : [],
    ...(difference === undefined ? {} : { difference }),
  };
}

function documentsIn(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => join(path, file));
}
