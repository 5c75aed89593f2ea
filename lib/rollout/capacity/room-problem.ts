import { budgetsByNamespace, podsOf, quotasByNamespace, workloadsByNamespace } from '../look-up';
import type { Observation, PodFact, WorkloadFact } from '../observation';
import type { Waiver } from '../restart/restart-spec';
import { matchesSelector } from '../selector/matches-selector';
import { amountText } from './amounts';
import type { CapacityFact, PodNeeds, QuotaFact } from './capacity-fact';
import { needsOf } from './needs-of';
import { countsPod, lackIn, shareOf } from './quota-room';

/** Why the pods that a restart makes would not come, or do not. */
export interface RoomProblem {
  /** False where it could not be read. */
  readonly known: boolean;
  readonly value: string;
  readonly message: string;
}

/** What a restart of a workload is about. */
export interface Restartable {
  readonly workload: WorkloadFact;
  /** Those of it that are in the mesh. */
  readonly pods: readonly PodFact[];
}

/**
 * What keeps a workload from getting its new pods: a quota that has no room for one beside those that there are, where its
 * strategy makes one before it takes one; a disruption budget that allows no eviction though all is well; or, for pods that
 * are there already, that no node takes them. `null` when nothing does.
 *
 * What other restarts in the namespace still hold counts as free: it will be.
 * @param waived - quotas in it are passed over
 */
export function roomProblem(
  { workload, pods }: Restartable,
  observation: Observation,
  waived: readonly Waiver[],
): RoomProblem | null {
  const subject = `${workload.kind} ${workload.namespace}/${workload.name}`;
  const pending = pods.find((pod) => pod.unschedulable !== null && !pod.terminating);
  if (pending !== undefined) {
    const why = pending.unschedulable ?? '';
    const message = `no node takes pod ${pending.namespace}/${pending.name} of ${subject}: ${why}; it waits until one does`;
    return { known: true, value: 'unschedulable', message };
  }
  if (!needsSurge(workload) && workload.replacedBy !== 'eviction') return null;
  const { capacity } = observation;
  if (capacity?.known !== true) return unread(subject, capacity?.reason ?? 'nobody asked');
  return workload.replacedBy === 'eviction'
    ? budgetProblem(workload, capacity.value, subject)
    : quotaProblem({ workload, pods }, capacity.value, observation, waived);
}

/** Whether a restart makes a pod before it takes one, and has not made it yet. */
export function needsSurge({ replacedBy, staying, desired, total }: WorkloadFact): boolean {
  return replacedBy === 'template' && staying >= desired && total <= desired;
}

/** The quotas of a workload's namespace that count its pods and are not waived. */
export function quotasOn(
  { namespace }: WorkloadFact,
  needs: PodNeeds,
  { quotas }: CapacityFact,
  waived: readonly Waiver[],
): readonly QuotaFact[] {
  return (quotasByNamespace(quotas).get(namespace) ?? []).filter(
    (quota) => countsPod(quota, needs) && !isWaived(quota, waived),
  );
}

function isWaived({ namespace, name }: QuotaFact, waived: readonly Waiver[]): boolean {
  return waived.some(
    (one) => one.kind === 'ResourceQuota' && one.namespace === namespace && one.name === name,
  );
}

function quotaProblem(
  { workload, pods }: Restartable,
  capacity: CapacityFact,
  observation: Observation,
  waived: readonly Waiver[],
): RoomProblem | null {
  const needs = needsOf(pods);
  const freed = beyondDesired(workload.namespace, observation);
  for (const quota of quotasOn(workload, needs, capacity, waived)) {
    const given = (resource: string) =>
      -freed.reduce((sum, one) => sum + shareOf(resource, one), 0);
    const resource = lackIn(quota, needs, given);
    if (resource !== null) return lacking(workload, quota, resource, needs);
  }
  return null;
}

function lacking(
  { kind, namespace, name, desired }: WorkloadFact,
  quota: QuotaFact,
  resource: string,
  needs: PodNeeds,
): RoomProblem {
  const text = (amount: number) => amountText(resource, amount);
  const used = `${resource} ${text(quota.used[resource] ?? 0)} of ${text(quota.hard[resource] ?? 0)} used`;
  const wanted = `a restart of ${kind} ${namespace}/${name} makes a pod beside its ${desired} before it takes one, which needs ${text(shareOf(resource, needs))} more`;
  return {
    known: true,
    value: used,
    message: `ResourceQuota ${namespace}/${quota.name} has no room: ${used}, and ${wanted}; raise it, let a pod go first (maxUnavailable), or waive the quota in restart.waive`,
  };
}

/** What pods ask for that are one too many or on their way out. */
function beyondDesired(namespace: string, observation: Observation): readonly PodNeeds[] {
  const { workloads, pods } = observation;
  if (!workloads.known || !pods.known) return [];
  return (workloadsByNamespace(workloads.value).get(namespace) ?? []).flatMap((workload) => {
    const own = podsOf(workload, pods.value);
    const extra = Math.max(0, own.length - workload.desired);
    return Array.from({ length: extra }, () => needsOf(own));
  });
}

function budgetProblem(
  { kind, namespace, name, podLabels = {} }: WorkloadFact,
  { budgets }: CapacityFact,
  subject: string,
): RoomProblem | null {
  const closed = (budgetsByNamespace(budgets).get(namespace) ?? []).find(
    ({ selector, allowed, healthy, expected }) =>
      selector !== null &&
      matchesSelector(selector, podLabels) &&
      allowed === 0 &&
      healthy >= expected,
  );
  if (closed === undefined) return null;
  const value = `${closed.wanted} of ${closed.expected} pods must stay`;
  const message = `PodDisruptionBudget ${namespace}/${closed.name} allows no eviction although all is well: ${value}, so the pods of ${subject} cannot be replaced; let it allow one, or give the ${kind} ${name} another update strategy`;
  return { known: true, value, message };
}

function unread(subject: string, reason: string): RoomProblem {
  const message = `whether there is room for a restart of ${subject} is not known: ${reason}`;
  return { known: false, value: 'unknown', message };
}
