import { Command } from 'commander';
import { labCommand } from '../../lab/commands';
import packageJson from '../../package.json';
import { adoptCommand } from './commands/adopt';
import { alertRulesCommand } from './commands/alert-rules';
import { operatorCommand } from './commands/operator';
import { planCommand } from './commands/plan';
import { renderCommand } from './commands/render';
import { rolloutRunCommand } from './commands/rollout-run';
import { rolloutStatusCommand } from './commands/rollout-status';
import { upCommand } from './commands/up';
import { validateCommand } from './commands/validate';
import { EXIT } from './exit-code';

/** The `istio-revisions` command line. */
export function createProgram(): Command {
  const program = new Command('istio-revisions')
    .description(
      'Revision-based Istio upgrades: rendered, applied, moved in waves, rolled back by themselves.',
    )
    .version(packageJson.version);
  program.addCommand(renderCommand());
  program.addCommand(validateCommand());
  program.addCommand(planCommand());
  program.addCommand(upCommand());
  program.addCommand(adoptCommand());
  const rollout = new Command('rollout').description('drive and watch a rollout');
  rollout.addCommand(rolloutRunCommand());
  rollout.addCommand(rolloutStatusCommand());
  program.addCommand(rollout);
  program.addCommand(operatorCommand());
  program.addCommand(alertRulesCommand());
  program.addCommand(labCommand());
  refuseBadUsage(program);
  return program;
}

/** commander answers 1 for bad usage; here 1 means an error and 2 bad input. */
function refuseBadUsage(command: Command): void {
  command.showHelpAfterError('(add --help for the options and an example)');
  command.exitOverride((error) => {
    process.exit(error.exitCode === 0 ? EXIT.done : EXIT.badInput);
  });
  command.commands.forEach(refuseBadUsage);
}

/** Entry of the executable. */
export async function main(argv: readonly string[]): Promise<void> {
  await createProgram().parseAsync(argv);
}
