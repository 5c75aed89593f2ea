import { GATE_MUTANTS } from './gate-mutants';
import { HAND_OVER_MUTANTS } from './hand-over-mutants';
import type { Mutant } from './mutant';
import { PROOF_MUTANTS } from './proof-mutants';
import { STEP_MUTANTS } from './step-mutants';

/** Bugs in the planner and its gates that people could make. Each must be found by a test. */
export const MUTANTS: readonly Mutant[] = [
  ...PROOF_MUTANTS,
  ...STEP_MUTANTS,
  ...GATE_MUTANTS,
  ...HAND_OVER_MUTANTS,
];
