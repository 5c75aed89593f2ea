import { messageOf } from '../../cluster/api-error';
import type { RecordStore } from '../../cluster/record-store';
import type { WatchedObject } from '../../cluster/watch-state';
import type { EnvironmentVariables } from '../../operator/environment-layer';
import type { Decision } from '../../rollout/action';
import { rolloutKey, type RolloutObject } from '../../rollout/object/rollout-object';
import type { RolloutFinding, RolloutStatus } from '../../rollout/object/rollout-status';
import { rolloutTask, type RolloutTask } from '../../rollout/object/rollout-task';
import type { Observation } from '../../rollout/observation';
import { rolloutReport, type RolloutReport } from '../../rollout/report/rollout-report';
import type { DrivenRollout } from '../drive-cluster';
import type { RolloutOutcome } from '../drive-rollout';
import { RolloutError } from '../rollout-error';
import type { StatusReporter } from '../status-reporter';
import { shouldReconcile } from './operator-annotations';
import {
  describesRevision,
  operatorKey,
  revisionOf,
  versionOf,
  type IstioOperatorObject,
} from './operator-documents';
import type { OperatorLog } from './operator-log';
import type { WorkResult } from './work-queue';

/** A RevisionRollout object as it is watched. */
export type WatchedRollout = WatchedObject & RolloutObject;

/** One look of the driver. */
export interface DriverLook {
  readonly decision: Decision;
  readonly observation: Observation;
}

/** What is driven, and by whose leave. */
export interface DriveRequest extends DrivenRollout {
  /** The Istio version of each revision that an IstioOperator object describes. */
  readonly versions: Readonly<Record<string, string>>;
  /** Asks the driver to stop at its next step. */
  readonly signal: AbortSignal;
  /** Told of each look; what it throws stops the driver. */
  readonly told: (look: DriverLook) => Promise<void>;
  readonly log: OperatorLog;
}

/** Where the driver of a process sits: there is room for one. */
export interface DriverSeat {
  /** Key of the object that is driven now. */
  readonly taken: () => string | null;
  /** @returns what asks its driver to stop */
  readonly take: (key: string) => AbortSignal;
  readonly leave: () => void;
}

/** The world as a turn of a RevisionRollout object needs it. */
export interface RolloutObjectPorts {
  /** Every RevisionRollout object that is known now. */
  readonly objects: () => readonly WatchedRollout[];
  /** The object as it is now, since a watch may be late; `null` when it is gone. */
  readonly read: (object: WatchedRollout) => Promise<WatchedRollout | null>;
  readonly documents: () => Promise<readonly IstioOperatorObject[]>;
  readonly variables: EnvironmentVariables;
  /** Whether it is known where a Prometheus is. */
  readonly metrics: boolean;
  readonly load: RecordStore['load'];
  /** @throws RolloutError as `driveCluster` does. */
  readonly drive: (request: DriveRequest) => Promise<RolloutOutcome>;
  readonly report: StatusReporter<RolloutFinding, RolloutStatus>['report'];
  /** Told of each report of a rollout that is driven. */
  readonly count: (key: string, report: RolloutReport) => void;
  readonly seat: DriverSeat;
  readonly now: () => number;
  readonly log: OperatorLog;
}

type Driving = Extract<RolloutTask, { type: 'drive' }>;

const DONE: WorkResult = { type: 'done' };

/** A driver that waited for a person as long as the rollout says begins to wait anew after this pause, in milliseconds. */
const WAITING_MS = 15_000;

/** A rollout of another process ends without a word to this one. */
const OTHER_MS = 60_000;

/**
 * One turn of one RevisionRollout object: decides what is to be done about it, and where that is to drive it, does so until the
 * rollout is over, which may take days. What is refused or fails is looked at again after a pause that grows.
 */
export async function reconcileRollout(
  known: WatchedRollout,
  ports: RolloutObjectPorts,
): Promise<WorkResult> {
  const object = await ports.read(known);
  if (object === null) return DONE;
  try {
    return await turn(object, ports);
  } catch (error) {
    return failed(object, error, ports);
  }
}

