/**
 * The answer of a gate. Only `Pass` lets a wave advance, only `Fail` rolls back; the others hold.
 *
 * `Inconclusive`: not yet decided. `NoData`: the source answered without the thing asked for. `Error`: the source could
 * not be asked. `Environment`: something outside the wave is broken.
 */
export type Verdict = 'Pass' | 'Fail' | 'Inconclusive' | 'NoData' | 'Error' | 'Environment';

/** What one gate found, about the first thing that keeps it from passing. */
export interface GateResult {
  readonly gate: string;
  readonly verdict: Verdict;
  readonly namespace: string;
  /** What was looked at, such as `Deployment shop/cart`. */
  readonly subject: string;
  /** The value found. */
  readonly value: string;
  /** A sentence for the operator. */
  readonly message: string;
  /** Undecided past the deadline it stops for a person; without it, it has failed then. */
  readonly patient?: true;
  /** A breach that one look alone does not prove: it has to be there at the next one too. */
  readonly confirm?: true;
}
