import type { MappedResource } from '../../deploy/map-tree';
import { sourceDigest } from '../../deploy/source-digest';
import type { DocumentPart } from '../../operator/document-part';
import type { EnvironmentVariables } from '../../operator/environment-layer';
import type { IstioOperator } from '../../operator/istio-operator';
import { digest as digestOf } from '../../rollout/digest';
import type { HealthCondition } from '../../rollout/health/health-condition';
import { inUse } from '../../rollout/in-use';
import { isLeaderLock } from '../../rollout/is-leader-lock';
import { namespacesIn } from '../../rollout/removal/namespaces-in';
import { isOwnObject } from '../../rollout/removal/own-object';
import { nameSome } from '../../rollout/name-some';
import type { Observation } from '../../rollout/observation';
import type { OperatorStatus } from '../../rollout/status/operator-status';
import type { Progress } from '../../rollout/status/progress';
import { readOperatorStatus } from '../../rollout/status/read-operator-status';
import { revisionStatus } from '../../rollout/status/revision-status';
import { refText } from '../deploy-plan/object-change';
import type { Deployer } from '../deployer';
import { failureOf } from '../failure-of';
import type { Findings, StatusReporter } from '../status-reporter';
import { EngineFailedError } from '../engine-failed-error';
import { finalizerDecision, shouldReconcile } from './operator-annotations';
import {
  baseOwner,
  describesRevision,
  documentOf,
  operatorKey,
  revisionOf,
  versionOf,
  type IstioOperatorObject,
} from './operator-documents';
import type { OperatorLog } from './operator-log';

/** The world as the reconciliation of one object needs it. */
export interface ObjectPorts {
  /** Every IstioOperator object that is known now. */
  readonly objects: () => readonly IstioOperatorObject[];
  readonly variables: EnvironmentVariables;
  /** @throws InvalidInputError, ChartsError or HelmError */
  readonly render: (document: IstioOperator, part: DocumentPart) => readonly MappedResource[];
  readonly deployer: (
    document: IstioOperator,
    part: DocumentPart,
    resources: readonly MappedResource[],
  ) => Deployer;
  /** Forgets the stack of an object whose revision is gone. */
  readonly removeStack: (document: IstioOperator) => Promise<void>;
  readonly health: (revision: string, namespace: string) => Promise<readonly HealthCondition[]>;
  readonly observe: (revision: string) => Promise<Observation>;
  readonly report: StatusReporter['report'];
  readonly holdFinalizer: (object: IstioOperatorObject, held: boolean) => Promise<void>;
  /** Whether this process may still write: it leads, and was not asked to stop. */
  readonly mayGoOn: () => boolean;
  readonly now: () => number;
  readonly log: OperatorLog;
}

/** How a turn ended. */
export type Turn =
  | {
      readonly type: 'done';
      /** Whether what it describes is as it should be; `null` while a person has it removed. */
      readonly ready: boolean | null;
      readonly requeueAfterMs: number | null;
    }
  /** What to write once it is known when the next attempt begins. */
  | { readonly type: 'failed'; readonly reason: string; readonly findings: Findings };

/** What is healthy is looked at again this often: drift that nobody announced is found then. */
const RESYNC_MS = 300_000;

/** What settles is looked at again this often, and what is unhealthy for longer, or in use, more rarely. */
const SETTLING_MS = 2_000;
const WAITING_MS = 15_000;

/** How long after an update a revision may take to get healthy before it counts as degraded. */
const SETTLE_LIMIT_MS = 120_000;

const NOTHING_FOUND = { health: null, revisions: null, retry: null } as const;

/** What the steps of one turn share. */
interface Context {
  readonly object: IstioOperatorObject;
  readonly ports: ObjectPorts;
  /** Istio version that the spec asks for, `null` when it cannot be told. */
  readonly version: string | null;
  /** The status that the object had before. */
  readonly before: OperatorStatus | null;
  readonly report: (findings: Findings) => Promise<OperatorStatus | null>;
}

/** A part of the document as objects. */
interface RenderedPart {
  readonly part: DocumentPart;
  readonly resources: readonly MappedResource[];
}

