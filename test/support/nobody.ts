import { known } from '../../lib/rollout/fact';
import { anObservation } from './rollout-builders';

/** A cluster in which nothing uses any revision, and nothing is there of one. */
export const NOBODY = anObservation({
  namespaces: known([], 0),
  pods: known([], 0),
  workloads: known([], 0),
  injectors: known([], 0),
  istiods: known([], 0),
  pointers: known([], 0),
  pinned: known([], 0),
  revisionObjects: known({}, 0),
});
