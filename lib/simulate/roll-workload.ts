import { isQuotaFull } from './full-quota';
import { inject, isReady, isServing, type Injection } from './inject';
import type { SimPod, SimState, SimWorkload } from './sim-state';

/** One second in the life of a workload: its pods get ready, go, and are made anew as its controller does it. */
export function rollWorkload(state: SimState, workload: SimWorkload): void {
  for (const pod of workload.pods) getReady(state, pod);
  const living = workload.pods.filter(({ goneAt }) => goneAt === null);
  const old = living.filter(({ generation }) => generation !== workload.generation);
  const ready = living.filter(({ readyAt }) => readyAt !== null).length;
  const surges = workload.kind === 'Deployment';
  const spare = surges ? ready > workload.replicas : ready >= workload.replicas;
  const victim = followsTemplate(workload)
    ? old.find(({ readyAt }) => readyAt === null || spare)
    : null;
  if (victim) victim.goneAt = state.now + state.timing.podStopMs;
  const surplus = updatedOf(workload, living).slice(workload.replicas);
  for (const pod of surplus) pod.goneAt = state.now + state.timing.podStopMs;
  const left = living.filter(({ goneAt }) => goneAt === null);
  const updated = updatedOf(workload, left).length;
  const most = workload.replicas + (surges ? 1 : 0);
  const wanted = followsTemplate(workload) ? updated : left.length;
  if (wanted < workload.replicas && left.length < most) createPod(state, workload);
  removeGone(state, workload);
}

function updatedOf({ generation }: SimWorkload, pods: readonly SimPod[]): readonly SimPod[] {
  return pods.filter((pod) => pod.generation === generation);
}

/** Pods that were deleted are gone after a while. */
function removeGone(state: SimState, workload: SimWorkload): void {
  const isGone = ({ goneAt }: SimPod) => goneAt !== null && goneAt <= state.now;
  const gone = workload.pods.filter(isGone);
  if (gone.length === 0) return;
  if (state.traffic !== null) state.gone.push(...gone);
  workload.pods = workload.pods.filter((pod) => !isGone(pod));
}

/** Whether nothing about a workload changes by itself any more. */
export function isSettled(workload: SimWorkload): boolean {
  return (
    workload.pods.length === workload.replicas &&
    workload.pods.every(
      ({ generation, readyAt, goneAt }) =>
        (generation === workload.generation || !followsTemplate(workload)) &&
        readyAt !== null &&
        goneAt === null,
    )
  );
}

function followsTemplate({ unrestartable, replacedBy }: SimWorkload): boolean {
  return unrestartable === null && replacedBy === 'template';
}

/** A proxy without an istiod gets no certificate, and its pod does not get ready. */
function getReady(state: SimState, pod: SimPod): void {
  const { conditions, timing, now } = state;
  if (pod.readyAt !== null || pod.goneAt !== null || now < pod.createdAt + timing.podStartMs)
    return;
  const { neverReady } = conditions;
  if (neverReady?.namespace === pod.namespace && neverReady.revision === pod.revision) return;
  if (pod.revision !== null && !isServing(state, pod.revision)) return;
  pod.readyAt = now;
  const signer = state.istiods.find((one) => one.revision === pod.revision && isReady(state, one));
  if (signer !== undefined) signer.issued += 1;
}

function createPod(state: SimState, workload: SimWorkload): void {
  if (isQuotaFull(state, workload.namespace)) return;
  const injection = asSeenByInjector(state, workload, inject(state, workload));
  if (injection.type === 'refused') return;
  const revision = injection.type === 'injected' ? injection.revision : null;
  state.counter += 1;
  workload.pods.push({
    namespace: workload.namespace,
    name: `${workload.name}-${state.counter}`,
    uid: `uid-pod-${state.counter}`,
    workload: workload.name,
    kind: workload.kind,
    generation: workload.generation,
    revision,
    version: revision === null ? '' : (state.versions[revision] ?? ''),
    restart: workload.restart,
    createdAt: state.now,
    readyAt: null,
    goneAt: null,
  });
}

/** An injector learns of a new label by a watch, which may be late. */
function asSeenByInjector(state: SimState, workload: SimWorkload, now: Injection): Injection {
  const { conditions, from } = state;
  const isMoved = now.type === 'injected' && now.revision !== from;
  if (conditions.staleInjections === 0 || workload.templateRev !== null || !isMoved) return now;
  if (!isServing(state, from)) return now;
  conditions.staleInjections -= 1;
  return { type: 'injected', revision: from };
}
