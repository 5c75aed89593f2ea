/** What an engine was creating when it was killed. */
export interface PendingCreate {
  readonly urn: string;
  /** `kubernetes:<group|core>/<version>:<Kind>` */
  readonly type: string;
  /** Id that the provider would give: `<namespace>/<name>` or `<name>`. */
  readonly id: string;
}

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: {
    readonly metadata?: { readonly name?: string; readonly namespace?: string };
  };
}

interface Operation {
  readonly type: string;
  readonly resource: Resource;
}

interface Deployment {
  readonly resources?: readonly Resource[];
  readonly pending_operations?: readonly Operation[] | null;
}

/** A stack as `pulumi stack export` prints it. */
export interface ExportedStack {
  readonly deployment?: Deployment;
}

/** Whether a stack was left in the middle of something. */
export function hasPendingOperations(stack: ExportedStack): boolean {
  return operationsOf(stack).length > 0;
}

/** The creations that may or may not have happened. */
export function pendingCreates(stack: ExportedStack): PendingCreate[] {
  const known = new Set((stack.deployment?.resources ?? []).map(({ urn }) => urn));
  return operationsOf(stack)
    .filter(({ type, resource }) => type === 'creating' && !known.has(resource.urn))
    .filter(({ resource }) => resource.type.startsWith('kubernetes:'))
    .map(({ resource }) => ({ urn: resource.urn, type: resource.type, id: idOf(resource) }));
}

/**
 * The stack without unfinished operations. What was created although nobody wrote it down becomes a resource that the next
 * update sends once more and waits for; what was not is forgotten. Interrupted updates and deletions need nothing: the
 * next update does them again.
 * @param created - URNs of pending creations whose objects exist
 */
export function settlePending(stack: ExportedStack, created: ReadonlySet<string>): ExportedStack {
  const finished = operationsOf(stack)
    .map(({ resource }) => resource)
    .filter(({ urn }) => created.has(urn))
    .map((resource) => ({
      ...resource,
      id: idOf(resource),
      // The provider compares with what was sent, which it keeps under this name.
      outputs: { ...resource.inputs, __inputs: resource.inputs ?? {} },
      initErrors: ['the engine was killed before this object was ready'],
    }));
  const resources = [...(stack.deployment?.resources ?? []), ...finished];
  return { ...stack, deployment: { ...stack.deployment, resources, pending_operations: [] } };
}

function operationsOf({ deployment }: ExportedStack): readonly Operation[] {
  return deployment?.pending_operations ?? [];
}

function idOf({ inputs }: Resource): string {
  const { name = '', namespace } = inputs?.metadata ?? {};
  return namespace === undefined ? name : `${namespace}/${name}`;
}
