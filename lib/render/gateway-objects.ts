import { GENERATION_LABEL, generationName } from '../rollout/generation-name';
import { REVISION_LABEL } from '../rollout/names';
import type { KubeObject } from './kube-object';

type Labels = Readonly<Record<string, string>>;

interface LabelSelector {
  readonly matchLabels?: Labels;
}

interface Template {
  readonly metadata: { readonly labels?: Labels };
}

/** The fields that tell generations apart, of the kinds that have them. */
type Spec = Readonly<Record<string, unknown>> & {
  readonly selector: LabelSelector;
  readonly template: Template;
  readonly scaleTargetRef: { readonly name: string };
};

/** What each generation has of its own; all other kinds of the chart are shared. */
const OF_A_GENERATION = [
  'Deployment',
  'DaemonSet',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
];

/** Whether an object of the chart belongs to a generation. */
export function isOfGeneration({ kind }: KubeObject): boolean {
  return OF_A_GENERATION.includes(kind);
}

/**
 * An object of a generation, under the generation's name, that means its own pods alone. All other labels stay those of the
 * gateway: policies, telemetry and Istio's name of the service go by them, and mean every generation alike.
 */
export function asGeneration(object: KubeObject, revision: string): KubeObject {
  const label = { [GENERATION_LABEL]: revision };
  const { metadata } = object;
  const spec = object['spec'] as Spec;
  return {
    ...object,
    metadata: {
      ...metadata,
      name: generationName(metadata.name, revision),
      labels: { ...metadata.labels, ...label },
    },
    spec: { ...spec, ...ownPods(object.kind, spec, label, revision) },
  };
}

/** An autoscaler finds the pods of its Deployment by the selector of that one. */
function ownPods(kind: string, spec: Spec, label: Labels, revision: string): Partial<Spec> {
  const { selector, template, scaleTargetRef } = spec;
  if (kind === 'HorizontalPodAutoscaler') {
    const name = generationName(scaleTargetRef.name, revision);
    return { scaleTargetRef: { ...scaleTargetRef, name } };
  }
  const own = { selector: { ...selector, matchLabels: { ...selector.matchLabels, ...label } } };
  if (kind !== 'Deployment') return own;
  const labels = { ...template.metadata.labels, ...label };
  return { ...own, template: { ...template, metadata: { ...template.metadata, labels } } };
}

/** A Service that leads to the pods of one generation only. */
export function leadingTo(service: KubeObject, revision: string): KubeObject {
  const spec = service['spec'] as { readonly selector: Labels };
  const selector = { ...spec.selector, [GENERATION_LABEL]: revision };
  return { ...service, spec: { ...spec, selector } };
}

/** A shared object belongs to no revision, whatever the chart says of its network policy. */
export function withoutRevision(object: KubeObject): KubeObject {
  const { [REVISION_LABEL]: revision, ...labels } = object.metadata.labels ?? {};
  if (revision === undefined) return object;
  return { ...object, metadata: { ...object.metadata, labels } };
}
