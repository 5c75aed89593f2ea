import { MOVED } from '../start/already-moved';
import { awaitsCoverage } from '../fleet/peer-rollout';
import { injectionGate } from '../gates/injection';
import { judgeWaves } from '../judge-waves';
import { isOverdue } from '../decide';
import { isPatch } from '../patch/version-of';
import { positionKey } from '../position-key';
import type { Invariant, RolloutStep } from './invariant';

/** Gateways lead every user to the new revision before the namespaces behind them move, and return after them. */
export const gatewaysLead: Invariant = {
  rule: 'S16',
  name: 'no namespace moves before the gateways, and no gateway returns before the namespaces',
  check,
};

function check(step: RolloutStep): string | null {
  const { record } = step.decision;
  return record.phase === 'rolling-back' ? returnProblem(step) : releaseProblem(step);
}

function releaseProblem({ before, decision: { record } }: RolloutStep): string | null {
  const { waves } = record.plan;
  const wave = waves[record.released - 1];
  if (record.released <= before.released || wave?.kind !== 'namespace') return null;
  // What a superseded rollout had moved is where it is.
  if (MOVED.includes(wave.name)) return null;
  const left = waves
    .slice(record.released)
    .find((one) => one.kind !== 'namespace' && !awaitsCoverage(one));
  return left === undefined ? null : `${wave.name} moves before ${left.name}`;
}

/** The engine takes the gateways back, once it runs at the position of the way back. */
function returnProblem({ observation, now, decision }: RolloutStep): string | null {
  const { record, actions } = decision;
  const { plan, kept, released } = record;
  // While what was handed over returns, every wave stays where it is.
  if (record.handed !== null) return null;
  const waves = plan.waves.slice(kept, released);
  const isReturning =
    actions.some(({ type }) => type === 'apply') && record.applied !== positionKey(record);
  // In a patch the engine takes the control plane back first.
  if (!isReturning || isOverdue(record, now) || isPatch(plan)) return null;
  if (!waves.some(({ kind }) => kind === 'gateway')) return null;
  const namespaceWaves = waves.filter(({ kind }) => kind === 'namespace');
  return (
    judgeWaves([injectionGate], namespaceWaves, observation, plan.from).worst?.result.message ??
    null
  );
}
