import type { Action } from '../rollout/action';
import { injectionLabels } from '../rollout/injection-labels';
import {
  FIELD_MANAGER,
  INJECTION_LABEL,
  ORIGINAL_ANNOTATION,
  REVISION_LABEL,
} from '../rollout/names';
import type { NamespaceTarget } from '../rollout/record';
import { moveGateway, pinGateway, unpinGateway } from './gateway-api';
import { istiodWorkload, revisionOfIstiods } from './istiod-workload';
import { Refused } from './refused';
import { namespaceOf } from './namespace-of';
import { setMoving } from './set-moving';
import type { SimNamespace, SimState, SimWorkload } from './sim-state';
import { pointTag } from './sim-tags';

/** Who holds a label that was given back: not the one that holds it during a rollout. */
const GIVER = `${FIELD_MANAGER}-adopt`;

/** Actions that go to the API server one by one; `apply` goes through the engine. */
export type SimAction = Exclude<Action, { type: 'apply' }>;

/**
 * Carries out one action as the actuator does, with its preconditions. What has no model here does not compile.
 * @throws Refused as the API server would
 */
export function carryOut(state: SimState, action: SimAction): void {
  switch (action.type) {
    case 'adopt':
      adopt(state, action);
      return;
    case 'relabel':
      relabel(state, action);
      return;
    case 'retag':
      retag(state, action);
      return;
    case 'restore':
      restore(state, action.target);
      return;
    case 'pin-gateway':
      pinGateway(state, action);
      return;
    case 'move-gateway':
      moveGateway(state, action);
      return;
    case 'unpin-gateway':
      unpinGateway(state, action);
      return;
    case 'restart':
      restart(state, action);
      return;
    case 'evict':
      evict(state, action);
      return;
    case 'cleanup':
      state.leases = state.leases.filter(
        (revision) => !action.objects.some((object) => object.endsWith(`-${revision}`)),
      );
      return;
    default:
      action satisfies never;
  }
}

/** Server-side apply of a namespace's revision label under our field manager, never forced. */
export function labelNamespace(
  state: SimState,
  target: { readonly name: string; readonly uid: string; readonly revision: string },
): void {
  const namespace = findNamespace(state, target);
  const others = namespace.managers.filter((manager) => manager !== FIELD_MANAGER);
  if (namespace.labels[REVISION_LABEL] !== target.revision && others.length > 0) {
    throw new Refused(`409: ${REVISION_LABEL} of ${target.name} belongs to ${others.join(', ')}`);
  }
  if (namespace.managers.includes(FIELD_MANAGER)) {
    if (namespace.labels[REVISION_LABEL] === target.revision) return;
  } else {
    namespace.managers.push(FIELD_MANAGER);
  }
  namespace.labels = { ...namespace.labels, [REVISION_LABEL]: target.revision };
  namespace.version += 1;
}

/** A namespace by name, if it is the one that was meant. @throws Refused */
function findNamespace(
  state: SimState,
  { name, uid }: { readonly name: string; readonly uid: string },
): SimNamespace {
  const found = namespaceOf(state, name);
  if (found === undefined) throw new Refused(`404: namespace ${name} does not exist`);
  if (found.uid !== uid) throw new Refused(`409: namespace ${name} has another uid`);
  return found;
}

/** Only while the label is what was looked at. */
function relabel(
  state: SimState,
  { target, revision, seen }: Extract<Action, { type: 'relabel' }>,
): void {
  const found = findNamespace(state, target).labels[REVISION_LABEL] ?? null;
  if (found !== seen && found !== revision) throw new Refused(labelledAnew(target.name));
  labelNamespace(state, { ...target, revision });
}

function labelledAnew(name: string): string {
  return `409: namespace ${name} was labelled anew since it was looked at`;
}

/** Both labels in one patch, refused where they are not what was looked at. */
function adopt(
  state: SimState,
  { target, seen, revision }: Extract<Action, { type: 'adopt' }>,
): void {
  const namespace = findNamespace(state, target);
  const { rev, injection } = injectionLabels(namespace.labels);
  if (rev !== seen.rev || injection !== seen.injection) {
    throw new Refused(labelledAnew(target.name));
  }
  const { [INJECTION_LABEL]: _injection, ...labels } = namespace.labels;
  namespace.labels = { ...labels, [REVISION_LABEL]: revision };
  namespace.annotations = {
    ...namespace.annotations,
    [ORIGINAL_ANNOTATION]: JSON.stringify(target.original),
  };
  namespace.managers = [FIELD_MANAGER];
  namespace.version += 1;
}

/** From where it was looked at only; one that is gone is made again. */
function retag(state: SimState, { tag, seen, revision }: Extract<Action, { type: 'retag' }>): void {
  const now = state.tags[tag] ?? null;
  if (now === revision) return;
  if (now !== seen) throw new Refused(`409: tag ${tag} was moved since it was looked at`);
  pointTag(state, tag, revision);
}

/** Only what carries our annotation. */
function restore(state: SimState, target: NamespaceTarget): void {
  const namespace = findNamespace(state, target);
  if (!(ORIGINAL_ANNOTATION in namespace.annotations)) return;
  const { [INJECTION_LABEL]: _injection, [REVISION_LABEL]: _rev, ...labels } = namespace.labels;
  const { rev, injection } = target.original;
  namespace.labels = {
    ...labels,
    ...(rev === null ? {} : { [REVISION_LABEL]: rev }),
    ...(injection === null ? {} : { [INJECTION_LABEL]: injection }),
  };
  const { [ORIGINAL_ANNOTATION]: _original, ...annotations } = namespace.annotations;
  namespace.annotations = annotations;
  namespace.managers = rev === null ? [] : [GIVER];
  namespace.version += 1;
}

/** A pod that is gone, or was made anew, is left alone. */
function evict(state: SimState, action: Extract<Action, { type: 'evict' }>): void {
  const pod = findWorkload(state, action)?.pods.find(({ uid }) => uid === action.uid);
  if (pod === undefined) return;
  pod.goneAt ??= state.now + state.timing.podStopMs;
  setMoving(state, action.namespace);
}

function findWorkload(
  state: SimState,
  { kind, namespace, name }: Pick<SimWorkload, 'kind' | 'namespace' | 'name'>,
): SimWorkload | undefined {
  return namespaceOf(state, namespace)?.workloads.find(
    (one) => one.kind === kind && one.name === name,
  );
}

/** One that is gone, or was made anew, is not restarted; the same stamp a second time changes nothing. */
function restart(state: SimState, action: Extract<Action, { type: 'restart' }>): void {
  const { kind, namespace, name, uid, seen, stamp } = action;
  const revision = revisionOfIstiods(state, action);
  const istiods = revision === null ? null : istiodWorkload(state, revision);
  const workload = findWorkload(state, action);
  const found = workload ?? istiods;
  if (found === null) throw new Refused(`404: ${kind} ${namespace}/${name}`);
  if (found.uid !== uid) throw new Refused(`409: ${kind} ${namespace}/${name} has another uid`);
  if (found.restart === stamp) return;
  if (found.restart !== seen)
    throw new Refused(
      `409: ${kind} ${namespace}/${name} was restarted anew since it was looked at`,
    );
  if (workload !== undefined) {
    workload.restart = stamp;
    workload.generation += 1;
    setMoving(state, namespace);
  } else if (revision !== null) {
    state.restarted = { ...state.restarted, [revision]: stamp };
  }
}
