/** What the engine would do, or did, with one resource. */
export interface ResourceChange {
  /** Pulumi's operation: `same`, `create`, `update`, `delete`, `replace`, … */
  readonly op: string;
  /** `kubernetes:<group|core>/<version>:<Kind>` */
  readonly type: string;
  /** `<namespace>/<name>` or `<name>` */
  readonly name: string;
  /** Paths of the properties that change. */
  readonly diff: readonly string[];
}
