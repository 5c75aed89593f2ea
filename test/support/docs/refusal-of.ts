import { CommanderError, type Command } from 'commander';
import { createProgram } from '../../../lib/cli/main';

/** What a name in a sentence may leave out. */
const INCOMPLETE = ['commander.missingMandatoryOptionValue', 'commander.missingArgument'];

/**
 * What the command line would say against arguments, `null` where it would begin to do what they ask for. Nothing is done.
 * @param complete - `false` for a command that is only spoken of, which may lack what it cannot do without
 */
export function refusalOf(args: readonly string[], complete = true): string | null {
  const program = createProgram(args[0]);
  withoutEffect(program);
  try {
    program.parse(args, { from: 'user' });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return null;
    // A command that only holds others answers with its help.
    if (!complete && (INCOMPLETE.includes(error.code) || error.code === 'commander.help'))
      return null;
    return error.message;
  }
}

function withoutEffect(command: Command): void {
  command.exitOverride((error) => {
    throw error;
  });
  command.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  if (command.commands.length === 0) command.action(() => undefined);
  command.commands.forEach(withoutEffect);
}
