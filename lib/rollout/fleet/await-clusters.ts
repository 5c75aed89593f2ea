import type { Decision } from '../action';
import { clockTime } from '../clock-time';
import { POLL_MS } from '../decide';
import type { RolloutRecord } from '../record';
import type { GateResult } from '../verdict';

/** The longest pause between two looks while other clusters move, in milliseconds: what has moved here is still judged. */
const LOOK_MS = 5 * POLL_MS;

/** Other clusters are waited for. */
export interface AwaitedClusters {
  /** Where the rollout stands here, such as `wave core is proved`. */
  readonly place: string;
  readonly reason: string;
  /** From when they are waited for, epoch milliseconds. */
  readonly since: number;
}

/**
 * Changes nothing and looks again, for as long as a person would be waited for: then the driver stops, and the next one goes on.
 */
export function awaitClusters(
  record: RolloutRecord,
  { reason, place, since }: AwaitedClusters,
  now: number,
  gates: readonly GateResult[],
): Decision {
  const until = since + record.plan.approvalSeconds * 1000;
  const status = `${place}; waits for other clusters: ${reason}`;
  const held = { by: 'other clusters', reason, since, until } as const;
  const told = { record, actions: [], gates, held };
  if (now < until) {
    const next = { type: 'continue', afterMs: Math.min(until - now, LOOK_MS) } as const;
    return { ...told, status: `${status}; until ${clockTime(until, now)}`, next };
  }
  const message = `${status}; run the rollout again to go on`;
  return { ...told, status, next: { type: 'stop', outcome: 'waiting', message } };
}
