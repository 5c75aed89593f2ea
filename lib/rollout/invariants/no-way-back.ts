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
  const direct = actions.find(
    (action) =>
      action.type === 'relabel' ||
      action.type === 'retag' ||
      (action.type === 'move-gateway' && action.revision === record.plan.from),
  );
  if (direct !== undefined) return `a direct ${direct.type} in ${record.phase}`;
  const movedBefore = new Set(revisionsOf(before, to));
  const back = revisionsOf(record, from).find((name) => movedBefore.has(name));
  return back === undefined ? null : `${back} belongs on ${from} again in ${record.phase}`;
}

function revisionsOf(record: RolloutRecord, revision: string): string[] {
  const { namespaces, gateways, tags, pointers } = positionOf(record);
  return [
    ...namespaces
      .filter((namespace) => (tags[namespace.revision] ?? namespace.revision) === revision)
      .map(({ uid }) => uid),
    ...Object.keys(gateways).filter((name) => gateways[name]?.serving === revision),
    ...Object.keys(pointers).filter((key) => pointers[key] === revision),
  ];
}
