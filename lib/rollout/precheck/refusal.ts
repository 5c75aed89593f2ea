/** Why a rollout would not start, in the words of the one that refuses. */
export interface Refusal {
  readonly message: string;
  /** False where it could not be found out. */
  readonly known: boolean;
}
