import type { ExitCode } from './exit-code';

/** An error whose message is all that the user needs; it ends the command with its code and no stack trace. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}
