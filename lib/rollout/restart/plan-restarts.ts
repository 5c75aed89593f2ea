import type { Action } from '../action';
import { timedOut, type PhaseInput } from '../decide';
import { workloadProblem } from '../gates/workloads';
import type { Judged } from '../judge-waves';
import type { FrozenWave, RolloutRecord } from '../record';
import { targetFitness } from '../target-fitness';
import { updateRecord } from '../update-record';
import type { GateResult } from '../verdict';
import { namespaceNames } from '../wave-members';
import { openWorkloads, stampOf, type OpenWorkload } from './open-workloads';
import { restartsUnderWay, type RestartUnderWay } from './restarts-under-way';
import { roomForRestarts, type RoomForRestarts } from './room-for-restarts';
import { restartRoom, workloadsInTurn } from './workloads-in-turn';

/** How often a workload is restarted for one revision before that counts as failed. */
const MAX_RESTARTS = 3;

/** What has to be restarted now. */
export interface RestartPlan {
  readonly actions: readonly Action[];
  /** With the restarts that begin, and without those that are finished; the same object when nothing changed. */
  readonly record: RolloutRecord;
  /** A workload whose pods are still wrong after the last restart it may have. */
  readonly exhausted: Judged | null;
  /** A workload that did not get well in its time. */
  readonly late: Judged | null;
  /** Whether others wait for one that is under way to be well: the sooner that is seen, the sooner the next begins. */
  readonly isQueued: boolean;
  /** Why restarts that are due cannot begin. */
  readonly unfit: string | null;
}

type Input = Pick<PhaseInput, 'record' | 'observation' | 'now'>;
type Due = OpenWorkload & { readonly due: number };

/**
 * The restarts that bring the pods of namespace waves onto a revision: as many at once as the plan allows, in the order of
 * waves and names. A workload is restarted only for a pod that is wrong, and again only when a pod made by the last restart
 * is: pods may lag behind the status of their workload, and the injector may not have seen the new label yet. Gateways need
 * none where the engine changes their pod template. Where pods are replaced by eviction they go one at a time, each once the one
 * before is there again and ready. On the way forward nothing is restarted whose new pods would not come: it would be late,
 * though nothing is wrong with it. On the way back it is the first to come once there is room.
 */
export function planRestarts(
  { record, observation, now }: Input,
  waves: readonly FrozenWave[],
  revision: string,
): RestartPlan {
  const open = eachOnce(
    waves.flatMap((wave) => openWorkloads(record, wave, observation, revision)),
  );
  const underWay = new Map([
    ...open
      .filter(({ due }) => due === null)
      .map((one) => [one.key, beginningAt(one, now)] as const),
    ...restartsUnderWay(record, observation, revision, now),
  ]);
  const due = open.filter(isDue);
  const room = roomForRestarts(record, observation);
  const fitness = targetFitness(record, revision, observation);
  const occupied = [...underWay.values()].filter(({ late }) => !late);
  const waiting = due.filter(({ key }) => !underWay.has(key));
  const inTurn = workloadsInTurn(
    room.within(waiting, [...underWay.values()]),
    occupied.map(({ workload }) => workload),
    restartRoom(record.plan.restart, observation, revision),
  );
  // One that has begun goes on as it began: a killed driver may not have got to it.
  const starting = fitness.fit ? [...due.filter(({ key }) => underWay.has(key)), ...inTurn] : [];
  return {
    actions: starting.map((one) => restartOf(record, one, revision)),
    record: noted(record, underWay, starting, now),
    exhausted: firstOf(open.map((one) => exhaustedOf(one, revision))),
    late: firstOf([...underWay.values()].map((one) => lateOf(record, one, waves, revision, room))),
    isQueued: fitness.fit && inTurn.length < waiting.length,
    unfit: due.length > 0 && !fitness.fit ? fitness.reason : null,
  };
}

/** What moved ahead of its namespace is in the wave of that too. */
function eachOnce(open: readonly OpenWorkload[]): readonly OpenWorkload[] {
  const keys = new Set<string>();
  return open.filter(({ key }) => !keys.has(key) && keys.add(key));
}

function isDue(one: OpenWorkload): one is Due {
  return one.due !== null && one.due <= MAX_RESTARTS;
}

function beginningAt({ workload, pods }: OpenWorkload, now: number): RestartUnderWay {
  return { workload, pods, startedAt: now, late: false };
}

/** The deadline counts from the last restart that begins. */
function noted(
  record: RolloutRecord,
  underWay: ReadonlyMap<string, RestartUnderWay>,
  starting: readonly Due[],
  now: number,
): RolloutRecord {
  const anew = starting.filter(
    ({ key, due, victim }) =>
      victim !== null || !underWay.has(key) || due > (record.restarts[key] ?? 1),
  );
  const before = [...underWay].map(([key, { startedAt }]) => [key, startedAt] as const);
  const again = anew.filter(({ due }) => due > 1).map(({ key, due }) => [key, due] as const);
  return updateRecord(record, {
    restarting: Object.fromEntries([...before, ...anew.map(({ key }) => [key, now] as const)]),
    restarts: { ...record.restarts, ...Object.fromEntries(again) },
    since: anew.length > 0 ? now : record.since,
  });
}

function restartOf(
  record: RolloutRecord,
  { workload, wrong, due, victim }: Due,
  revision: string,
): Action {
  const { kind, namespace, name, uid, restart: seen } = workload;
  if (victim !== null) {
    const reason = `it is ${wrong}, it belongs on ${revision}, and its ${kind} replaces no pod by itself`;
    return { type: 'evict', kind, namespace, name, pod: victim.name, uid: victim.uid, reason };
  }
  const stamp = stampOf(record, revision, due);
  const reason = `its pods are ${wrong}, they belong on ${revision}`;
  return { type: 'restart', kind, namespace, name, uid, stamp, seen, reason };
}

function exhaustedOf(
  { wave, workload, wrong, due }: OpenWorkload,
  revision: string,
): Judged | null {
  if (due === null || due <= MAX_RESTARTS) return null;
  const subject = `${workload.kind} ${workload.namespace}/${workload.name}`;
  const result: GateResult = {
    gate: 'injection',
    verdict: 'Fail',
    namespace: workload.namespace,
    subject,
    value: `${wrong} after ${MAX_RESTARTS} restarts`,
    message: `pods of ${subject} are ${wrong} after ${MAX_RESTARTS} restarts, they belong on ${revision}`,
  };
  return { wave, result };
}

/** In a long queue a workload that does not get well is not waited for until everything else had its turn. */
function lateOf(
  record: RolloutRecord,
  { workload, pods, late }: RestartUnderWay,
  waves: readonly FrozenWave[],
  revision: string,
  room: RoomForRestarts,
): Judged | null {
  if (!late) return null;
  const problem = workloadProblem(workload, pods, revision);
  const wave = waves.findLast((one) => namespaceNames(one).includes(workload.namespace));
  if (problem === null || wave === undefined) return null;
  if (room.isHeld({ workload, pods, wave: wave.name })) return null;
  return { wave: wave.name, result: timedOut(problem, record) };
}

function firstOf(judged: readonly (Judged | null)[]): Judged | null {
  return judged.find((one) => one !== null) ?? null;
}
