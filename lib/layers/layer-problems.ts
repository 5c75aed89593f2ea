import type { LayerObjects } from './layer-objects';
import type { LayerProblem } from './layer-problem';
import { LAYER_RULES } from './layer-rules';

/** Everything in the objects of the layers that would not do what it says: one set of rules, whoever made the objects. */
export function layerProblems(objects: LayerObjects): LayerProblem[] {
  return Object.values(LAYER_RULES).flatMap((rule) => rule(objects));
}
