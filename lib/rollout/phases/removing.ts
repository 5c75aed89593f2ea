import type { Decision } from '../action';
import { applyDue } from '../apply-due';
import {
  act,
  hold,
  isOverdue,
  isStuck,
  POLL_MS,
  turnBack,
  UNPROVED,
  wait,
  type PhaseInput,
} from '../decide';
import { awaitPerson } from '../commands/await-person';
import { commandToken } from '../commands/command-token';
import { isRemovalUnapproved, REMOVAL } from '../commands/removal-approval';
import { correctDrift } from '../drift-decision';
import { awaitClusters } from '../fleet/await-clusters';
import { servedHold } from '../fleet/served-hold';
import { inUse } from '../in-use';
import { judgeForward } from '../judge-forward';
import { removalPlan } from '../removal/removal-plan';
import { proveWaves } from '../prove-waves';
import type { RolloutRecord } from '../record';
import { statusOf } from '../status-of';
import type { GateResult } from '../verdict';
import { updateRecord } from '../update-record';
import { movedWaves } from '../wave-members';
import { verifyRemoved } from './verify-removed';

/** How far apart two scans are at least, in milliseconds. */
const SCAN_INTERVAL_MS = 2000;

/**
 * Removes `from` once two scans find it unused, and a person has approved it where one has to. Until then every wave keeps being
 * judged and can still turn back; from the moment it is retired there is no way back.
 */
export function removing(before: PhaseInput): Decision {
  const { from, to } = before.record.plan;
  if (before.record.retired.includes(from)) return verifyRemoved(before);
  const { judgement, record } = judgeForward(before);
  const input = { ...before, record };
  const { observation } = input;
  const waves = movedWaves(record);
  const { gates } = judgement;
  const proof = proveWaves(input, judgement);
  if (proof.kind === 'failed') return turnBack(input, proof, gates);
  const unclean = updateRecord(record, { cleanScans: [] });
  const due = applyDue(record, observation, [], `every wave is on ${to}`);
  if (due !== null)
    return correctDrift({ ...input, record: unclean }, due, waves.at(-1)?.name ?? '', gates);
  if (proof.kind === 'held') {
    const held = updateRecord(proof.record, { cleanScans: [] });
    return hold(held, proof.reason, proof.stuck, gates);
  }
  if (proof.kind === 'open') {
    return wait(updateRecord(proof.record, { cleanScans: [] }), gates);
  }
  return scan({ ...input, record: proof.record }, gates);
}

function scan({ record, observation, now }: PhaseInput, gates: readonly GateResult[]): Decision {
  const { from } = record.plan;
  const behind = servedHold(record, observation);
  if (behind !== null) {
    const awaited = { place: statusOf(record), reason: behind, since: record.since };
    return awaitClusters(updateRecord(record, { cleanScans: [] }), awaited, now, gates);
  }
  const usage = inUse(from, observation);
  if (usage.inUse !== 'no') {
    const what = usage.inUse === 'yes' ? 'is still in use' : 'may still be in use';
    const reason = `${from} ${what}: ${usage.reasons.join('; ')}`;
    return hold(updateRecord(record, { cleanScans: [] }), reason, isOverdue(record, now), gates);
  }
  const last = record.cleanScans.at(-1);
  if (last === undefined) {
    return wait({ ...record, cleanScans: [observation.at] }, gates, SCAN_INTERVAL_MS);
  }
  if (observation.at - last < SCAN_INTERVAL_MS) return wait(record, gates, POLL_MS);
  const removal = removalPlan(from, observation);
  if (!removal.known) return hold(record, removal.reason, isStuck(record, now), gates);
  if (isRemovalUnapproved(record)) return awaitApproval(record, last, now, gates);
  const retired = {
    cleanScans: [last, observation.at],
    removed: removal.value.removes.map(({ object }) => object),
    retired: [...record.retired, from],
    since: now,
    ...UNPROVED,
  };
  return act({ ...record, ...retired }, [], gates);
}

/** @param unused - since when nothing uses `from`, epoch milliseconds */
function awaitApproval(
  record: RolloutRecord,
  unused: number,
  now: number,
  gates: readonly GateResult[],
): Decision {
  const { from } = record.plan;
  const token = commandToken(record, { wave: REMOVAL });
  const what = `its removal waits for approval: rollout approve ${token}`;
  const awaits = { type: 'approval-needed', token } as const;
  const status = `nothing uses ${from}`;
  return awaitPerson(record, { status, what, awaits, since: unused }, now, gates);
}
