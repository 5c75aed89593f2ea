import type { Decision } from '../action';
import { applyDue } from '../apply-due';
import { act, hold, isOverdue, type PhaseInput } from '../decide';
import { fitnessOf } from '../revision-fitness';
import { engineFailureOf, runEngine } from '../run-engine';

/**
 * The first part of the way back of a rollout that had begun to hand over: what went last returns first, one at a time, while
 * every wave is still where it is. An engine that cannot do it keeps no pod from going back: the rest of the way does it then.
 */
export function handBack(input: PhaseInput, handed: readonly string[]): Decision {
  const { record, observation, now } = input;
  const { from } = record.plan;
  const due = applyDue(record, observation, [], `what was handed over returns to ${from}`);
  if (due === null) {
    const rest = handed.length === 0 ? null : handed.slice(0, -1);
    return act({ ...record, handed: rest, since: now }, []);
  }
  if (engineFailureOf(input) !== null || isOverdue(record, now)) {
    return act({ ...record, handed: null, since: now }, []);
  }
  const fitness = fitnessOf(from, observation);
  if (!fitness.fit) return hold(record, fitness.reason, isOverdue(record, now));
  return runEngine(input, due);
}
