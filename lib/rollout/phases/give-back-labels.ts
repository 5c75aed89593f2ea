import type { Decision } from '../action';
import { borrowedNamespaces } from '../borrowed-namespaces';
import { act, hold, isOverdue, isStuck, POLL_MS, UNPROVED, wait, type PhaseInput } from '../decide';
import { labelGateway } from '../gateway-api/label-gateway';
import { borrowedGateways } from '../gateway-api/borrowed-gateways';
import { gatewayName } from '../gateway-api/gateway-name';
import { settling } from '../gateway-api/settling';
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
  // Where nothing was moved no gate has asked for them.
  const { pods } = observation;
  if (!pods.known) return hold(record, pods.reason, isStuck(record, now), gates);
  const borrowed = borrowedNamespaces(record, observation);
  if (!borrowed.known) return hold(record, borrowed.reason, isStuck(record, now), gates);
  const leaving = new Set(borrowed.value.map(({ target }) => target.uid));
  const staying = record.owned.namespaces.filter(({ uid }) => !leaving.has(uid));
  if (staying.length < record.owned.namespaces.length) {
    const owned = { ...record.owned, namespaces: staying };
    return act({ ...record, owned, since: now, ...UNPROVED }, [], gates);
  }
  if (leaving.size === 0) return giveBackGateways(input, gates);
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

/** After the namespaces, since theirs decides again where a Gateway had none; one at a time, since it replaces the pods. */
function giveBackGateways(input: PhaseInput, gates: readonly GateResult[]): Decision {
  const { record, observation, now } = input;
  const borrowed = borrowedGateways(record, observation);
  if (!borrowed.known) return hold(record, borrowed.reason, isStuck(record, now), gates);
  const [next] = [...borrowed.value.returning, ...borrowed.value.borrowed];
  if (next === undefined) return giveUpTags(input, gates);
  if (isOverdue(record, now)) {
    const reason = `${gatewayName(next)} does not get well with the label that it had before`;
    return hold(record, reason, true, gates);
  }
  if (borrowed.value.returning.length > 0) return wait(record, [...gates, settling(next)]);
  const reason = 'the label that it had before the rollout';
  return labelGateway(input, { type: 'unpin-gateway', target: next, reason }, gates);
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
