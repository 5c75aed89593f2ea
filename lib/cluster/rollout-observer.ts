import type { Observation } from '../rollout/observation';
import { revisionsOf } from '../rollout/patch/version-of';
import type { RolloutRecord } from '../rollout/record';
import type { GatewayRef, RolloutSpec } from '../rollout/rollout-spec';
import { declaredGateways, gatewayKey, gatewaysOf } from '../rollout/wave-members';
import type { MeshLists } from './mesh-lists';
import { momentQuestions, type Answerers } from './moment-questions';
import { observe } from './observe';

/** What a rollout is about. */
export type RolloutSubject = Pick<RolloutSpec, 'from' | 'to' | 'waves'>;

/**
 * Reads what a tick of a rollout between revisions needs, metrics included; from the API server without `lists`.
 * @param spec - `null` where only what is stored goes on
 */
export type ObserveRollout = (
  spec: RolloutSubject | null,
  lists?: MeshLists,
) => (record: RolloutRecord | null) => Promise<Observation>;

/** Opens a cluster for the looks of a rollout. */
export function rolloutObserver(answerers: Answerers): ObserveRollout {
  return (spec, lists) => (record) =>
    observe(answerers.client, revisionsIn(spec, record), Date.now, {
      ...(lists !== undefined && { lists }),
      gateways: gatewaysIn(spec, record),
      place: answerers.place ?? null,
      ...(record !== null && {
        ask: momentQuestions(record, answerers, Date.now),
        capacity: true,
      }),
    });
}

function revisionsIn(spec: RolloutSubject | null, record: RolloutRecord | null): readonly string[] {
  const ends = [spec, record?.plan ?? null].flatMap((one) =>
    one === null ? [] : revisionsOf(one),
  );
  return [...new Set(ends)];
}

function gatewaysIn(
  spec: RolloutSubject | null,
  record: RolloutRecord | null,
): readonly GatewayRef[] {
  const all = [...declaredGateways(spec?.waves ?? []), ...gatewaysOf(record?.plan.waves ?? [])];
  return [...new Map(all.map((gateway) => [gatewayKey(gateway), gateway])).values()];
}
