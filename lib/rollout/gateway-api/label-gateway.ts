import type { Action, Decision } from '../action';
import { act, POLL_MS, type PhaseInput } from '../decide';
import { workloadKey } from '../restart/workload-key';
import type { GateResult } from '../verdict';

type Labelling = Extract<Action, { type: 'pin-gateway' | 'unpin-gateway' }>;

/** Labels one Gateway without moving it to another revision. That replaces its pods, so it has the time of a restart from the first try on. */
export function labelGateway(
  { record, now }: Pick<PhaseInput, 'record' | 'now'>,
  action: Labelling,
  gates: readonly GateResult[] = [],
): Decision {
  const { namespace, deployment: name } = action.target;
  const key = workloadKey({ kind: 'Deployment', namespace, name });
  const begun = { restarting: { ...record.restarting, [key]: now }, since: now };
  const noted = key in record.restarting ? record : { ...record, ...begun };
  return { ...act(noted, [action], gates), next: { type: 'continue', afterMs: POLL_MS } };
}
