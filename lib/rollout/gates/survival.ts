import { connectionsByProxy } from '../look-up';
import { istiodsOf, type IstiodPod } from '../istiods-of';
import type { Observation, PodFact } from '../observation';
import type { RolloutRecord } from '../record';
import { targetFitness } from '../target-fitness';
import type { GateResult } from '../verdict';
import { scopeOf } from '../wave-scope';
import { pass, undecided, unreadable } from './gate';
import { isRolledOut } from './workloads';

const GATE = 'survival';

/**
 * Passes when `from` serves again after its restart: every istiod of it was made by that restart and is ready, its injector is in
 * place, it signs with what the plan's namespaces trust, and every proxy that it has injected there is connected to one of
 * the new istiods.
 */
export function survivalGate(record: RolloutRecord, observation: Observation): GateResult {
  const { from } = record.plan;
  const subject = `istiod of ${from}`;
  const { roots, injectors } = observation;
  const read = istiodsOf(from, observation);
  if (!read.known) return unreadable(GATE, subject, read.reason);
  if (!injectors.known) return unreadable(GATE, `injector of ${from}`, injectors.reason);
  if (!roots.known) return unreadable(GATE, 'istio-ca-root-cert', roots.reason);
  return (
    restartProblem(record, read.value) ??
    fitnessProblem(record, observation, read.value) ??
    proxyProblem(record, observation) ??
    pass(GATE, 'restarted', `${from} serves again after a restart of its istiods`)
  );
}

function restartProblem(
  { plan: { from }, proof }: RolloutRecord,
  istiods: readonly IstiodPod[],
): GateResult | null {
  const subject = `istiod of ${from}`;
  if (istiods.length === 0) return open(subject, 'no pod', `${subject}: no pod`);
  const anew = istiods.filter(({ istiod, pod }) => istiod.ready && pod.restart === proof);
  const value = `${anew.length}/${istiods.length} anew and ready`;
  // One that was made and does not get ready is why the others stay.
  const unready = istiods.find(({ istiod, pod }) => pod.restart === proof && !istiod.ready)?.istiod;
  const late = unready ?? istiods.find((one) => !anew.includes(one))?.istiod;
  if (late !== undefined) {
    const what = late === unready ? 'is not ready' : 'is not replaced yet';
    return open(`Pod ${late.pod}`, value, `istiod ${late.pod} of ${from} ${what}`);
  }
  const unfinished = istiods
    .flatMap(({ workload }) => workload ?? [])
    .find((workload) => !isRolledOut(workload));
  if (unfinished === undefined) return null;
  const { kind, namespace, name } = unfinished;
  return open(
    `${kind} ${namespace}/${name}`,
    value,
    `${kind} ${namespace}/${name} is not completely restarted`,
  );
}

function fitnessProblem(
  record: RolloutRecord,
  observation: Observation,
  istiods: readonly IstiodPod[],
): GateResult | null {
  const { from } = record.plan;
  const silent = istiods.find(({ istiod }) => !istiod.servedRoot.known)?.istiod;
  if (silent?.servedRoot.known === false) {
    return unreadable(GATE, `istiod ${silent.pod}`, silent.servedRoot.reason);
  }
  const fitness = targetFitness(record, from, observation);
  return fitness.fit ? null : open(`istiod of ${from}`, 'not fit', fitness.reason);
}

/** Whether a proxy takes what it is sent is for the gates of its wave to say: it has to come back, no more. */
function proxyProblem(
  { plan, released }: RolloutRecord,
  observation: Observation,
): GateResult | null {
  const { from } = plan;
  const { istiods } = observation;
  if (!istiods.known) return unreadable(GATE, `istiod of ${from}`, istiods.reason);
  const own = istiods.value.filter(({ revision }) => revision === from);
  const connections = connectionsByProxy(own);
  const lost: PodFact[] = [];
  for (const wave of plan.waves.slice(released)) {
    const read = scopeOf(wave, observation);
    if (!read.known) return unreadable(GATE, `wave ${wave.name}`, read.reason);
    lost.push(
      ...read.scope.pods
        .filter(({ revision, ready, terminating }) => revision === from && ready && !terminating)
        .filter(({ name, namespace }) => !connections.has(`${name}.${namespace}`)),
    );
  }
  const [first] = lost;
  if (first === undefined) return null;
  const silent = own.find(({ proxies }) => !proxies.known);
  if (silent?.proxies.known === false) {
    return unreadable(GATE, `istiod ${silent.pod}`, silent.proxies.reason);
  }
  const pod = `${first.namespace}/${first.name}`;
  return {
    ...open(
      `Pod ${pod}`,
      `${lost.length} not connected`,
      `the proxy of pod ${pod} is not connected to any istiod of ${from} since its restart`,
    ),
    namespace: first.namespace,
  };
}

function open(subject: string, value: string, message: string): GateResult {
  return undecided(GATE, subject, value, message);
}
