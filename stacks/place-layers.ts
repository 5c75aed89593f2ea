import type { App } from 'cdk8s';
import type { PlacedObjects } from '../lib/git/tree/manifest-object';
import { placeIn } from './environment-tree';
import type { EnvironmentSpec } from './environments/environment';
import { layerTrees } from './find-stack';
import { manifestObjects } from './manifest-objects';

/**
 * The layers of an environment for the tree, whoever writes it: `cdk8s synth`, or a rollout that is delivered through Git.
 * @param platform - see `platformApp`
 * @throws InvalidInputError with what is wrong with teams and applications
 */
export function placeLayers(environment: EnvironmentSpec, platform: App): PlacedObjects[] {
  const layers = layerTrees(environment).map(({ layer, part, app }) => ({
    place: { ...placeIn(environment, layer), part },
    objects: manifestObjects(app),
  }));
  return [
    { place: placeIn(environment, 'platform'), objects: manifestObjects(platform) },
    ...layers,
  ];
}
