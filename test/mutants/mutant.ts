/** A bug, as a change to the source, and the claim that it breaks. */
export interface Mutant {
  /** Below `lib/rollout`. */
  readonly file: string;
  /** Occurs one time in the file. */
  readonly search: string;
  readonly replace: string;
  readonly claim: string;
}
