import type { InUse } from '../../rollout/in-use';

/** Annotation of an IstioOperator that is looked at and reported on, but not acted on: any value but `false`. */
export const PAUSED_ANNOTATION = 'istio-revisions.dev/paused';

/** Annotation that names who applies an IstioOperator. */
export const MANAGED_BY_ANNOTATION = 'istio-revisions.dev/managed-by';

/** Value of {@link MANAGED_BY_ANNOTATION} on objects that `up` applies together with what they describe. */
const MANAGED_BY_STACK = 'stack';

/** Finaliser that keeps an IstioOperator until nothing needs its revision and its objects are removed. */
export const IN_USE_FINALIZER = 'istio-revisions.dev/in-use';

/** What these decisions need of an object. */
export interface OperatorObject {
  readonly metadata: {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
    readonly deletionTimestamp?: string;
  };
}

/** What the operator may do about an object. */
export type ReconcileScope =
  | { readonly scope: 'full' }
  /** Its status is written; nothing that it describes is changed, and neither is its finaliser. */
  | { readonly scope: 'report'; readonly reason: 'Paused'; readonly message: string }
  /** Not even its status is written: somebody else does. */
  | { readonly scope: 'none'; readonly reason: 'ManagedByStack'; readonly message: string };

/** What to do about the finaliser of an object. */
export type FinalizerDecision =
  | { readonly type: 'none' }
  | { readonly type: 'add' }
  /** It is being deleted and stays, with what its condition says. */
  | { readonly type: 'refuse'; readonly reason: 'InUse'; readonly message: string }
  /** Remove what it describes, and only once all of that is gone the finaliser. */
  | { readonly type: 'remove-objects' }
  /** Take the finaliser away and nothing else. */
  | { readonly type: 'release' };

/** What the operator may do about an object, by its annotations. */
export function shouldReconcile(object: OperatorObject): ReconcileScope {
  if (isOfStack(object)) {
    const message = '"istio-revisions up" applies this object together with what it describes';
    return { scope: 'none', reason: 'ManagedByStack', message };
  }
  const paused = object.metadata.annotations?.[PAUSED_ANNOTATION];
  if (paused === undefined || paused === 'false') return { scope: 'full' };
  const message = `nothing is changed while the annotation ${PAUSED_ANNOTATION} is set; remove it to go on`;
  return { scope: 'report', reason: 'Paused', message };
}

/**
 * What to do about the finaliser. An object that is being deleted stays while its revision is in use, and while it is not known
 * whether it is. One that was handed to `up` gives the finaliser back: nobody else would ever take it away.
 * @param inUse - what `inUse` of lib/rollout says of the object's revision; `null` means that nobody looked
 */
export function finalizerDecision(object: OperatorObject, inUse: InUse | null): FinalizerDecision {
  const isHeld = (object.metadata.finalizers ?? []).includes(IN_USE_FINALIZER);
  if (isOfStack(object)) return { type: isHeld ? 'release' : 'none' };
  if (object.metadata.deletionTimestamp === undefined) return { type: isHeld ? 'none' : 'add' };
  if (!isHeld) return { type: 'none' };
  if (inUse?.inUse === 'no') return { type: 'remove-objects' };
  return { type: 'refuse', reason: 'InUse', message: refusal(inUse) };
}

function isOfStack({ metadata }: OperatorObject): boolean {
  return metadata.annotations?.[MANAGED_BY_ANNOTATION] === MANAGED_BY_STACK;
}

function refusal(inUse: InUse | null): string {
  const reasons = [...new Set(inUse?.reasons ?? [])].sort().join('; ');
  if (inUse?.inUse === 'yes') {
    return `the revision is in use and is not removed: ${reasons}; move these to another revision`;
  }
  const why = reasons === '' ? 'the cluster was not looked at' : reasons;
  return `whether the revision is in use is not known, so it is not removed: ${why}`;
}
