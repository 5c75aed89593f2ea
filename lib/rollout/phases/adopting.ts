import type { Decision } from '../action';
import { adoptNamespaces, labelText } from '../adopt-namespaces';
import {
  act,
  hold,
  isNewer,
  isOverdue,
  isStuck,
  POLL_MS,
  timedOut,
  turnBack,
  UNPROVED,
  wait,
  type PhaseInput,
} from '../decide';
import type { GatewayApiFact } from '../gateway-api/gateway-api-fact';
import { gatewayName } from '../gateway-api/gateway-name';
import { labelGateway } from '../gateway-api/label-gateway';
import { settling } from '../gateway-api/settling';
import { gatewayLabelText, pinGateways, type Pinning } from '../gateway-api/pin-gateways';
import type { NamespaceFact } from '../observation';
import type { RolloutRecord } from '../record';
import { unreferencedTags, withoutTags } from '../tags/unreferenced-tags';
import type { GateResult } from '../verdict';
import { tagsOf } from '../wave-members';

/**
 * Makes the label of every Gateway and namespace of the plan ours, at the value that it has in effect. Tags that nothing is labelled with
 * any more are given up then.
 */
export function adopting(input: PhaseInput): Decision {
  const { record, observation, now } = input;
  const toMove = record.plan.waves.slice(record.released);
  const adoption = adoptNamespaces(record, toMove, observation);
  if (adoption.kind === 'unknown') return hold(record, adoption.reason, isStuck(record, now));
  const pinning = pinGateways(record, toMove, observation);
  if (pinning.kind !== 'pinned') return pin(input, pinning);
  if (adoption.kind === 'adopted') {
    return isNewer(observation, record) ? takeOver(input, adoption.record) : wait(record);
  }
  const [first] = adoption.open;
  if (first !== undefined && isOverdue(record, now)) {
    const wave = first.wave.name;
    return turnBack(input, { wave, result: timedOut(resultOf(first.fact), record) });
  }
  const [changed] = adoption.changed;
  if (changed !== undefined) {
    const reason = `namespace ${changed.fact.name} was on ${changed.revision} when the rollout started and is not any more (${labelText(changed.fact)})`;
    return hold(record, reason, false);
  }
  if (adoption.astray !== null) return hold(record, adoption.astray, false);
  return {
    ...act(record, adoption.actions),
    next: { type: 'continue', afterMs: POLL_MS },
  };
}

/** Gateways come first: from then on no label of a namespace and no tag leads them anywhere. */
function pin(input: PhaseInput, pinning: Exclude<Pinning, { kind: 'pinned' }>): Decision {
  const { record, now } = input;
  if (pinning.kind === 'unknown') return hold(record, pinning.reason, isStuck(record, now));
  const { wave, fact, changed, action } = pinning;
  if (isOverdue(record, now)) {
    return turnBack(input, { wave: wave.name, result: timedOut(unpinned(fact), record) });
  }
  if (action === null) return wait(record, [settling(fact)]);
  return changed === null ? labelGateway(input, action) : hold(record, changed, false);
}

function takeOver({ record, observation, now }: PhaseInput, adopted: RolloutRecord): Decision {
  const left = unreferencedTags(adopted, observation);
  if (!left.known) return hold(record, left.reason, isStuck(record, now));
  const needed = tagsOf(record.plan.waves);
  const leaving = left.value.filter((tag) => !needed.includes(tag));
  return act(takenOver({ ...adopted, owned: withoutTags(adopted.owned, leaving) }, now), []);
}

function takenOver(record: RolloutRecord, now: number): RolloutRecord {
  const untouched = { restarts: {}, restarting: {} };
  return { ...record, phase: 'moving', since: now, ...UNPROVED, ...untouched };
}

function unpinned(fact: GatewayApiFact): GateResult {
  const subject = gatewayName(fact);
  return {
    gate: 'adopt',
    verdict: 'Inconclusive',
    namespace: fact.namespace,
    subject,
    value: gatewayLabelText(fact),
    message: `${subject} could not be pinned, its pods did not follow, or another tool writes its label`,
  };
}

function resultOf(fact: NamespaceFact): GateResult {
  return {
    gate: 'adopt',
    verdict: 'Inconclusive',
    namespace: fact.name,
    subject: `Namespace ${fact.name}`,
    value: labelText(fact),
    message: `namespace ${fact.name} could not be adopted, or another tool writes its labels`,
  };
}
