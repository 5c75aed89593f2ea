import type { Action } from '../action';
import { ledBy } from '../gateway-api/led-by';
import { livingGateway } from '../gateway-api/living-gateway';
import { podsByNamespace } from '../look-up';
import type { Observation } from '../observation';
import { gatewayApisOf } from '../wave-members';
import { isTerminal } from '../wave-scope';
import type { Invariant, RolloutStep } from './invariant';

type Of<T extends Action['type']> = Extract<Action, { readonly type: T }>;

/**
 * A Gateway of the Gateway API is led by a label of its own from before anything moves until everything is back: else a tag or the
 * label of its namespace would replace all its pods at once, judged by nobody.
 */
export const gatewaysArePinned: Invariant = {
  rule: 'S21',
  name: 'a Gateway moves by its own label only, with its wave, and never over the hand of somebody else',
  check,
};

function check(step: RolloutStep): string | null {
  const { actions } = step.decision;
  const problems = [leftUnpinned(step), ...actions.map((action) => problemOf(step, action))];
  return problems.find((problem) => problem !== null) ?? null;
}

function problemOf(step: RolloutStep, action: Action): string | null {
  if (action.type === 'pin-gateway') return pinProblem(step, action);
  if (action.type === 'move-gateway') return moveProblem(step, action);
  return action.type === 'unpin-gateway' ? unpinProblem(step, action) : null;
}

/** Nothing moves while one of them follows something else. */
function leftUnpinned({ before, observation, decision: { record } }: RolloutStep): string | null {
  if (before.phase !== 'adopting' || record.phase !== 'moving') return null;
  for (const target of gatewayApisOf(record.plan.waves.slice(record.released))) {
    const living = livingGateway(target, observation);
    if (!living.known) return `${target.name} may not be pinned: ${living.reason}`;
    if (living.value === null) continue;
    const { label, revOwned } = living.value;
    if (label !== record.plan.from || !revOwned) return `${target.name} is not pinned`;
  }
  return null;
}

/** A label that says what is so already changes nothing. */
function pinProblem(
  { observation: { pods }, decision: { record } }: RolloutStep,
  { target, revision }: Of<'pin-gateway'>,
): string | null {
  const { from } = record.plan;
  if (record.phase !== 'adopting') return `${target.name} is pinned in ${record.phase}`;
  if (revision !== from) return `${target.name} is pinned to ${revision}`;
  if (!pods.known) return `${target.name} is pinned although its pods are unknown`;
  const moved = (podsByNamespace(pods.value).get(target.namespace) ?? []).find(
    (pod) => pod.workload?.name === target.deployment && !isTerminal(pod) && pod.revision !== from,
  );
  return moved === undefined ? null : `${target.name} is pinned although ${moved.name} is not`;
}

function moveProblem(
  { observation, decision: { record } }: RolloutStep,
  { target, revision, seen }: Of<'move-gateway'>,
): string | null {
  const { plan, phase, released } = record;
  const living = livingGateway(target, observation);
  const label = living.known ? (living.value?.label ?? null) : null;
  if (label !== seen) return `${target.name} is moved from another label than it has`;
  if (living.known && (living.value?.revManagers.length ?? 0) > 0)
    return `${target.name} is moved although somebody else holds its label`;
  if (phase === 'rolling-back')
    return revision === plan.from && seen === plan.to ? null : `${target.name} goes to ${revision}`;
  const moved = gatewayApisOf(plan.waves.slice(0, released));
  const isMoved = moved.some(({ uid }) => uid === target.uid);
  return phase === 'moving' && revision === plan.to && isMoved
    ? null
    : `${target.name} is moved to ${revision} before its wave`;
}

function unpinProblem(
  { observation, decision: { record } }: RolloutStep,
  { target }: Of<'unpin-gateway'>,
): string | null {
  if (record.phase !== 'rolling-back') return `${target.name} is given up in ${record.phase}`;
  return wouldStay(target, record.plan.from, observation)
    ? null
    : `${target.name} gets a label back that does not lead to ${record.plan.from}`;
}

function wouldStay(
  target: Of<'unpin-gateway'>['target'],
  from: string,
  observation: Observation,
): boolean {
  return ledBy(target.original, target, observation) === from;
}