async function turn(object: WatchedRollout, ports: RolloutObjectPorts): Promise<WorkResult> {
  const { seat } = ports;
  const scope = shouldReconcile(object);
  if (scope.scope === 'report') {
    const message = `${scope.message}; until then nobody judges what has moved, and nothing goes back by itself`;
    await report(object, { type: 'paused', message }, ports);
    return DONE;
  }
  const [documents, { record }] = await Promise.all([ports.documents(), ports.load()]);
  const others = ports.objects().filter(({ metadata }) => metadata.uid !== object.metadata.uid);
  const revisions = documents.filter(describesRevision).map(revisionOf);
  const task = rolloutTask({
    object,
    objects: [object, ...others],
    record,
    driven: seat.taken(),
    means: { revisions, metrics: ports.metrics },
  });
  if (task.type === 'rest') return DONE;
  if (task.type === 'refuse') {
    const { reason, message } = task;
    await report(object, { type: 'refused', reason, message }, ports);
    return reason === 'OtherRollout'
      ? { type: 'done', requeueAfterMs: OTHER_MS }
      : { type: 'failed', reason: message };
  }
  // Nothing is awaited between the decision and this.
  const signal = seat.take(rolloutKey(object));
  try {
    return await drive(object, task, { documents, signal }, ports);
  } catch (error) {
    // An edit, a deletion, or another leader: whoever asked it to stop has something newer.
    if (signal.aborted) return DONE;
    throw error;
  } finally {
    seat.leave();
  }
}

/** Drives, and tells each look. Until the status names the rollout nothing goes on: by that a later process knows whose it is. */
async function drive(
  object: WatchedRollout,
  { spec, supersede, differences }: Driving,
  run: { readonly documents: readonly IstioOperatorObject[]; readonly signal: AbortSignal },
  ports: RolloutObjectPorts,
): Promise<WorkResult> {
  const { documents, signal } = run;
  const { log } = ports;
  const versions = versionsIn(documents, ports.variables);
  let isNamed = false;
  const outcome = await ports.drive({
    spec,
    supersede,
    versions,
    signal,
    log,
    told: async (look) => {
      const finding = findingOf(object, look, {
        differences,
        documents,
        versions,
        now: ports.now(),
      });
      ports.count(rolloutKey(object), finding.report);
      try {
        const status = await report(object, finding, ports);
        if (status === null) throw new Error('the object is gone');
        isNamed = true;
      } catch (error) {
        if (!isNamed) throw error;
        log.warn('the status could not be written', { reason: messageOf(error) });
      }
    },
  });
  log.info('the rollout stops', { outcome: outcome.outcome, status: outcome.message });
  if (outcome.outcome === 'waiting') return { type: 'done', requeueAfterMs: WAITING_MS };
  return outcome.outcome === 'blocked' ? { type: 'failed', reason: outcome.message } : DONE;
}

function findingOf(
  object: WatchedRollout,
  { decision, observation }: DriverLook,
  {
    differences,
    documents,
    versions,
    now,
  }: Pick<Driving, 'differences'> &
    Pick<DriveRequest, 'versions'> & {
      readonly documents: readonly IstioOperatorObject[];
      /** Epoch milliseconds. */
      readonly now: number;
    },
): Extract<RolloutFinding, { type: 'driven' }> {
  const name = rolloutKey(object);
  const { record } = decision;
  return {
    type: 'driven',
    report: rolloutReport({
      environment: { name, cluster: name, versions },
      record,
      started: true,
      observation,
      decision,
      driver: { held: true, message: 'the operator' },
      now,
    }),
    message: `${decision.status}${adviceAfter(decision, documents)}`,
    differences,
  };
}

/** What is left for a person: whose revision it is, removes it. */
function adviceAfter({ record }: Decision, documents: readonly IstioOperatorObject[]): string {
  const { from } = record.plan;
  const old = documents.find((one) => describesRevision(one) && revisionOf(one) === from);
  return record.phase === 'done' && old !== undefined
    ? `; delete IstioOperator ${operatorKey(old)} to remove ${from}: it goes once nothing uses it`
    : '';
}

function versionsIn(
  documents: readonly IstioOperatorObject[],
  variables: EnvironmentVariables,
): Record<string, string> {
  return Object.fromEntries(
    documents.filter(describesRevision).flatMap((document) => {
      const version = versionOf(document, variables);
      return version === null ? [] : [[revisionOf(document), version] as const];
    }),
  );
}

/** What failed is told; that it cannot be told is logged. */
async function failed(
  object: WatchedRollout,
  error: unknown,
  ports: RolloutObjectPorts,
): Promise<WorkResult> {
  const message = messageOf(error);
  const isRefused = error instanceof RolloutError && error.kind === 'bad-input';
  const finding: RolloutFinding = isRefused
    ? { type: 'refused', reason: 'InvalidSpec', message }
    : { type: 'failed', message };
  await report(object, finding, ports).catch((untold: unknown) => {
    ports.log.warn('the status could not be written', { reason: messageOf(untold) });
  });
  return { type: 'failed', reason: message };
}

function report(
  { metadata: { namespace, name, generation } }: WatchedRollout,
  finding: RolloutFinding,
  ports: RolloutObjectPorts,
): Promise<RolloutStatus | null> {
  return ports.report({ namespace, name, generation }, finding);
}
