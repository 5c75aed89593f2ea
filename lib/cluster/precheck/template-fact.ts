import type { KubernetesObject, V1PodTemplateSpec } from '@kubernetes/client-node';
import { REVISION_LABEL } from '../../rollout/names';
import type { TemplateFact } from '../../rollout/precheck/precheck-facts';

/** A workload as it is listed, whichever kind it is of. */
export interface Workload extends KubernetesObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly template?: V1PodTemplateSpec;
  };
}

const TEMPLATES = 'inject.istio.io/templates';

/** What of a pod template decides how its pods live in a mesh. */
export function templateFact(kind: string, { metadata, spec }: Workload): TemplateFact {
  const { namespace = '', name = '' } = metadata ?? {};
  const annotations = spec?.template?.metadata?.annotations ?? {};
  return {
    workload: `${kind} ${namespace}/${name}`,
    namespace,
    annotations: Object.keys(annotations)
      .filter((key) => /(^|\.)istio\.io\//.test(key))
      .sort(),
    hostNetwork: spec?.template?.spec?.hostNetwork === true,
    gateway: (annotations[TEMPLATES] ?? '').split(',').includes('gateway'),
    selectsRevision: spec?.selector?.matchLabels?.[REVISION_LABEL] ?? null,
    replicas: spec?.replicas ?? 1,
  };
}
