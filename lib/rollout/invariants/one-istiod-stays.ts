import { istiodsOf } from '../istiods-of';
import { workloadKey } from '../restart/workload-key';
import type { Invariant, RolloutStep } from './invariant';

/** Capacity: the control plane that serves the mesh is restarted only where another pod of it serves all the time. */
export const oneIstiodStays: Invariant = {
  rule: 'S17',
  name: 'istiods are restarted only while all are ready, and where one stays',
  check,
};

function check({ before, observation, decision: { record, actions } }: RolloutStep): string | null {
  const restarts = actions.filter((action) => action.type === 'restart');
  if (record.phase !== 'proving' || restarts.length === 0) return null;
  const unnoted = restarts.find(({ stamp }) => stamp !== record.proof);
  if (unnoted !== undefined) return `${workloadKey(unnoted)} is restarted and not noted`;
  const read = istiodsOf(record.plan.from, observation);
  if (!read.known) return `restarts although ${read.reason}`;
  const keys = new Set(restarts.map(workloadKey));
  const own = read.value.filter(
    ({ workload }) => workload !== null && keys.has(workloadKey(workload)),
  );
  if (new Set(own.map(({ workload }) => workload)).size < keys.size) {
    return `something else than istiods of ${record.plan.from} is restarted`;
  }
  const bare = own.find(({ workload }) => (workload?.staying ?? 0) < 1);
  if (bare !== undefined) return `no istiod stays beside ${bare.istiod.pod}`;
  const unready = before.proof === null ? own.find(({ istiod }) => !istiod.ready) : undefined;
  return unready === undefined ? null : `${unready.istiod.pod} is not ready`;
}
