import type { Amounts } from '../capacity/amounts';
import type { QuotaFact } from '../capacity/capacity-fact';
import { approvalOf } from '../commands/approval-of';
import type { Observation, PodFact, WorkloadFact } from '../observation';
import type { RolloutRecord } from '../record';
import { workloadKey } from '../restart/workload-key';
import { namespaceNames } from '../wave-members';
import type { Invariant, RolloutStep } from './invariant';

/** Capacity: on the way forward nothing begins to restart in a namespace whose quota has no room for a pod more. */
export const restartsFit: Invariant = {
  rule: 'S17',
  name: 'the new pods of what is restarted have room',
  check,
};

function check({ before, observation, decision: { record, actions } }: RolloutStep): string | null {
  const { workloads, capacity } = observation;
  if (record.phase !== 'moving' || !workloads.known) return null;
  const begun = new Set(
    actions
      .filter((action) => action.type === 'restart')
      .map(workloadKey)
      .filter((key) => before.restarting[key] === undefined),
  );
  const surging = workloads.value.filter(
    (one) =>
      begun.has(workloadKey(one)) &&
      one.staying >= one.desired &&
      one.total <= one.desired &&
      !isApproved(one, record),
  );
  if (surging.length === 0) return null;
  if (capacity?.known !== true) return 'quotas are unknown';
  const waived = record.plan.restart.waived.map(workloadKey);
  const overrun = capacity.value.quotas
    .filter((quota) => quota.scopes.length === 0)
    .filter((quota) => !waived.includes(workloadKey({ ...quota, kind: 'ResourceQuota' })))
    .find((quota) => isOverrun(quota, surging, observation));
  return overrun === undefined ? null : `${overrun.namespace}/${overrun.name} is overrun`;
}

function isApproved({ namespace }: WorkloadFact, record: RolloutRecord): boolean {
  return record.plan.waves.some(
    (wave) =>
      namespaceNames(wave).includes(namespace) &&
      approvalOf(record, wave.name, 'capacity') !== null,
  );
}

/** What a quota names plainly; its other names for the same are the planner's matter. */
function isOverrun(
  { namespace, hard, used }: QuotaFact,
  surging: readonly WorkloadFact[],
  { pods }: Observation,
): boolean {
  const own = surging.filter((workload) => workload.namespace === namespace);
  const asked = own.map((workload) => largest(pods.known ? pods.value : [], workload));
  return Object.entries(hard).some(([resource, most]) => {
    const more = asked.reduce((sum, one) => sum + (one[resource] ?? 0), 0);
    return more > 0 && (used[resource] ?? 0) + more > most + 1e-6;
  });
}

function largest(pods: readonly PodFact[], { kind, namespace, name }: WorkloadFact): Amounts {
  const own = pods.filter(
    (pod) =>
      pod.namespace === namespace && pod.workload?.kind === kind && pod.workload.name === name,
  );
  const names = own.flatMap(({ needs }) => Object.keys(needs.amounts));
  return {
    pods: 1,
    ...Object.fromEntries(
      names.map((resource) => [
        resource,
        Math.max(...own.map(({ needs }) => needs.amounts[resource] ?? 0)),
      ]),
    ),
  };
}
