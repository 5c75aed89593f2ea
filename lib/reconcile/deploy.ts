import type { InspectedObject } from '../cluster/inspect-objects';
import type { RawObject } from '../cluster/raw-objects';
import type { Engine, EngineResult } from '../deploy/engine';
import type { MappedResource } from '../deploy/map-tree';
import { sourceDigest } from '../deploy/source-digest';
import { EMPTY_STACK } from '../deploy/stack-state';
import { inUse, type InUse } from '../rollout/in-use';
import type { Observation } from '../rollout/observation';
import { deployPlan, type DeployPlan } from './deploy-plan/deploy-plan';
import { DeployRefusedError } from './deploy-plan/deploy-refused-error';
import { inPlaceEdits, inPlaceProblems } from './deploy-plan/in-place-problems';
import type { ObjectChange, PlanProblem } from './deploy-plan/object-change';
import { resourceOf } from './deploy-plan/resource-of';
import { updateOf } from './update-of';
import { removalProblems, removals } from './deploy-plan/removal-problems';

/** The world as an update needs it. */
export interface DeployPorts {
  readonly engine: Engine;
  readonly inspect: (
    resources: readonly MappedResource[],
  ) => Promise<ReadonlyMap<string, InspectedObject>>;
  readonly observe: (revisions: readonly string[]) => Promise<Observation>;
  /** Revisions whose version a rollout changes now. @default none */
  readonly updated?: () => Promise<readonly string[]>;
  /** Lets managers give up what they own of an object. */
  readonly withdraw: (object: RawObject, managers: readonly string[]) => Promise<void>;
}

/** What is to be deployed, and what that means for the cluster as it is. */
export interface PlannedDeploy {
  readonly resources: readonly MappedResource[];
  readonly plan: DeployPlan;
  /** What was looked at to judge what is in use; `null` where nothing changes. */
  readonly observation: Observation | null;
}

/** How drift is treated: put back, or only told. */
export type DriftPolicy = 'correct' | 'report';

/** What is said of a revision where nobody looked. */
const NOT_LOOKED: InUse = { inUse: 'unknown', reasons: ['the cluster was not looked at'] };

/**
 * Compares a tree with the cluster and with what the stack remembers. Nothing is changed.
 * @param make - makes the tree, for the cluster as it is now
 * @param appliedDigest - digest of what is known to have been applied as a whole; where it is this very source and the cluster
 *   agrees, the stack is not even asked
 */
export async function planDeploy(
  make: () => Promise<readonly MappedResource[]>,
  ports: DeployPorts,
  appliedDigest: string | null = null,
): Promise<PlannedDeploy> {
  // Where the stack must be asked anyway, it is while the tree is made.
  const asked = appliedDigest === null ? ports.engine.state() : null;
  asked?.catch(() => undefined);
  const resources = await make();
  const digest = sourceDigest(resources);
  if (appliedDigest === digest) {
    const inspected = await ports.inspect(resources);
    const plan = deployPlan({ resources, inspected, state: EMPTY_STACK, digest });
    const isInPlace = plan.changes.length === 0 && plan.problems.length === 0;
    if (isInPlace)
      return {
        resources,
        plan: { ...plan, lost: [], isRemembered: true, isDone: true },
        observation: null,
      };
  }
  const [state, inspected] = await Promise.all([
    asked ?? ports.engine.state(),
    ports.inspect(resources),
  ]);
  const plan = deployPlan({ resources, inspected, state, digest });
  const observation =
    plan.changes.length === 0 ? null : await ports.observe(revisionsOf(plan.changes));
  const isEdited = inPlaceEdits(plan.changes).length > 0;
  const updated = isEdited ? await ports.updated?.() : [];
  const problems = [...plan.problems, ...editProblems(plan.changes, observation, updated)];
  return { resources, plan: { ...plan, problems }, observation };
}

