import type { V1ConfigMap } from '@kubernetes/client-node';
import { load } from 'js-yaml';

const NAME = /^istio(?:-(.+))?$/;

/**
 * The MeshConfig of each revision by its ConfigMaps: `istio-<revision>`, and `istio` of the revision `default`.
 * @throws YAMLException naming what cannot be read
 */
export function meshConfigs(maps: readonly V1ConfigMap[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    maps.flatMap(({ metadata, data }) => {
      const found = NAME.exec(metadata?.name ?? '');
      const mesh = data?.['mesh'];
      return found === null || mesh === undefined ? [] : [[found[1] ?? 'default', load(mesh)]];
    }),
  );
}
