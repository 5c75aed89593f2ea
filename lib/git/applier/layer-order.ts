import type { ManifestPlace } from '../tree/manifest-place';

/** Layers in the order in which they are applied: what a later one needs is in an earlier one. */
export const LAYERS: readonly string[] = ['platform', 'namespaces', 'teams', 'apps'];

/** What a tool is told of one layer of a cluster. */
export interface LayerRef extends Pick<ManifestPlace, 'environment' | 'cluster' | 'layer'> {
  /** Its place among those of its cluster, from 0. */
  readonly order: number;
  /** The layer that comes before it, if there is one. */
  readonly after?: string;
}

/** The layers of one cluster, each once, in the order in which they are applied. */
export function layersInOrder(places: readonly ManifestPlace[]): LayerRef[] {
  const layers = [...new Set(places.map(({ layer }) => layer))].sort(
    (a, b) => rank(a) - rank(b) || (a < b ? -1 : 1),
  );
  return layers.flatMap((layer, index) => {
    const place = places.find((one) => one.layer === layer);
    if (place === undefined) return [];
    const { environment, cluster } = place;
    const after = layers[index - 1];
    return [
      {
        environment,
        ...(cluster === undefined ? {} : { cluster }),
        layer,
        order: index,
        ...(after === undefined ? {} : { after }),
      },
    ];
  });
}

/** The name of a layer among the objects of a tool: `<environment>[-<cluster>]-<layer>`. */
export function layerName(
  { environment, cluster }: Pick<LayerRef, 'environment' | 'cluster'>,
  layer: string,
): string {
  return [environment, cluster, layer].filter((one) => one !== undefined).join('-');
}

function rank(layer: string): number {
  const index = LAYERS.indexOf(layer);
  return index < 0 ? LAYERS.length : index;
}
