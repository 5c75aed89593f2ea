import { environments, findEnvironment, type EnvironmentSpec } from './environments';
import { projectOf } from './environments/project';
import { layerStacks, type LayerSpecs, type LayerStack } from './layer-specs';
import { layersOfEnvironment, type LayerTree } from './layers-of-environment';

/** A stack and what is in it. */
export interface DeployedStack {
  readonly name: string;
  readonly environment: EnvironmentSpec;
  /** The mesh itself, or what is above it. */
  readonly layer: 'platform' | LayerStack['layer'];
}

/** The teams and applications of the project that this process works in. */
function specs(): LayerSpecs {
  return projectOf(process.cwd());
}

/**
 * The stack of a name: of an environment, `<environment>-team-<team>` or `<environment>-app-<application>`.
 * @throws UnknownEnvironmentError with the known names
 */
export function findStack(name: string): DeployedStack {
  const isPlatform = environments().some((one) => one.name === name);
  if (!isPlatform) {
    for (const environment of environments()) {
      const layer = layerStacks(environment, specs()).find(({ stack }) => stack === name)?.layer;
      if (layer !== undefined) return { name, environment, layer };
    }
  }
  return { name, environment: findEnvironment(name), layer: 'platform' };
}

/** The trees of the teams and applications of an environment. @throws InvalidInputError */
export function layerTrees(environment: EnvironmentSpec): readonly LayerTree[] {
  return layersOfEnvironment(environment, specs());
}

/** The tree of one of them, by the name of its stack. @throws InvalidInputError */
export function layerTree(environment: EnvironmentSpec, stack: string): LayerTree {
  const found = layerTrees(environment).find((tree) => tree.stack === stack);
  if (found === undefined)
    throw new Error(`environment "${environment.name}" has no stack "${stack}"`);
  return found;
}
