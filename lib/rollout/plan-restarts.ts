import type { Action } from './action';
import { isRolledOut } from './gates/workloads';
import { injectedBy } from './injected-by';
import { injectionLabels } from './injection-labels';
import type { NamespaceFact, Observation, WorkloadFact } from './observation';
import type { FrozenWave, RestartCounts, RolloutRecord } from './record';
import type { GateResult } from './verdict';
import { isPodOf, scopeOf, type WaveScope } from './wave-scope';

/** How often a workload is restarted for one revision before that counts as failed. */
const MAX_RESTARTS = 3;

/** What has to be restarted. */
export interface RestartPlan {
  readonly actions: readonly Action[];
  /** With the numbers that changed; the same object when none did. */
  readonly restarts: RestartCounts;
  /** A workload whose pods are still wrong after the last restart it may have. */
  readonly exhausted: { readonly wave: string; readonly result: GateResult } | null;
}

/**
 * The restarts that bring the pods of namespace waves onto a revision. A workload is restarted only for a pod that is
 * wrong, and again only when a pod made by the last restart is: pods may lag behind the status of their workload, and the
 * injector may not have seen the new label yet. Gateways need none: their label is in the pod template.
 */
export function planRestarts(
  record: RolloutRecord,
  waves: readonly FrozenWave[],
  observation: Observation,
  revision: string,
): RestartPlan {
  const actions: Action[] = [];
  let restarts = record.restarts;
  let exhausted: RestartPlan['exhausted'] = null;
  for (const wave of waves) {
    if (wave.kind === 'gateway') continue;
    const read = scopeOf(wave, observation);
    if (!read.known) continue;
    const labelled = read.scope.namespaces.filter((one) => leadsTo(one, revision, observation));
    for (const workload of read.scope.workloads) {
      // Pods made anew in any other namespace would be injected by another revision again.
      if (!labelled.some(({ name }) => name === workload.namespace)) continue;
      const step = stepOf(record, workload, read.scope, revision);
      if (step === null) continue;
      if (step.count > MAX_RESTARTS) {
        exhausted ??= { wave: wave.name, result: exhaustedResult(workload, revision, step.wrong) };
        continue;
      }
      if (step.count > 1) restarts = { ...restarts, [keyOf(workload)]: step.count };
      actions.push(restartOf(workload, step, revision));
    }
  }
  return { actions, restarts: sameCounts(restarts, record.restarts), exhausted };
}

interface Step {
  readonly stamp: string;
  readonly count: number;
  readonly wrong: string;
}

/** The restart that a workload needs now, `null` when it needs none or one is under way. */
function stepOf(
  record: RolloutRecord,
  workload: WorkloadFact,
  scope: WaveScope,
  revision: string,
): Step | null {
  if (workload.desired === 0) return null;
  const wrong = scope.pods.filter(
    (pod) => isPodOf(workload, pod) && !pod.terminating && pod.revision !== revision,
  );
  const first = wrong[0];
  if (first === undefined) return null;
  const count = record.restarts[keyOf(workload)] ?? 1;
  const stamp = stampOf(record, revision, count);
  const describe = first.revision === null ? 'without a sidecar' : `injected by ${first.revision}`;
  if (workload.restart !== stamp) return { stamp, count, wrong: describe };
  const isWrongAgain = isRolledOut(workload) && wrong.some((pod) => pod.restart === stamp);
  if (!isWrongAgain) return null;
  return { stamp: stampOf(record, revision, count + 1), count: count + 1, wrong: describe };
}

function leadsTo({ labels }: NamespaceFact, revision: string, { injectors }: Observation): boolean {
  const { rev, injection } = injectionLabels(labels);
  if (rev === revision && injection === null) return true;
  return injectors.known && injectedBy({ rev, injection }, injectors.value).revision === revision;
}

function stampOf(record: RolloutRecord, revision: string, count: number): string {
  return `${revision}.${record.attempt}.${count}`;
}

function keyOf({ kind, namespace, name }: WorkloadFact): string {
  return `${kind}/${namespace}/${name}`;
}

function restartOf(workload: WorkloadFact, step: Step, revision: string): Action {
  const { kind, namespace, name, uid } = workload;
  const reason = `its pods are ${step.wrong}, they belong on ${revision}`;
  return { type: 'restart', kind, namespace, name, uid, stamp: step.stamp, reason };
}

function exhaustedResult(workload: WorkloadFact, revision: string, wrong: string): GateResult {
  const subject = `${workload.kind} ${workload.namespace}/${workload.name}`;
  return {
    gate: 'injection',
    verdict: 'Fail',
    namespace: workload.namespace,
    subject,
    value: `${wrong} after ${MAX_RESTARTS} restarts`,
    message: `pods of ${subject} are ${wrong} after ${MAX_RESTARTS} restarts, they belong on ${revision}`,
  };
}

function sameCounts(after: RestartCounts, before: RestartCounts): RestartCounts {
  const changed = Object.entries(after).some(([key, count]) => before[key] !== count);
  return changed ? after : before;
}
