import { nodeShortage } from '../capacity/node-shortage';
import { roomProblem, type Restartable } from '../capacity/room-problem';
import { podsOf } from '../look-up';
import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';
import { isWrong } from '../restart/is-wrong';
import { ownerKey, workloadKey } from '../restart/workload-key';
import type { GateResult } from '../verdict';
import { scopeOf, type WaveScope } from '../wave-scope';
import { pass, unreadable, type Gate } from './gate';

/** Its name, by which somebody may answer for it. */
export const CAPACITY_GATE = 'capacity';

/**
 * Passes when the new pods of every workload that is not on the revision yet can come. What has no room is no fault of the
 * revision, and going back would need the same room: it holds. Nodes alone hold nothing before a pod has found none: more of
 * them may come.
 */
export function capacityGate({ plan }: Pick<RolloutRecord, 'plan'>): Gate {
  return (wave, observation, revision) => {
    const read = scopeOf(wave, observation);
    if (!read.known) return unreadable(CAPACITY_GATE, `wave ${wave.name}`, read.reason);
    const open = openIn(read.scope, revision);
    const problems = open.flatMap((one) => {
      const problem = roomProblem(one, observation, plan.restart.waived);
      return problem === null ? [] : [{ ...one, problem }];
    });
    const first = problems.find(({ problem }) => problem.known) ?? problems[0];
    if (first === undefined) return room(wave.name, open, observation);
    const { workload, problem } = first;
    const { kind, namespace, name } = workload;
    const { value, message } = problem;
    const subject = `${kind} ${namespace}/${name}`;
    const verdict = problem.known ? 'Environment' : 'Error';
    return { gate: CAPACITY_GATE, verdict, namespace, subject, value, message };
  };
}

/** The workloads that have a pod on another revision, or one that no node takes. */
function openIn({ workloads, pods }: WaveScope, revision: string): readonly Restartable[] {
  const open = new Set(
    pods.filter((pod) => isWrong(pod, revision) || pod.unschedulable !== null).map(ownerKey),
  );
  if (open.size === 0) return [];
  return workloads
    .filter((workload) => open.has(workloadKey(workload)))
    .map((workload) => ({ workload, pods: podsOf(workload, pods) }));
}

function room(wave: string, open: readonly Restartable[], observation: Observation): GateResult {
  const short = nodeShortage(open, observation);
  if (short !== null) return pass(CAPACITY_GATE, 'nodes are short', short);
  const value = open.length === 0 ? 'nothing to restart' : `room for ${open.length}`;
  return pass(CAPACITY_GATE, value, `wave ${wave} has room for its new pods`);
}
