import { injectedBy } from '../injected-by';
import { tagProblem } from '../tags/tag-problem';
import type { Invariant, RolloutStep } from './invariant';

/** No gap: a namespace is adopted only by a label with which the same revision injects it as before. */
export const adoptionIsNeutral: Invariant = {
  rule: 'S18',
  name: 'adopting changes nothing in effect',
  check,
};

function check({ before, observation, decision: { actions } }: RolloutStep): string | null {
  const { from } = before.plan;
  const { injectors } = observation;
  for (const action of actions) {
    if (action.type !== 'adopt') continue;
    const { name } = action.target;
    if (!injectors.known) return `${name} is adopted although injectors are unknown`;
    if (injectedBy(action.seen, injectors.value).revision !== from) {
      return `${name} is adopted although ${from} does not inject it`;
    }
    if (action.revision === from) continue;
    const problem = tagProblem(action.revision, from, observation);
    if (problem !== null) return `${name} is adopted although ${problem.message}`;
  }
  return null;
}
