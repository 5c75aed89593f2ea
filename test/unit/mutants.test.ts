import { mutantProblem } from '../mutants/mutant-problem';
import { MUTANTS } from '../mutants/mutants';

// Not among the tests of the planner: it fails for every mutant, whatever the mutant does, and those are to be found by the others.
it('every mutant of the planner is still one: what it changes stands in the source, once', () => {
  expect(MUTANTS.flatMap((mutant) => mutantProblem(mutant) ?? [])).toEqual([]);
});
