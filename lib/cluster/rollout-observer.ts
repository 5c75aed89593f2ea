import type { Observation } from '../rollout/observation';
import type { RolloutRecord } from '../rollout/record';
import type { MeshLists } from './mesh-lists';
import { momentQuestions, type Answerers } from './moment-questions';
import { observe } from './observe';

/** Reads what a tick of a rollout between revisions needs, metrics included; from the API server without `lists`. */
export type ObserveRollout = (
  revisions: readonly string[],
  lists?: MeshLists,
) => (record: RolloutRecord | null) => Promise<Observation>;

/** Opens a cluster for the looks of a rollout. */
export function rolloutObserver(answerers: Answerers): ObserveRollout {
  return (revisions, lists) => (record) =>
    observe(answerers.client, revisions, Date.now, {
      ...(lists !== undefined && { lists }),
      ...(record !== null && {
        ask: momentQuestions(record, answerers, Date.now),
        capacity: true,
      }),
    });
}
