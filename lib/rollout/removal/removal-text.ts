import type { Fact } from '../fact';
import type { PlannedObject, RemovalPlan } from './removal-plan';

/** A removal plan in lines for people. */
export function removalText(plan: Fact<RemovalPlan>): string[] {
  if (!plan.known) return [`removal: not known, ${plan.reason}`];
  const { revision, removes, keeps, orphans, ended } = plan.value;
  return [
    `removal of ${revision}: ${removes.length} objects go, ${keeps.length} stay`,
    ...orphans.map((reason) => `  not yet: ${reason}`),
    ...removes.map((one) => `  goes: ${line(one)}`),
    ...keeps.map((one) => `  stays: ${line(one)}`),
    ...ended.map((pod) => `  ended: ${pod}`),
  ];
}

function line({ object, why }: PlannedObject): string {
  return `${object}: ${why}`;
}