/**
 * Refuses a source that would replace objects, take fields from others, or change a revision in use: what a person who runs
 * the engine by hand must not do by accident either. What the stack remembers is not needed for it.
 * @param updated - revisions whose version a rollout changes now
 *
 * @throws DeployRefusedError
 */
export async function requireSafe(
  resources: readonly MappedResource[],
  ports: Pick<DeployPorts, 'inspect' | 'observe'>,
  updated: readonly string[] = [],
): Promise<void> {
  const inspected = await ports.inspect(resources);
  const plan = deployPlan({ resources, inspected, state: EMPTY_STACK, digest: '' });
  const mended = plan.changes.filter(({ op }) => op === 'update');
  const edited = inPlaceEdits(mended).length > 0;
  const observation = edited ? await ports.observe(revisionsOf(mended)) : null;
  const problems = [...plan.problems, ...editProblems(mended, observation, updated)];
  if (problems.length > 0) throw new DeployRefusedError(problems);
}

/**
 * Carries a plan out. Nothing is begun while a problem stands; where nothing changes, the engine is not even started.
 *
 * @returns what the engine said, `null` where it had nothing to do
 * @throws DeployRefusedError
 */
export async function carryOut(
  { resources, plan }: PlannedDeploy,
  ports: DeployPorts,
  drift: DriftPolicy = 'correct',
): Promise<EngineResult | null> {
  const problems = standingProblems(plan);
  if (problems.length > 0) throw new DeployRefusedError(problems);
  if (isIdle(plan, drift)) return null;
  if (plan.lost.length > 0)
    await ports.engine.remember(resources.filter(({ key }) => plan.lost.includes(key)));
  const touched = drift === 'correct' ? plan.changes : plan.changes.filter(isEdit);
  await yieldFields(resources, touched, ports);
  return ports.engine.up(updateOf(resources, touched, plan, drift === 'correct'));
}

/** Whether there is nothing for the engine; drift that is only told is nothing either. */
function isIdle({ changes, lost, isRemembered, isDone }: DeployPlan, drift: DriftPolicy): boolean {
  if (isDone) return true;
  return drift === 'report' && isRemembered && lost.length === 0 && !changes.some(isEdit);
}

function isEdit({ isDrift }: ObjectChange): boolean {
  return !isDrift;
}

/** Lets other managers give up what they own of objects that change. */
export async function yieldFields(
  resources: readonly MappedResource[],
  changes: readonly ObjectChange[],
  { withdraw }: Pick<DeployPorts, 'withdraw'>,
): Promise<void> {
  for (const change of changes) {
    const body = resourceOf(change, resources)?.body;
    if (change.yielding.length > 0 && body !== undefined) await withdraw(body, change.yielding);
  }
}

/** Everything that keeps an update from beginning: only an adoption takes over what somebody else made. */
export function standingProblems({ problems, changes }: DeployPlan): PlanProblem[] {
  const foreign = changes
    .filter(({ op }) => op === 'adopt')
    .map(({ object }) => ({
      code: 'foreign' as const,
      object,
      message: 'it exists already and was made by somebody else',
      next: 'take the installation over with "istio-revisions adopt", or remove it',
    }));
  return [...problems, ...foreign];
}

function editProblems(
  changes: readonly ObjectChange[],
  observation: Observation | null,
  updated: readonly string[] = [],
): PlanProblem[] {
  const useOf = (revision: string): InUse =>
    observation === null ? NOT_LOOKED : inUse(revision, observation);
  return [
    ...inPlaceProblems(
      inPlaceEdits(changes),
      (revision) => useOf(revision).inUse !== 'no',
      updated,
    ),
    ...removalProblems(removals(changes), useOf),
  ];
}

function revisionsOf(changes: readonly ObjectChange[]): string[] {
  const revisions = changes.flatMap(({ group }) =>
    group.type === 'revision' ? [group.revision] : [],
  );
  return [...new Set(revisions)];
}
