import { isRolledOut } from '../gates/workloads';
import { injectedBy } from '../injected-by';
import { injectionLabels } from '../injection-labels';
import { podsOf } from '../look-up';
import type { NamespaceFact, Observation, PodFact, WorkloadFact } from '../observation';
import { versionOf } from '../patch/version-of';
import type { FrozenWave, RolloutRecord } from '../record';
import { tagProblem } from '../tags/tag-problem';
import { tagOf } from '../wave-members';
import { scopeOf } from '../wave-scope';
import { evictionDue, victimOf } from './eviction-due';
import { isWrong } from './is-wrong';
import { workloadKey } from './workload-key';

/** A workload of a wave that has pods which are on another revision than they belong on. */
export interface OpenWorkload {
  readonly key: string;
  readonly wave: string;
  readonly workload: WorkloadFact;
  readonly pods: readonly PodFact[];
  /** What its pods are, such as `injected by 1-30`. */
  readonly wrong: string;
  /** The number of the restart that it needs now; `null` while the last one replaces its pods. */
  readonly due: number | null;
  /** The pod that goes first, where pods are replaced by eviction. */
  readonly victim: PodFact | null;
}

/** The workloads of a wave that are not on a revision yet, and whose new pods it would inject, in the order of their names. */
export function openWorkloads(
  record: RolloutRecord,
  wave: FrozenWave,
  observation: Observation,
  revision: string,
): readonly OpenWorkload[] {
  const read = scopeOf(wave, observation);
  if (!read.known) return [];
  const { namespaces, workloads, pods } = read.scope;
  // Pods made anew in any other namespace would be injected by another revision again.
  const labelled = new Set(
    namespaces.filter((one) => leadsTo(one, wave, revision, observation)).map(({ name }) => name),
  );
  const mayRestart = (workload: WorkloadFact) =>
    wave.kind === 'gateway'
      ? isLeftByEngine(workload, revision, observation)
      : labelled.has(workload.namespace);
  return workloads
    .filter((workload) => mayRestart(workload) && workload.desired > 0)
    .flatMap((workload) => {
      const view = { record, wave: wave.name, at: observation.at, revision };
      return openOf(view, workload, podsOf(workload, pods)) ?? [];
    })
    .sort((a, b) => compare(nameOf(a.workload), nameOf(b.workload)));
}

/**
 * A gateway restarts when its pod template is changed by the engine, which names the revision. A patch changes it only where the
 * chart's own version is a part of it: else it is restarted like any other workload.
 */
function isLeftByEngine(
  workload: WorkloadFact,
  revision: string,
  { injectors }: Observation,
): boolean {
  if (versionOf(revision) === null || !injectors.known || !isRolledOut(workload)) return false;
  const { templateRev: rev } = workload;
  return injectedBy({ rev, injection: null }, injectors.value).revision === revision;
}

/** What the pods of a workload that a restart makes are marked with. */
export function stampOf({ attempt }: RolloutRecord, revision: string, count: number): string {
  return `${revision}.${attempt}.${count}`;
}

interface View {
  readonly record: RolloutRecord;
  readonly wave: string;
  /** When the pods were read, epoch milliseconds. */
  readonly at: number;
  readonly revision: string;
}

function openOf(view: View, workload: WorkloadFact, pods: readonly PodFact[]): OpenWorkload | null {
  const { record, wave, revision } = view;
  const wrong = pods.filter((pod) => isWrong(pod, revision));
  const [first] = wrong;
  if (first === undefined) return null;
  const key = workloadKey(workload);
  const count = record.restarts[key] ?? 1;
  const victim = workload.replacedBy === 'eviction' ? victimOf(workload, pods, wrong) : null;
  const due =
    workload.replacedBy === 'eviction'
      ? evictionDue(wrong, victim, { at: view.at, lastAt: record.restarting[key], count })
      : restartDue(workload, wrong, count, (number) => stampOf(record, revision, number));
  return {
    key,
    wave,
    workload,
    pods,
    wrong: first.revision === null ? 'without a sidecar' : `injected by ${first.revision}`,
    due,
    victim,
  };
}

function restartDue(
  workload: WorkloadFact,
  wrong: readonly PodFact[],
  count: number,
  stamp: (count: number) => string,
): number | null {
  if (workload.restart !== stamp(count)) return count;
  const isWrongAgain = isRolledOut(workload) && wrong.some((pod) => pod.restart === stamp(count));
  return isWrongAgain ? count + 1 : null;
}

/** A tag that moved leads nowhere until its new istiod has written its CA into it. */
function leadsTo(
  { labels }: NamespaceFact,
  wave: FrozenWave,
  revision: string,
  observation: Observation,
): boolean {
  const { injectors } = observation;
  const { rev, injection } = injectionLabels(labels);
  const tag = tagOf(wave);
  if (rev === revision && injection === null) return true;
  if (rev === tag && tag !== null && tagProblem(tag, revision, observation) !== null) return false;
  return injectors.known && injectedBy({ rev, injection }, injectors.value).revision === revision;
}

function nameOf({ namespace, name, kind }: WorkloadFact): string {
  return `${namespace}/${name}/${kind}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
