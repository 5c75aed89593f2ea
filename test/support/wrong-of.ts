import type { Action, Decision } from '../../lib/rollout/action';
import { wait } from '../../lib/rollout/decide';
import { NO_MEMORY } from '../../lib/rollout/driver-memory';
import type { Invariant } from '../../lib/rollout/invariants/invariant';
import type { Observation } from '../../lib/rollout/observation';
import type { RolloutRecord } from '../../lib/rollout/record';
import { anObservation, aRecord, AT } from './rollout-builders';

/** What a decision is made from, and what it is; what is not said is as it is well. */
interface Step {
  readonly before?: RolloutRecord;
  readonly after?: Partial<RolloutRecord>;
  readonly actions?: readonly Action[];
  readonly seen?: Partial<Observation>;
  /** @default it waits */
  readonly next?: Decision['next'];
}

/** A made-up decision, and what an invariant has to say of it. */
export type Row = readonly [string, Invariant, Step, string | null];

/** What one invariant alone says of a decision. */
export function wrongOf(
  { check }: Invariant,
  { before = aRecord(), after, actions = [], seen, next }: Step,
): string | null {
  const record = after === undefined ? before : { ...before, ...after };
  const waiting = wait(record);
  const decision = { ...waiting, actions, next: next ?? waiting.next };
  return check({ before, observation: anObservation(seen), now: AT, memory: NO_MEMORY, decision });
}
