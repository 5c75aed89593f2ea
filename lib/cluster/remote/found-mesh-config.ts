import type { V1ConfigMap } from '@kubernetes/client-node';
import { parse } from 'yaml';
import type { FoundMeshConfig } from '../../rollout/fleet/checks/fleet-facts';
import type { LabelSelector } from '../../rollout/selector/label-selector';

/** `istio`, of no revision, and `istio-<revision>`. */
const NAME = /^istio(?:-(.+))?$/;
const KEY = 'mesh';

interface MeshConfig {
  readonly defaultConfig?: { readonly discoveryAddress?: string } | null;
  readonly discoverySelectors?: readonly LabelSelector[] | null;
}

/** The MeshConfig that a ConfigMap holds; `null` where it holds none. @throws Error for one that is no YAML. */
export function foundMeshConfig({ metadata, data }: V1ConfigMap): FoundMeshConfig | null {
  const [matched, revision = 'default'] = NAME.exec(metadata?.name ?? '') ?? [];
  const text = data?.[KEY];
  if (matched === undefined || text === undefined) return null;
  const config = (parse(text) ?? {}) as MeshConfig;
  return {
    revision,
    discoveryAddress: config.defaultConfig?.discoveryAddress ?? null,
    discoverySelectors: config.discoverySelectors ?? [],
  };
}
