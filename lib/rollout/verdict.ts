/**
 * The answer of a gate. Only `Pass` lets a wave advance, only `Fail` rolls back; the others hold.
 *
 * `Inconclusive`: not yet decided. `NoData`: the source answered without the thing asked for. `Error`: the source could
 * not be asked. `Environment`: something outside the wave is broken.
 */
export type Verdict = 'Pass' | 'Fail' | 'Inconclusive' | 'NoData' | 'Error' | 'Environment';

/** Some of all, such as the requests that failed of those that were counted. */
export interface Share {
  readonly bad: number;
  readonly all: number;
}

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
  /** What was counted, where a gate judges a share. */
  readonly counted?: Share;
  /** The same before the wave. */
  readonly baseline?: Share;
  /** Between which shares, from 0 to 1, the true one lies as surely as the gate asks for. */
  readonly bounds?: { readonly lower: number; readonly upper: number };
  /** The share that is allowed, from 0 to 1. */
  readonly limit?: number;
  /** PromQL of the counters behind `counted`: absolute values, compared between the ends of the window. */
  readonly query?: string;
  /** What was counted until now is no evidence for or against the wave: counting begins anew. */
  readonly recount?: true;
}
