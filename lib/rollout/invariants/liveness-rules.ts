/**
 * What a rollout always does, as long as somebody drives it. What one decision shows is an invariant like any other
 * (`INVARIANTS`); what only many of them show is looked up in their history (`HISTORY_RULES`).
 */
export const LIVENESS_RULES = {
  L1: 'arrival: from any state a rollout comes to an end, or stops and says why, and stays there',
  L2: 'no silent wait: what is waited for is named, and waited for no longer than its deadline',
  L3: 'independence: the way back needs neither metrics nor the new control plane',
  L4: 'retry: an attempt that went back leaves nothing that keeps the next one from its end',
  L5: 'kills: a driver that is killed anywhere is continued to the same end',
  L6: 'bounded work: no look and no write is repeated faster than something can have changed',
} as const;

/** A rule by its number. */
export type LivenessRule = keyof typeof LIVENESS_RULES;