/**
 * One turn of one object: read, render, compare, apply, look at its health, and tell. It is idempotent: what is as it should
 * be is left alone, and a turn that was cut off anywhere is made again.
 */
export async function reconcileObject(
  object: IstioOperatorObject,
  ports: ObjectPorts,
): Promise<Turn> {
  const scope = shouldReconcile(object);
  if (scope.scope === 'none') {
    if (finalizerDecision(object, null).type === 'release')
      await ports.holdFinalizer(object, false);
    return { type: 'done', ready: true, requeueAfterMs: null };
  }
  const { namespace, name, generation } = object.metadata;
  const context: Context = {
    object,
    ports,
    version: versionOf(object, ports.variables),
    before: readOperatorStatus(object.status),
    report: (findings) => ports.report({ namespace, name, generation }, findings),
  };
  const rendered: { digest?: string } = {};
  try {
    if (object.metadata.deletionTimestamp !== undefined) return await remove(context);
    if (scope.scope === 'report') return await watchOnly(context, scope.message);
    return await bring(context, rendered);
  } catch (error) {
    return failed(context, error, rendered);
  }
}

/** Brings the cluster to what the object says. @param rendered - told what was rendered, should a later step fail */
async function bring(context: Context, rendered: { digest?: string }): Promise<Turn> {
  const { object, ports, before, report, version } = context;
  const document = documentOf(object, ports.objects());
  if (finalizerDecision(object, null).type === 'add') await ports.holdFinalizer(object, true);
  if (before?.observedGeneration !== object.metadata.generation)
    await report({ ...NOTHING_FOUND, progress: { at: 'rendering' }, version });
  const parts = partsOf(object, ports).map((part) => ({
    part,
    resources: ports.render(document, part),
  }));
  const digest = digestOf(parts.map(({ resources }) => sourceDigest(resources)));
  rendered.digest = digest;
  const changed = await applyParts(context, document, parts, digest);
  const last = changed ? undefined : before?.lastApplied;
  // Where nobody wrote down when it was applied, as after a crash, that was a moment ago.
  const settling = last === undefined || ports.now() - Date.parse(last.time) < SETTLE_LIMIT_MS;
  const found = await lookAt(context);
  const progress: Progress = { at: 'applied', digest, settling };
  const status = await report({ ...found, progress, version, retry: null });
  if (status?.phase === 'Ready') return { type: 'done', ready: true, requeueAfterMs: RESYNC_MS };
  return { type: 'done', ready: false, requeueAfterMs: settling ? SETTLING_MS : WAITING_MS };
}

/** Whether anything had to be applied. */
async function applyParts(
  { ports, before, report, version }: Context,
  document: IstioOperator,
  parts: readonly RenderedPart[],
  digest: string,
): Promise<boolean> {
  const isKnown = before?.lastApplied?.digest === digest;
  let changed = false;
  for (const { part, resources } of parts) {
    const deployer = ports.deployer(document, part, resources);
    const planned = await deployer.plan(isKnown ? sourceDigest(resources) : null);
    if (planned.plan.isDone) continue;
    requireLeader(ports);
    await report({ ...NOTHING_FOUND, progress: { at: 'applying', digest }, version });
    const result = await deployer.apply(planned);
    if (result?.ok === false) throw new EngineFailedError(result.diagnostics);
    changed = true;
    const changes = planned.plan.changes.map(({ op, object }) => `${op} ${refText(object)}`);
    ports.log.info('applied', { part, changes });
  }
  return changed;
}

/** Tells how it is while a person has stopped it. */
async function watchOnly(context: Context, message: string): Promise<Turn> {
  const found = await lookAt(context);
  const { report, version } = context;
  const progress: Progress = { at: 'paused', message };
  await report({ ...found, progress, version, retry: null });
  // A pause is meant, and nobody is called for it; that what runs gets sick is not.
  const ready = (found.health ?? []).every((one) => one.status === 'True');
  return { type: 'done', ready, requeueAfterMs: RESYNC_MS };
}

