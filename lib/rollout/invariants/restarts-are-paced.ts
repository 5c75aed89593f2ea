import type { Action } from '../action';
import type { WorkloadFact } from '../observation';
import { restartsUnderWay } from '../restart/restarts-under-way';
import { workloadKey } from '../restart/workload-key';
import { restartRoom, roomOf } from '../restart/workloads-in-turn';
import type { Invariant, RolloutStep } from './invariant';

type Begun = Extract<Action, { type: 'restart' | 'evict' }>;

/** Capacity: what begins fits beside what is under way, and nothing begins that is not noted first. */
export const restartsArePaced: Invariant = {
  rule: 'S17',
  name: 'no more workloads restart at once than was agreed',
  check,
};

function check({
  before,
  observation,
  now,
  decision: { record, actions },
}: RolloutStep): string | null {
  // The istiods of `from` have rules of their own.
  const restarts = record.phase === 'proving' ? [] : actions.filter(isBegun);
  const unnoted = restarts.find((action) => record.restarting[workloadKey(action)] === undefined);
  if (unnoted !== undefined) return `${workloadKey(unnoted)} is restarted and not noted`;
  const began = restarts.filter((action) => before.restarting[workloadKey(action)] === undefined);
  if (began.length === 0 || !observation.workloads.known) return null;
  const { from, to } = record.plan;
  const revision = record.phase === 'rolling-back' ? from : to;
  const keys = new Set(began.map(workloadKey));
  const beginning = observation.workloads.value.filter((one) => keys.has(workloadKey(one)));
  const underWay = [...restartsUnderWay(before, observation, revision, now).values()]
    .filter(({ late }) => !late)
    .map(({ workload }) => workload);
  return excess(
    [...underWay, ...beginning],
    restartRoom(record.plan.restart, observation, revision),
  );
}

/** One alone may be larger than any room. */
function excess(
  workloads: readonly WorkloadFact[],
  room: ReturnType<typeof restartRoom>,
): string | null {
  const taken = roomOf(workloads);
  if (taken.workloads <= 1) return null;
  if (taken.workloads > room.workloads)
    return `${taken.workloads} workloads restart at once, ${room.workloads} may`;
  return taken.pods > room.pods ? `${taken.pods} pods start at once, ${room.pods} may` : null;
}

function isBegun(action: Action): action is Begun {
  return action.type === 'restart' || action.type === 'evict';
}
