import type { Action, Decision } from '../../lib/rollout/action';
import { NO_MEMORY } from '../../lib/rollout/driver-memory';
import { INVARIANTS, violationsOf } from '../../lib/rollout/invariants';
import type { Observation } from '../../lib/rollout/observation';
import { plan } from '../../lib/rollout/plan';
import type { RolloutRecord } from '../../lib/rollout/record';
import { anObservation, aRecord, asApplied, AT } from './rollout-builders';

/** Names of the invariants that a made-up decision breaks: what the planner decides, with another record and other actions. */
export function brokenRules(
  after: Partial<RolloutRecord>,
  options: {
    from?: RolloutRecord;
    observation?: Observation;
    actions?: readonly Action[];
  } = {},
): string[] {
  const { from = asApplied(aRecord()), observation = anObservation(), actions = [] } = options;
  const honest = plan({ observation, record: from, now: AT });
  const decision: Decision = { ...honest, record: { ...from, ...after }, actions };
  return violationsOf({ before: from, observation, now: AT, memory: NO_MEMORY, decision }).map(
    (violation) => violation.split(': ')[0]!,
  );
}

const NAMES = Object.fromEntries(
  INVARIANTS.map(({ rule, name }) => [name.split(' ').slice(0, 3).join(' '), `${rule} ${name}`]),
);

/** Rule and name of the invariant whose name begins with these three words. */
export function ruleNamed(start: string): string {
  return NAMES[start] ?? start;
}
