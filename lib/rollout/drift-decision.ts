import type { Decision } from './action';
import type { ApplyDue } from './apply-due';
import { isOverdue, timedOut, turnBack, type PhaseInput } from './decide';
import { withoutPass } from './prove-waves';
import { runEngine } from './run-engine';
import type { GateResult } from './verdict';

/**
 * Brings a drifted cluster back in line with a position that was applied before. A cluster that does not stay in line
 * until the deadline is a failure: somebody else writes the same objects.
 */
export function correctDrift(
  input: PhaseInput,
  due: ApplyDue,
  wave: string,
  gates: readonly GateResult[],
): Decision {
  const { record, now } = input;
  if (record.passingSince === null && isOverdue(record, now)) {
    return turnBack(input, { wave, result: timedOut(driftResult(due), record) }, gates);
  }
  return runEngine({ ...input, record: withoutPass(record, now) }, due, gates);
}

function driftResult({ action }: ApplyDue): GateResult {
  const [kind = '', name = ''] = (action.expect.at(-1) ?? '').split(' ');
  return {
    gate: 'labels',
    verdict: 'Inconclusive',
    namespace: kind === 'Namespace' ? name : (name.split('/')[0] ?? ''),
    subject: `${kind} ${name}`,
    value: 'differs from the position',
    message: `${action.reason}, although it was applied`,
  };
}
