import { podsOf } from '../look-up';
import type { PodFact, WorkloadFact } from '../observation';
import type { FrozenWave } from '../record';
import type { GateResult } from '../verdict';
import { scopeOf } from '../wave-scope';
import { pass, unreadable, type Gate } from './gate';

const GATE = 'workloads';

/** Passes when every workload of the wave is fully rolled out and ready, with no pod of an older generation left. */
export const workloadsGate: Gate = (wave, observation, revision) => {
  const read = scopeOf(wave, observation);
  if (!read.known) return unreadable(GATE, `wave ${wave.name}`, read.reason);
  const { workloads, pods, missingGateways } = read.scope;
  if (missingGateways[0] !== undefined) return absent(missingGateways[0]);
  for (const workload of workloads) {
    const problem =
      workloadProblem(workload, podsOf(workload, pods), revision) ?? fewProblem(wave, workload);
    if (problem !== null) return problem;
  }
  const count = workloads.length;
  return pass(GATE, `${count}/${count}`, `${count} workloads of wave ${wave.name} are ready`);
};

/**
 * What a gateway moves with, as its values have to say: with one, each node that goes takes the gateway with it, and a rollout could
 * not tell that from its own doing. An autoscaler gives a new Deployment one replica before it gives it these.
 */
export const FEWEST_REPLICAS = 2;

/** A whole generation of a gateway that is not scaled yet would pass with the one pod that it has. */
function fewProblem(wave: FrozenWave, workload: WorkloadFact): GateResult | null {
  const isWhole = wave.kind === 'gateway-api' || (wave.kind === 'gateway' && wave.scale === 100);
  const isInPlace =
    wave.kind === 'gateway' && wave.gateways.some(({ inPlace }) => inPlace === true);
  if (!isWhole || isInPlace || workload.desired >= FEWEST_REPLICAS) return null;
  return openProblem(workload, `${workload.desired} replicas, ${FEWEST_REPLICAS} at least`);
}

/** Whether a workload's newest generation is completely rolled out, by its own status. */
export function isRolledOut(workload: WorkloadFact): boolean {
  const { observed, desired, updated, ready, total } = workload;
  return observed && updated === desired && ready === desired && total === desired;
}

/** What a workload with these pods still lacks to be completely on a revision; `null` when nothing. */
export function workloadProblem(
  workload: WorkloadFact,
  pods: readonly PodFact[],
  revision: string,
): GateResult | null {
  const value = incompleteness(workload, pods, revision);
  return value === null ? null : openProblem(workload, value);
}

function openProblem(workload: WorkloadFact, value: string): GateResult {
  const subject = `${workload.kind} ${workload.namespace}/${workload.name}`;
  return {
    gate: GATE,
    verdict: 'Inconclusive',
    namespace: workload.namespace,
    subject,
    value,
    message: `${subject}: ${value}`,
  };
}

function incompleteness(
  workload: WorkloadFact,
  pods: readonly PodFact[],
  revision: string,
): string | null {
  const terminating = pods.filter((pod) => pod.terminating).length;
  if (isRolledOut(workload)) return terminating === 0 ? null : `${terminating} pods terminating`;
  const { observed, desired, updated, ready, total } = workload;
  if (!observed) return 'newest generation not seen by its controller yet';
  const moved = pods.filter(
    (pod) => pod.ready && !pod.terminating && pod.revision === revision,
  ).length;
  if (moved !== desired || ready !== desired)
    return `${Math.min(moved, ready)}/${desired} ready on ${revision}`;
  return updated !== desired
    ? `${updated}/${desired} of the newest generation`
    : `${total} pods, ${desired} wanted`;
}

function absent(gateway: string): GateResult {
  const subject = `Deployment ${gateway}`;
  return {
    gate: GATE,
    verdict: 'Inconclusive',
    namespace: gateway.split('/')[0] ?? '',
    subject,
    value: 'absent',
    message: `gateway ${subject} does not exist`,
  };
}
