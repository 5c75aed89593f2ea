import { applierFiles } from '../lib/git/applier/applier-files';
import { layerName, LAYERS } from '../lib/git/applier/layer-order';
import { settleNamespaces } from '../lib/git/tree/settle-namespaces';
import type { PlacedObjects } from '../lib/git/tree/manifest-object';
import { toolFolder, TOOLS, type ManifestPlace } from '../lib/git/tree/manifest-place';
import { manifestTree, type ManifestTree } from '../lib/git/tree/manifest-tree';
import type { EnvironmentSpec } from './environments/environment';

/** Where in the tree a layer of an environment is. */
export function placeIn({ name, fleet }: EnvironmentSpec, layer: string): ManifestPlace {
  return fleet === undefined
    ? { environment: name, layer }
    : { environment: fleet.name, cluster: fleet.cluster, layer };
}

/**
 * Every file of one environment: its layers, and what the tools that apply them are told.
 * @throws Error where two layers declare the same object
 */
export function environmentTree(
  { name, git }: EnvironmentSpec,
  layers: readonly PlacedObjects[],
): ManifestTree {
  const places = settleNamespaces(layers)
    .filter(({ objects }) => objects.length > 0)
    .map(({ place }) => place);
  const tools = git === undefined ? [] : applierFiles(places, name, git);
  return new Map([...manifestTree(layers), ...tools]);
}

/** The folders and files of the tree that hold nothing but what is written of one environment. */
export function pathsOf(environment: EnvironmentSpec): string[] {
  const { name, fleet } = environment;
  if (fleet === undefined) return [name];
  const told = [...LAYERS.map((layer) => layerName(placeIn(environment, layer), layer)), name];
  return [
    `${fleet.name}/${fleet.cluster}`,
    ...TOOLS.flatMap((tool) => told.map((one) => `${toolFolder(fleet.name, tool)}/${one}.yaml`)),
  ];
}
