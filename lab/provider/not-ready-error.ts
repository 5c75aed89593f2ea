/**
 * An object that was written and then did not get ready: the engine keeps it in the state and tries again, for
 * `@pulumi/pulumi/provider` sends an error with an id as a partial failure.
 */
export class NotReadyError extends Error {
  override readonly name = 'NotReadyError';
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly reasons: readonly string[];

  constructor(id: string, properties: Readonly<Record<string, unknown>>, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(reason, { cause });
    this.id = id;
    this.properties = properties;
    this.reasons = [reason];
  }
}
