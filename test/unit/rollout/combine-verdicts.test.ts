import { combineVerdicts } from '../../../lib/rollout/combine-verdicts';
import type { Verdict } from '../../../lib/rollout/verdict';

describe('combineVerdicts', () => {
  const worstFirst: Verdict[] = ['Fail', 'Environment', 'Error', 'NoData', 'Inconclusive', 'Pass'];

  it.each(
    worstFirst.flatMap((worse, index) => worstFirst.slice(index).map((other) => [worse, other])),
  )('%s beats %s, whatever the order', (worse, other) => {
    expect(combineVerdicts([worse, other])).toBe(worse);
    expect(combineVerdicts([other, worse])).toBe(worse);
  });
});
