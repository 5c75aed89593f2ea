import type { Decision } from '../action';
import { borrowedNamespaces } from '../borrowed-namespaces';
import { act, hold, isOverdue, isStuck, POLL_MS, UNPROVED, type PhaseInput } from '../decide';
import type { RolloutRecord } from '../record';
import { unreferencedTags, withoutTags } from '../tags/unreferenced-tags';
import type { GateResult } from '../verdict';

/**
 * The end of the way back, once every pod is on `from` again: namespaces that were selected by `istio-injection` or by a
 * tag of somebody else get these labels back. They leave the tree first, so that no engine run writes our label once more; the
 * tags of ours that nothing is labelled with any more follow.
 */
export function giveBackLabels(input: PhaseInput, gates: readonly GateResult[]): Decision {
  const { record, observation, now } = input;
  // A rollout that goes on from here needs what it adopted.
  if (record.kept > 0) return act(rolledBack(record, now), [], gates);
  const borrowed = borrowedNamespaces(record, observation);
  if (!borrowed.known) return hold(record, borrowed.reason, isStuck(record, now), gates);
  const leaving = new Set(borrowed.value.map(({ target }) => target.uid));
  const staying = record.owned.namespaces.filter(({ uid }) => !leaving.has(uid));
  if (staying.length < record.owned.namespaces.length) {
    const owned = { ...record.owned, namespaces: staying };
    return act({ ...record, owned, since: now, ...UNPROVED }, [], gates);
  }
  if (leaving.size === 0) return giveUpTags(input, gates);
  if (isOverdue(record, now)) {
    const names = borrowed.value.map(({ target }) => target.name).join(', ');
    return hold(record, `the labels of ${names} do not stay as they were given back`, true, gates);
  }
  const actions = borrowed.value.map(({ target }) => ({
    type: 'restore' as const,
    target,
    reason: 'the labels that it had before the rollout',
  }));
  return { ...act(record, actions, gates), next: { type: 'continue', afterMs: POLL_MS } };
}

function giveUpTags(
  { record, observation, now }: PhaseInput,
  gates: readonly GateResult[],
): Decision {
  const left = unreferencedTags(record, observation);
  if (!left.known) return hold(record, left.reason, isStuck(record, now), gates);
  if (left.value.length === 0) return act(rolledBack(record, now), [], gates);
  const owned = withoutTags(record.owned, left.value);
  return act({ ...record, owned, since: now, ...UNPROVED }, [], gates);
}

function rolledBack(record: RolloutRecord, now: number): RolloutRecord {
  return {
    ...record,
    phase: 'rolled-back',
    released: record.kept,
    since: now,
    restarts: {},
    restarting: {},
  };
}
