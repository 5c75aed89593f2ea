import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';
import { clustersOf } from './clusters-of';
import { isOfSameRollout } from './is-of-same-rollout';

/**
 * Why nothing may lead to `to` here yet, in a cluster that uses the istiods of another; `null` where those of `to` are there, or it has
 * its own. A Service and an injector that lead to an istiod which is not there would refuse every pod that asks for it.
 */
export function controlPlaneHold(record: RolloutRecord, observation: Observation): string | null {
  const { clusters, to } = record.plan;
  const name = clusters?.controlPlane;
  if (name === undefined) return null;
  const others = clustersOf(record, observation);
  if (!others.known) return others.reason;
  const state = others.value.find((other) => other.name === name)?.state;
  const subject = `${name}, whose istiods are used here,`;
  if (state === undefined) return `${subject} is in none of the groups`;
  if (!state.known) return `${subject} cannot be asked: ${state.reason}`;
  const { rollout } = state.value;
  if (isOfSameRollout(rollout, record) && rollout.installed) return null;
  return `${subject} has no ${to} that serves (${rollout?.phase ?? 'not begun'})`;
}
