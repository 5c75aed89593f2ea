import type { Decision } from '../action';
import { clockTime } from '../clock-time';
import { POLL_MS } from '../decide';
import type { RolloutRecord } from '../record';
import type { GateResult } from '../verdict';

/** The longest pause between two looks while a person is waited for, in milliseconds: what has moved is still judged. */
const LOOK_MS = 5 * POLL_MS;

/** Somebody is waited for. Times are epoch milliseconds. */
export interface Awaited {
  /** Where the rollout stands, such as `wave 2/4 canary is proved`. */
  readonly status: string;
  /** What is waited for, and how it is said, such as `core waits for approval: rollout approve 7f3c9a12.1/core`. */
  readonly what: string;
  readonly awaits: NonNullable<Decision['awaits']>;
  readonly since: number;
}

/** Changes nothing and looks again, until a person has had their time: then the driver stops, and says what it waits for. */
export function awaitPerson(
  record: RolloutRecord,
  { status, what, awaits, since }: Awaited,
  now: number,
  gates: readonly GateResult[],
): Decision {
  const until = since + record.plan.approvalSeconds * 1000;
  const held = { by: 'a person', reason: what, since, until } as const;
  const told = { record, actions: [], gates, held, awaits };
  if (now < until) {
    const next = { type: 'continue', afterMs: Math.min(until - now, LOOK_MS) } as const;
    return { ...told, status: `${status}; until ${clockTime(until, now)} ${what}`, next };
  }
  const message = `${status}; ${what}; run the rollout again to go on`;
  return {
    ...told,
    status: `${status}; ${what}`,
    next: { type: 'stop', outcome: 'waiting', message },
  };
}
