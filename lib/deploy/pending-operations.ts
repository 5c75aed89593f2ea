/** Operations that an engine was at when it was killed, out of an exported stack. */
export interface PendingCreate {
  readonly urn: string;
  readonly type: string;
  /** Id that the provider would give: `<namespace>/<name>` or `<name>`. */
  readonly id: string;
}

interface Deployment {
  readonly deployment?: {
    readonly pending_operations?: readonly {
      readonly type: string;
      readonly resource: {
        readonly urn: string;
        readonly type: string;
        readonly inputs?: {
          readonly metadata?: { readonly name?: string; readonly namespace?: string };
        };
      };
    }[];
  };
}

/** Whether an exported stack was left in the middle of something. */
export function hasPendingOperations(exported: unknown): boolean {
  return ((exported as Deployment).deployment?.pending_operations ?? []).length > 0;
}

/** The creations that may or may not have happened. */
export function pendingCreates(exported: unknown): PendingCreate[] {
  return ((exported as Deployment).deployment?.pending_operations ?? [])
    .filter(({ type, resource }) => type === 'creating' && resource.type.startsWith('kubernetes:'))
    .map(({ resource }) => {
      const { name = '', namespace } = resource.inputs?.metadata ?? {};
      const id = namespace === undefined ? name : `${namespace}/${name}`;
      return { urn: resource.urn, type: resource.type, id };
    });
}
