import type { InspectedObject } from '../../cluster/inspect-objects';
import type { RawObject } from '../../cluster/raw-objects';
import type { MappedResource } from '../../deploy/map-tree';
import { SOURCE_OUTPUT, type StackState, type StateResource } from '../../deploy/stack-state';
import { fieldChanges } from './field-changes';
import { isOurs } from '../../rollout/is-ours';
import { yields } from './known-managers';
import {
  refOf,
  refText,
  type ObjectChange,
  type ObjectRef,
  type PlanProblem,
} from './object-change';
import { labelledRevisions, planGroup } from './plan-group';
import { reconciledBy } from './reconciled-by';

/** Everything an update would do, and everything that speaks against doing it. */
export interface DeployPlan {
  readonly changes: readonly ObjectChange[];
  /** Why it must not be carried out; what an edit in place means for revisions in use is judged apart. */
  readonly problems: readonly PlanProblem[];
  /** Keys of objects that exist and are ours, but which the stack does not know: its state was lost, or an engine was killed. */
  readonly lost: readonly string[];
  /** Whether somebody changed the cluster: the engine has to look at it. */
  readonly hasDrift: boolean;
  /** Whether the stack was updated as a whole before, and every object was seen ready. */
  readonly isSettled: boolean;
  /** Whether it was last updated from this very source, too. */
  readonly isRemembered: boolean;
  /** Whether the engine has nothing to do: nothing changes, and the stack already remembers this very source. */
  readonly isDone: boolean;
}

/** What a plan is made from. */
export interface PlanInput {
  readonly resources: readonly MappedResource[];
  readonly inspected: ReadonlyMap<string, InspectedObject>;
  readonly state: StackState;
  /** Digest of `resources`, as the stack's outputs would hold it. */
  readonly digest: string;
}

interface Verdict {
  readonly change?: ObjectChange;
  readonly problems: readonly PlanProblem[];
  readonly lost?: string;
}

/** Compares what should be with what lives and with what was sent last. Pure. */
export function deployPlan(input: PlanInput): DeployPlan {
  const { resources, state, digest } = input;
  const remembered = new Map(state.resources.map((one) => [keyOf(one), one]));
  const revisions = labelledRevisions([
    ...resources.map(({ body }) => body),
    ...state.resources.map(({ inputs }) => inputs),
  ]);
  const verdicts = resources.map((resource) =>
    judge(resource, inspectedOf(input, resource), recordOf(resource, remembered), revisions),
  );
  const wanted = new Set(resources.flatMap(keysOf));
  const leaving = state.resources
    .filter((one) => !wanted.has(keyOf(one)))
    .map((one) => leave(one, revisions));
  const all = [...verdicts, ...leaving];
  const changes = all.flatMap(({ change }) => (change === undefined ? [] : [change]));
  const lost = all.flatMap((verdict) => verdict.lost ?? []);
  const problems = all.flatMap((verdict) => verdict.problems);
  const source = state.outputs[SOURCE_OUTPUT];
  const isSettled =
    typeof source === 'string' && !state.resources.some(({ unsettled }) => unsettled);
  // Where nothing is wanted and nothing is remembered, no engine ever had to run.
  const isEmpty = resources.length + state.resources.length === 0;
  const isRemembered = isEmpty || (isSettled && source === digest);
  return {
    changes,
    problems,
    lost,
    hasDrift: changes.some(
      ({ isDrift, fields }) => isDrift || fields.some(({ cause }) => cause === 'drift'),
    ),
    isSettled,
    isRemembered,
    // What was refused is not as declared, whatever else is.
    isDone: changes.length + problems.length + lost.length === 0 && isRemembered,
  };
}

/** Under which names the stack may remember an object: the versions of its API are one object. */
function keysOf({ key, aliases, name }: MappedResource): string[] {
  return [key, ...aliases.map((type) => `${type}|${name}`)];
}

function recordOf(
  resource: MappedResource,
  remembered: ReadonlyMap<string, StateResource>,
): StateResource | null {
  const key = keysOf(resource).find((one) => remembered.has(one)) ?? '';
  return remembered.get(key) ?? null;
}

