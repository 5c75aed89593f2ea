/** One object of the cluster. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** One value that changes. */
export interface FieldChange {
  /** Pulumi's notation, such as `metadata.labels["istio.io/rev"]`. */
  readonly path: string;
  /** What lives now, absent where nothing does; never the value of a Secret. */
  readonly before?: unknown;
  /** What will, absent where the field goes. */
  readonly after?: unknown;
  /** Whether the source changed, or somebody changed the cluster. */
  readonly cause: 'edit' | 'drift';
}

/** What belongs together for a person who decides. */
export type PlanGroup =
  | { readonly type: 'revision'; readonly revision: string }
  | { readonly type: 'shared' }
  | { readonly type: 'gateways' }
  | { readonly type: 'rollout' };

/**
 * What happens to one object. `adopt`: it is there and becomes ours as it is. `forget`: it leaves the source and stays in the
 * cluster.
 */
export type ChangeOperation = 'create' | 'update' | 'delete' | 'adopt' | 'forget';

/** One object that does not stay as it is. */
export interface ObjectChange {
  readonly op: ChangeOperation;
  /** The engine's type, such as `kubernetes:core/v1:NamespacePatch` for a part of an object that somebody else owns. */
  readonly type: string;
  readonly object: ObjectRef;
  readonly group: PlanGroup;
  readonly fields: readonly FieldChange[];
  /** Whether all of it puts back what somebody changed or deleted in the cluster. */
  readonly isDrift: boolean;
  /** Other managers that give up what they own of it. */
  readonly yielding: readonly string[];
}

/** Why the plan must not be carried out as it is. */
export interface PlanProblem {
  readonly code:
    | 'conflict'
    | 'foreign'
    | 'in-place-edit'
    | 'differs'
    | 'protected'
    | 'reconciled'
    | 'refused'
    | 'removal'
    | 'replacement';
  readonly object: ObjectRef;
  readonly message: string;
  readonly next: string;
}

/** What a body is the body of. */
export function refOf(body: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string };
}): ObjectRef {
  const { apiVersion, kind } = body;
  const { namespace, name } = body.metadata;
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name };
}

/** `Deployment istio-system/istiod-1-31` */
export function refText({ kind, namespace, name }: ObjectRef): string {
  if (name === '') return kind;
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
