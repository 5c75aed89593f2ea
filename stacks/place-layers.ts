import type { PlacedObjects } from '../lib/git/tree/manifest-object';
import { placeIn } from './environment-tree';
import type { EnvironmentSpec } from './environments/environment';
import { layerTrees } from './find-stack';
import { manifestObjects } from './manifest-objects';

/** The teams and applications of an environment for the tree, a folder each. @throws InvalidInputError */
export function placeLayers(environment: EnvironmentSpec): PlacedObjects[] {
  return layerTrees(environment).map(({ layer, part, app }) => ({
    place: { ...placeIn(environment, layer), part },
    objects: manifestObjects(app),
  }));
}
