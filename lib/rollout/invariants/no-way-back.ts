import { positionOf } from '../position-of';
import type { RolloutRecord } from '../record';
import type { Invariant, RolloutStep } from './invariant';

/** Forward and back are two directions: a rollout turns once, and says so. */
export const noWayBack: Invariant = {
  rule: 'S4',
  name: 'nothing goes back outside a rollback',
  check,
};

function check({ before, decision: { record, actions } }: RolloutStep): string | null {
  if (record.phase === 'rolling-back') return null;
  const { from, to } = record.plan;
  const relabelled = actions.find((action) => action.type === 'relabel');
  if (relabelled !== undefined) return `${relabelled.target.name} is relabelled in ${record.phase}`;
  const movedBefore = new Set(revisionsOf(before, to));
  const back = revisionsOf(record, from).find((name) => movedBefore.has(name));
  return back === undefined ? null : `${back} belongs on ${from} again in ${record.phase}`;
}

function revisionsOf(record: RolloutRecord, revision: string): string[] {
  const { namespaces, gateways } = positionOf(record);
  return [
    ...namespaces.filter((namespace) => namespace.revision === revision).map(({ uid }) => uid),
    ...Object.keys(gateways).filter((name) => gateways[name] === revision),
  ];
}