function judge(
  resource: MappedResource,
  inspected: InspectedObject,
  recorded: StateResource | null,
  revisions: readonly string[],
): Verdict {
  const object = refOf(resource.body);
  const { live, refusal, conflicts } = inspected;
  const { type } = resource;
  const base = {
    type,
    object,
    group: planGroup(resource, revisions),
    fields: [],
    isDrift: false,
    yielding: [],
  };
  if (refusal !== null) return { problems: [refused(object, refusal)] };
  if (live === null)
    return { change: { ...base, op: 'create', isDrift: recorded !== null }, problems: [] };
  const isPart = resource.type.endsWith('Patch');
  const fields = fieldChanges({
    kind: object.kind,
    live,
    applied: inspected.applied,
    recorded: recorded?.inputs ?? null,
    declared: resource.body,
  });
  const others = [...new Set(conflicts.map(({ manager }) => manager))].filter(
    (manager) => !isOurs(manager),
  );
  // A part of somebody else's object, such as the label of a namespace, is never taken from whoever set it.
  const foreign = others.filter((manager) => isPart || !yields(manager));
  if (foreign.length > 0) return { problems: [conflicting(object, inspected, foreign)] };
  const yielding = others.filter(yields);
  const isDrift = fields.length > 0 && fields.every(({ cause }) => cause === 'drift');
  const change = { ...base, fields, isDrift, yielding };
  if (recorded === null && !isPart) {
    if (!isKnownAsOurs(live))
      return adoption({ ...change, op: 'adopt', isDrift: false }, live, inspected.untried);
    return {
      ...(fields.length > 0 ? { change: { ...change, op: 'update' as const } } : {}),
      problems: [],
      lost: resource.key,
    };
  }
  return fields.length > 0
    ? { change: { ...change, op: 'update' }, problems: [] }
    : { problems: [] };
}

/** Whoever made it by hand gives up all of it; whoever goes on reconciling it must stop first. */
function adoption(change: ObjectChange, live: RawObject, untried: string | null): Verdict {
  if (untried !== null) {
    return {
      problems: [
        {
          code: 'refused',
          object: change.object,
          message: `it exists, and whether it is as declared could not be tried: ${untried}`,
          next: 'see to it that the write can be tried, and run it again',
        },
      ],
    };
  }
  const controller = reconciledBy(live);
  if (controller !== null) {
    return {
      problems: [
        {
          code: 'reconciled',
          object: change.object,
          message: `${controller} reconciles it, and would put back whatever is changed here`,
          next: `stop ${controller} from managing it first`,
        },
      ],
    };
  }
  const yielding = [...new Set(ownersOf(live))].filter(yields);
  return { change: { ...change, yielding }, problems: [] };
}

/** What the source no longer names. */
function leave(resource: StateResource, revisions: readonly string[]): Verdict {
  const object = refOf(resource.inputs as unknown as RawObject);
  const group = planGroup({ type: resource.type, body: resource.inputs }, revisions);
  const change = { type: resource.type, object, group, fields: [], isDrift: false, yielding: [] };
  if (resource.protect) {
    return {
      problems: [
        {
          code: 'protected',
          object,
          message:
            'it is protected, since the mesh would break or an address be lost without it, but no longer declared',
          next: `declare it again, or give it up with "pulumi state unprotect '${resource.urn}'": it stays in the cluster`,
        },
      ],
    };
  }
  const op = resource.retainOnDelete ? ('forget' as const) : ('delete' as const);
  return { change: { ...change, op }, problems: [] };
}

function refused(object: ObjectRef, refusal: string): PlanProblem {
  if (/immutable|cannot change|may not change/i.test(refusal)) {
    return {
      code: 'replacement',
      object,
      message: `it would have to be deleted and made anew: ${refusal}`,
      next: 'give what changes a new name beside the old one, such as a new revision, and remove the old one when it is unused',
    };
  }
  return {
    code: 'refused',
    object,
    message: refusal,
    next: 'correct the source, or grant what is missing, and run it again',
  };
}

function conflicting(
  object: ObjectRef,
  { conflicts }: InspectedObject,
  managers: readonly string[],
): PlanProblem {
  const fields = conflicts
    .filter(({ manager }) => managers.includes(manager))
    .map(({ manager, field }) => `${field} (${manager})`);
  return {
    code: 'conflict',
    object,
    message: `somebody else owns what would change: ${[...new Set(fields)].sort().join(', ')}`,
    next: `let ${managers.join(' and ')} give up these fields, or take them out of the source; nothing is forced`,
  };
}

/** Only who wrote an object as a whole owns more than single fields of it. */
function isKnownAsOurs(live: RawObject): boolean {
  return ownersOf(live).some(isOurs);
}

/** Managers of the object itself; who writes its status owns nothing of it. */
function ownersOf({ metadata }: RawObject): string[] {
  return (metadata.managedFields ?? [])
    .filter(({ subresource }) => subresource === undefined)
    .map(({ manager = '' }) => manager);
}

function inspectedOf({ inspected }: PlanInput, { key, body }: MappedResource): InspectedObject {
  const found = inspected.get(key);
  if (found === undefined) throw new Error(`${refText(refOf(body))} was not inspected`);
  return found;
}

function keyOf({ type, name }: StateResource): string {
  return `${type}|${name}`;
}
