import { join } from 'node:path';
import { ISTIO_VERSIONS } from '../../lab/binaries/catalog';
import type { Definitions } from '../../lib/generated/definition';
import { definitionAt } from '../../lib/generated/definition-at';
import { definitionsOf } from '../../lib/generated/definitions-of';
import { MINORS } from '../../lib/generated/minors';
import { PATCHED_KINDS } from '../../lib/generated/roots';
import type { ComponentName } from '../../lib/operator/component';
import { ISTIO_OPERATOR, VERSION_ANNOTATION } from '../../lib/operator/istio-operator';
import type { JsonObject } from '../../lib/operator/json';
import { pathText } from '../../lib/operator/operator-path';
import { prepareInputs } from '../../lib/render/prepare-inputs';
import { renderPrepared } from '../../lib/render/render-inputs';
import type { LeafStage, Place } from './arrivals';
import { laid } from './documents';
import { hintsOf, needsOf } from './hints';
import { outcomeOf, remembered } from './outcome-of';
import { OPERATOR_PRECONDITIONS } from './preconditions';

const PARTS: readonly ComponentName[] = [
  'pilot',
  'base',
  'ingressGateways',
  'egressGateways',
  'cni',
  'ztunnel',
];

/** Whose values these are, where it is not istiod alone. */
const LIKELIEST: Readonly<Record<string, ComponentName>> = {
  base: 'base',
  cni: 'cni',
  defaultRevision: 'base',
  ztunnel: 'ztunnel',
  'gateways.istio-ingressgateway': 'ingressGateways',
  'gateways.istio-egressgateway': 'egressGateways',
};

/** Each component as it is where a document only switches it on. */
const ENABLED: Readonly<Record<ComponentName, JsonObject | readonly JsonObject[]>> = {
  base: { enabled: true },
  pilot: { enabled: true },
  ingressGateways: [{ name: 'istio-ingressgateway', enabled: true }],
  egressGateways: [{ name: 'istio-egressgateway', enabled: true }],
  cni: { enabled: true },
  ztunnel: { enabled: true },
};

const WORKLOADS: Readonly<Partial<Record<ComponentName, readonly [kind: string, name: string]>>> = {
  pilot: ['Deployment', 'istiod'],
  ingressGateways: ['Deployment', 'istio-ingressgateway'],
  egressGateways: ['Deployment', 'istio-egressgateway'],
  cni: ['DaemonSet', 'istio-cni-node'],
  ztunnel: ['DaemonSet', 'ztunnel'],
};

const POD = ['spec', 'template', 'spec'];
const CONTAINER = [...POD, 'containers', '[]'];

/** Where Kubernetes has what a component's setting of that name says; of no kind, it is in the workload. */
const PLACES: Readonly<Record<string, readonly [kind: string | null, path: readonly string[]]>> = {
  affinity: [null, [...POD, 'affinity']],
  env: [null, [...CONTAINER, 'env']],
  hpaSpec: ['HorizontalPodAutoscaler', ['spec']],
  imagePullPolicy: [null, [...CONTAINER, 'imagePullPolicy']],
  nodeSelector: [null, [...POD, 'nodeSelector']],
  podAnnotations: [null, ['spec', 'template', 'metadata', 'annotations']],
  podDisruptionBudget: ['PodDisruptionBudget', ['spec']],
  priorityClassName: [null, [...POD, 'priorityClassName']],
  readinessProbe: [null, [...CONTAINER, 'readinessProbe']],
  replicaCount: [null, ['spec', 'replicas']],
  resources: [null, [...CONTAINER, 'resources']],
  securityContext: [null, [...POD, 'securityContext']],
  service: ['Service', ['spec']],
  serviceAnnotations: ['Service', ['metadata', 'annotations']],
  strategy: [null, ['spec', 'strategy']],
  tolerations: [null, [...POD, 'tolerations']],
  volumeMounts: [null, [...CONTAINER, 'volumeMounts']],
  volumes: [null, [...POD, 'volumes']],
};

/** Sets leaves of `spec` of an IstioOperator document of a minor, and renders them with Istio's charts. */
export function operatorStage(minor: string, env: NodeJS.ProcessEnv): LeafStage {
  const version = ISTIO_VERSIONS[minor] ?? '';
  const metadata = { annotations: { [VERSION_ANNOTATION]: version } };
  const table = [
    ...OPERATOR_PRECONDITIONS,
    { path: 'installPackagePath', samples: others(minor, env) },
  ];
  const definitions = definitionsOf(minor);
  return {
    definitions,
    ...hintsOf(table),
    partsFor,
    baseFor: (path, part) =>
      laid(
        { components: { base: { enabled: false }, pilot: { enabled: false }, ...enabled(part) } },
        needsOf(table, pathText(path)),
      ),
    placeFor: (path, part) => placeIn(definitions, path, part),
    render: remembered((part, spec) =>
      outcomeOf(() => {
        const document = { ...ISTIO_OPERATOR, metadata, spec };
        const inputs = { files: [{ name: 'document', document }] };
        const prepared = prepareInputs(inputs, env, [part as ComponentName]);
        // A sample is of the right type; whether it makes sense beside the others is not asked here.
        return renderPrepared({ ...prepared, issues: [] }, env).objects;
      }),
    ),
  };
}

/** The charts of the other minors. */
function others(minor: string, env: NodeJS.ProcessEnv): readonly string[] {
  const folder = env['ISTIO_REVISIONS_CHARTS'] ?? '';
  return MINORS.filter((other) => other !== minor).map((other) => join(folder, other, 'manifests'));
}

function enabled(part: string): JsonObject {
  return { [part]: ENABLED[part as ComponentName] };
}

function partsFor([root = '', name = '', ...rest]: readonly string[]): readonly ComponentName[] {
  const own = PARTS.find((part) => root === 'components' && part === name);
  // Nothing of another component reads them.
  if (own !== undefined && rest.includes('k8s')) return [own];
  const likeliest =
    own ??
    (root === 'values' ? (LIKELIEST[name] ?? LIKELIEST[`${name}.${rest[0] ?? ''}`]) : undefined);
  return likeliest === undefined
    ? PARTS
    : [likeliest, ...PARTS.filter((part) => part !== likeliest)];
}

/** Where a leaf belongs; `null` for a setting that the component's kind of workload has no field for. */
function placeIn(
  definitions: Definitions,
  path: readonly string[],
  part: string,
): Place | null | undefined {
  const [root, name] = path;
  const mesh = root === 'meshConfig' ? path : root === 'values' ? path.slice(1) : [];
  if (mesh[0] === 'meshConfig')
    return part === 'pilot' ? ['ConfigMap/istio', 'data', 'mesh', ...mesh.slice(1)] : undefined;
  const at = path.indexOf('k8s');
  const place = root === 'components' && at > 0 ? PLACES[path[at + 1] ?? ''] : undefined;
  const workload = WORKLOADS[name as ComponentName];
  if (place === undefined || workload === undefined) return undefined;
  const [kind, field] = [place[0] ?? workload[0], place[1]];
  return definitionAt(definitions, PATCHED_KINDS[kind] ?? '', field) === undefined
    ? null
    : [`${kind}/${workload[1]}`, ...field, ...path.slice(at + 2)];
}
