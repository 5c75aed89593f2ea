import type { App } from 'cdk8s';
import { applierFiles } from '../lib/git/applier/applier-files';
import { settleNamespaces } from '../lib/git/tree/settle-namespaces';
import type { PlacedObjects } from '../lib/git/tree/manifest-object';
import type { ManifestPlace } from '../lib/git/tree/manifest-place';
import { manifestTree, type ManifestTree } from '../lib/git/tree/manifest-tree';
import type { EnvironmentSpec } from './environments/environment';
import { manifestObjects } from './manifest-objects';

/** Where in the tree a layer of an environment is. */
export function placeIn({ name, fleet }: EnvironmentSpec, layer: string): ManifestPlace {
  return fleet === undefined
    ? { environment: name, layer }
    : { environment: fleet.name, cluster: fleet.cluster, layer };
}

/** The platform of an environment for the tree. @param app - see `platformApp` */
export function platformLayer(environment: EnvironmentSpec, app: App): PlacedObjects {
  return { place: placeIn(environment, 'platform'), objects: manifestObjects(app) };
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
