import { hostProblems } from './host-problems';
import type { LayerObjects } from './layer-objects';
import type { LayerProblem } from './layer-problem';
import { routeProblems } from './route-problems';
import { subsetProblems } from './subset-problems';

/** Everything in the objects of the layers that would not do what it says: one set of rules, whoever made the objects. */
export function layerProblems(objects: LayerObjects): LayerProblem[] {
  return [...routeProblems(objects), ...hostProblems(objects), ...subsetProblems(objects)];
}
