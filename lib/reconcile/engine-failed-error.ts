/** The engine came to no good end; what it said is a line each. */
export class EngineFailedError extends Error {
  override readonly name = 'EngineFailedError';
  readonly diagnostics: readonly string[];

  constructor(diagnostics: readonly string[]) {
    super(diagnostics.join('\n'));
    this.diagnostics = diagnostics;
  }
}
