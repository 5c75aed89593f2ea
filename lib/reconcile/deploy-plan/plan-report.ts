import { standingProblems, type PlannedDeploy } from '../deploy';
import { blastRadius, groupKey, type BlastRadius } from './blast-radius';
import {
  refOf,
  refText,
  type ObjectChange,
  type PlanGroup,
  type PlanProblem,
} from './object-change';

/** One group of a plan, with what depends on it. */
export interface ReportedGroup {
  readonly group: PlanGroup;
  readonly changes: readonly ObjectChange[];
  /** `null` where it could not be read. */
  readonly affects: Omit<BlastRadius, 'group'> | null;
}

/** A plan as people and programs read it. */
export interface PlanReport {
  readonly environment: string;
  readonly groups: readonly ReportedGroup[];
  readonly problems: readonly PlanProblem[];
  /** How many objects stay as they are. */
  readonly same: number;
  /** Objects that are ours but which the stack forgot; they are taken into it again. */
  readonly lost: readonly string[];
}

const ORDER: readonly PlanGroup['type'][] = ['shared', 'revision', 'gateways', 'rollout'];

/** Groups a plan for whoever decides about it: shared things first, each revision, gateways, and the labels of a rollout. */
export function planReport(environment: string, planned: PlannedDeploy): PlanReport {
  const { plan, resources, observation } = planned;
  const radius = observation === null ? null : blastRadius(plan.changes, observation);
  const keys = new Map(plan.changes.map(({ group }) => [groupKey(group), group]));
  const groups = [...keys.values()].sort(byOrder).map((group) => ({
    group,
    changes: plan.changes.filter((change) => groupKey(change.group) === groupKey(group)),
    affects: radius?.find((one) => groupKey(one.group) === groupKey(group)) ?? null,
  }));
  const changing = new Set(plan.changes.map(({ type, object }) => `${type} ${refText(object)}`));
  const refused = new Set(plan.problems.map(({ object }) => refText(object)));
  const same = resources.filter(({ type, body }) => {
    const text = refText(refOf(body));
    return !changing.has(`${type} ${text}`) && !refused.has(text);
  });
  const problems = standingProblems(plan);
  return { environment, groups, problems, same: same.length, lost: plan.lost };
}

function byOrder(a: PlanGroup, b: PlanGroup): number {
  const byType = ORDER.indexOf(a.type) - ORDER.indexOf(b.type);
  return byType === 0 ? groupKey(a).localeCompare(groupKey(b)) : byType;
}
