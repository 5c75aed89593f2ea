import { mutantProblem } from '../../mutants/mutant-problem';
import { MUTANTS } from '../../mutants/mutants';

it('every mutant of the planner is still one: what it changes stands in the source, once', () => {
  expect(MUTANTS.flatMap((mutant) => mutantProblem(mutant) ?? [])).toEqual([]);
});
