import { authorizationProblems } from './authorization-problems';
import { egressProblems } from './egress-problems';
import { hostProblems } from './host-problems';
import { httpRouteProblems } from './http-route-problems';
import type { LayerObjects } from './layer-objects';
import type { LayerProblem } from './layer-problem';
import { mtlsProblems } from './mtls-problems';
import { routeProblems } from './route-problems';
import { selectionProblems } from './selection-problems';
import { subsetProblems } from './subset-problems';

/** What a rule finds in the objects of one cluster. */
export type LayerRule = (objects: LayerObjects) => LayerProblem[];

/** The rules of the layers, by the name under which reports have them. */
export const LAYER_RULES: Readonly<Record<string, LayerRule>> = {
  'route-arrives': routeProblems,
  'http-route-arrives': httpRouteProblems,
  'host-is-served': hostProblems,
  'subset-is-one': subsetProblems,
  'egress-covers-routes': egressProblems,
  'authorization-can-match': authorizationProblems,
  'mtls-agrees': mtlsProblems,
  'policy-selects-pods': selectionProblems,
};