/** Refuses while the revision is in use or may be; then removes what it consists of, and lets the object go last. */
async function remove({ object, ports, report, version }: Context): Promise<Turn> {
  const revision = revisionOf(object);
  const observation = await ports.observe(revision);
  const decision = finalizerDecision(object, inUse(revision, observation));
  if (decision.type === 'none') return { type: 'done', ready: null, requeueAfterMs: null };
  const tell = (message: string) =>
    report({
      health: null,
      revisions:
        version === null ? null : [revisionStatus({ name: revision, version }, observation)],
      retry: null,
      progress: { at: 'deleting', message },
      version,
    });
  if (decision.type === 'refuse') {
    await tell(decision.message);
    return { type: 'done', ready: null, requeueAfterMs: WAITING_MS };
  }
  await tell(`removing revision ${revision}`);
  const { apiVersion, kind, metadata, spec = {} } = object;
  const document: IstioOperator = { apiVersion, kind, metadata, spec };
  const deployer = ports.deployer(document, 'nothing', []);
  requireLeader(ports);
  const result = await deployer.apply(await deployer.plan());
  if (result?.ok === false) throw new EngineFailedError(result.diagnostics);
  requireNothingLeft(revision, await ports.observe(revision));
  await ports.removeStack(document);
  await ports.holdFinalizer(object, false);
  ports.log.info('removed', { revision });
  return { type: 'done', ready: null, requeueAfterMs: null };
}

/** A stack that lost its memory removes nothing, and the object that names the revision must not go before it. */
function requireNothingLeft(revision: string, { revisionObjects }: Observation): void {
  if (!revisionObjects.known) throw new Error(revisionObjects.reason);
  // Leader locks are istiod's own and hold nothing; what only carries the label is not the stack's to remove.
  const found = revisionObjects.value[revision] ?? [];
  const left = found.filter(
    (name) => isOwnObject(revision, name, namespacesIn(found)) && !isLeaderLock(name),
  );
  if (left.length === 0) return;
  throw new Error(
    `revision ${revision} is not gone, since its stack had forgotten it: ${nameSome(left)}; ` +
      'delete these by hand, and the object goes',
  );
}

async function failed(
  context: Context,
  error: unknown,
  rendered: { readonly digest?: string },
): Promise<Turn> {
  const { ports, version } = context;
  // What was cut off by a stop has not failed; whoever leads next makes the turn again.
  if (!ports.mayGoOn()) return { type: 'done', ready: false, requeueAfterMs: null };
  const failure = failureOf(error);
  const { reason, message } = failure;
  ports.log.error('the turn failed', { reason, message });
  const progress: Progress = { at: 'failed', failure, ...rendered };
  const found = await lookAtWhatRuns(context);
  return { type: 'failed', reason, findings: { ...found, progress, version, retry: null } };
}

/** What was applied before runs on, whatever became of this turn; where it cannot be seen, nothing is said of it. */
async function lookAtWhatRuns(context: Context): Promise<Pick<Findings, 'health' | 'revisions'>> {
  if (context.before?.revisions === undefined) return NOTHING_FOUND;
  try {
    return await lookAt(context);
  } catch {
    return NOTHING_FOUND;
  }
}

async function lookAt({
  object,
  ports,
  version,
}: Context): Promise<Pick<Findings, 'health' | 'revisions'>> {
  if (!describesRevision(object)) return { health: [], revisions: [] };
  const revision = revisionOf(object);
  const [health, observation] = await Promise.all([
    ports.health(revision, object.metadata.namespace),
    ports.observe(revision),
  ]);
  return {
    health,
    revisions: [revisionStatus({ name: revision, version: version ?? '' }, observation)],
  };
}

/** The base goes before the revision, which needs its CRDs. A revision that the spec gives up goes too. */
function partsOf(object: IstioOperatorObject, { objects, variables }: ObjectPorts): DocumentPart[] {
  const owner = baseOwner(objects(), variables);
  const ownsBase = owner !== null && operatorKey(owner) === operatorKey(object);
  return [
    ...(ownsBase ? (['base'] as const) : []),
    describesRevision(object) ? 'revision' : 'nothing',
  ];
}

function requireLeader({ mayGoOn }: ObjectPorts): void {
  if (!mayGoOn()) throw new Error('stopped before the next write');
}
