import type { Definitions } from '../../generated/definition';
import { PATCHED_KINDS } from '../../generated/roots';
import type { ComponentRelease } from '../../operator/resolve-operator';
import { COMPONENTS } from '../../operator/component';
import { isObject, type Json, type JsonObject } from '../../operator/json';
import type { KubeObject } from '../kube-object';
import { PatchError, strategicMerge } from './strategic-merge';

/** Objects after the Kubernetes settings of their component. */
export interface SettledObjects {
  readonly objects: readonly KubeObject[];
  /** Settings that found no object to change, by their names below `k8s`. */
  readonly idle: readonly string[];
  /** Settings that do not fit what they would change, and why. */
  readonly misfits: readonly { readonly name: string; readonly problem: string }[];
}

type Target = 'workload' | 'HorizontalPodAutoscaler' | 'PodDisruptionBudget' | 'Service';

interface SettingPatch {
  readonly target: Target;
  readonly patch: (value: Json, container: string) => JsonObject;
}

const ofPod = (field: string): SettingPatch => ({
  target: 'workload',
  patch: (value) => ({ spec: { template: { spec: { [field]: value } } } }),
});
const ofContainer = (field: string): SettingPatch => ({
  target: 'workload',
  patch: (value, name) => ({
    spec: { template: { spec: { containers: [{ name, [field]: value }] } } },
  }),
});
const ofWorkload = (field: string): SettingPatch => ({
  target: 'workload',
  patch: (value) => ({ spec: { [field]: value } }),
});
const ofSpec = (target: Target): SettingPatch => ({
  target,
  patch: (value) => ({ spec: value }),
});

/**
 * What each setting changes. istioctl takes `volumes` and `volumeMounts` and does nothing with them.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/render/postprocess.go
 */
const PATCHES: Readonly<Record<string, SettingPatch>> = {
  affinity: ofPod('affinity'),
  env: ofContainer('env'),
  hpaSpec: ofSpec('HorizontalPodAutoscaler'),
  imagePullPolicy: ofContainer('imagePullPolicy'),
  nodeSelector: ofPod('nodeSelector'),
  podAnnotations: {
    target: 'workload',
    patch: (annotations) => ({ spec: { template: { metadata: { annotations } } } }),
  },
  podDisruptionBudget: ofSpec('PodDisruptionBudget'),
  priorityClassName: ofPod('priorityClassName'),
  readinessProbe: ofContainer('readinessProbe'),
  replicaCount: ofWorkload('replicas'),
  resources: ofContainer('resources'),
  securityContext: ofPod('securityContext'),
  service: ofSpec('Service'),
  serviceAnnotations: {
    target: 'Service',
    patch: (annotations) => ({ metadata: { annotations } }),
  },
  strategy: ofWorkload('strategy'),
  tolerations: ofPod('tolerations'),
  volumeMounts: ofContainer('volumeMounts'),
  volumes: ofPod('volumes'),
};

/** Applies the `k8s` settings of a component to the objects that its chart rendered, but for its overlays. */
export function applyKubernetesSettings(
  objects: readonly KubeObject[],
  release: ComponentRelease,
  types: Definitions,
): SettledObjects {
  const component = COMPONENTS.find(({ name }) => name === release.component);
  const workload = component?.workload;
  const settings = Object.entries(settingsOf(release.k8s, component?.isGateway === true));
  const idle: string[] = [];
  const misfits: { readonly name: string; readonly problem: string }[] = [];
  const changed = settings.reduce<readonly KubeObject[]>((current, [name, value]) => {
    const setting = Object.hasOwn(PATCHES, name) ? PATCHES[name] : undefined;
    if (setting === undefined || value === undefined) return current;
    const kind = setting.target === 'workload' ? workload?.kind : setting.target;
    const isTarget = (object: KubeObject) =>
      object.kind === kind && object.metadata.name === release.resourceName;
    if (!current.some(isTarget)) {
      idle.push(name);
      return current;
    }
    const patch = setting.patch(value, workload?.container ?? '');
    try {
      return current.map((object) =>
        isTarget(object) ? checkedBudget(patched(object, patch, types)) : object,
      );
    } catch (error) {
      if (!(error instanceof PatchError)) throw error;
      misfits.push({ name, problem: error.message });
      return current;
    }
  }, objects);
  return { objects: changed, idle, misfits };
}

/** The ports of a gateway's Service are told to its chart, which its Deployment needs too. */
function settingsOf(k8s: JsonObject, isGateway: boolean): JsonObject {
  const { service } = k8s;
  if (!isGateway || !isObject(service)) return k8s;
  const { ports: _ports, ...others } = service;
  return { ...k8s, service: others };
}

function patched(object: KubeObject, patch: JsonObject, types: Definitions): KubeObject {
  return strategicMerge(
    object as unknown as JsonObject,
    patch,
    types,
    types[PATCHED_KINDS[object.kind] ?? ''],
  ) as unknown as KubeObject;
}

/** A budget has one bound: the chart's gives way to one that was set beside it. */
function checkedBudget(object: KubeObject): KubeObject {
  const { spec } = object;
  if (object.kind !== 'PodDisruptionBudget' || !isObject(spec)) return object;
  if (spec['maxUnavailable'] === undefined || spec['minAvailable'] === undefined) return object;
  const { minAvailable: _min, ...others } = spec;
  return { ...object, spec: others };
}
