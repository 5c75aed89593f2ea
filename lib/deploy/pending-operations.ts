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
  /** It was deleted to be made anew. */
  readonly pendingReplacement?: boolean;
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

/** A resource with one of these is sent again, whether it differs or not. */
const initErrors = ['the engine was killed before this object was ready'];

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
  const kept = (stack.deployment?.resources ?? []).filter((one) => one.pendingReplacement !== true);
  const known = new Set(kept.map(({ urn }) => urn));
  return operationsOf(stack)
    .filter(({ type, resource }) => type === 'creating' && !known.has(resource.urn))
    .filter(({ resource }) => resource.type.startsWith('kubernetes:'))
    .map(({ resource }) => ({ urn: resource.urn, type: resource.type, id: idOf(resource) }));
}

/**
 * The stack without unfinished operations. What was created although nobody wrote it down becomes a resource that the next
 * update sends once more and waits for; what was not is forgotten. What was being updated is sent once more too: the source
 * may have gone back to what the state still says. Deletions need nothing: the next update does them again.
 *
 * The provider does not miss what it would have written beside the inputs: it takes over what its own creation owns under
 * whatever name it applies next.
 * @see https://github.com/pulumi/pulumi-kubernetes/blob/v4.32.0/provider/pkg/await/await.go (fixCSAFieldManagers)
 * @param created - URNs of pending creations whose objects exist
 */
export function settlePending(stack: ExportedStack, created: ReadonlySet<string>): ExportedStack {
  const operations = operationsOf(stack);
  const known = stack.deployment?.resources ?? [];
  const updating = urnsOf(operations.filter(({ type }) => type === 'updating'));
  const finished = new Map(
    operations
      .filter(({ type, resource }) => type === 'creating' && created.has(resource.urn))
      .map(({ resource }) => [resource.urn, asCreated(resource)]),
  );
  const settled = known.map(
    // A replacement stays in the place of what it replaces: others there depend on it.
    (one) => finished.get(one.urn) ?? (updating.has(one.urn) ? { ...one, initErrors } : one),
  );
  for (const { urn } of known) finished.delete(urn);
  const resources = [...settled, ...finished.values()];
  return { ...stack, deployment: { ...stack.deployment, resources, pending_operations: [] } };
}

function asCreated(resource: Resource) {
  return {
    ...resource,
    id: idOf(resource),
    // The provider compares with what was sent, which it keeps under this name.
    outputs: { ...resource.inputs, __inputs: resource.inputs ?? {} },
    initErrors,
  };
}

function urnsOf(operations: readonly Operation[]): ReadonlySet<string> {
  return new Set(operations.map(({ resource }) => resource.urn));
}

function operationsOf({ deployment }: ExportedStack): readonly Operation[] {
  return deployment?.pending_operations ?? [];
}

function idOf({ inputs }: Resource): string {
  const { name = '', namespace } = inputs?.metadata ?? {};
  return namespace === undefined ? name : `${namespace}/${name}`;
}
