/* eslint-disable @typescript-eslint/no-require-imports -- a command is loaded when it is asked for: most take longer to load than
   "render" takes as a whole */
import { Command } from 'commander';
import type * as Lab from '../../lab/commands';
import packageJson from '../../package.json';
import type * as Adopt from './commands/adopt';
import type * as AlertRules from './commands/alert-rules';
import type * as Completion from './commands/completion';
import type * as Dashboard from './commands/dashboard';
import type * as Destroy from './commands/destroy';
import type * as Explain from './commands/explain';
import type * as GrafanaDashboard from './commands/grafana-dashboard';
import type * as Init from './commands/init';
import type * as Operator from './commands/operator';
import type * as Plan from './commands/plan';
import type * as Precheck from './commands/precheck';
import type * as RemoteSecrets from './commands/remote-secrets';
import type * as Render from './commands/render';
import type * as RolloutExplain from './commands/rollout-explain';
import type * as RolloutRun from './commands/rollout-run';
import type * as RolloutSimulate from './commands/rollout-simulate';
import type * as RolloutStatus from './commands/rollout-status';
import type * as RolloutTell from './commands/rollout-tell';
import type * as Up from './commands/up';
import type * as Validate from './commands/validate';
import type * as Version from './commands/version';
import { EXIT } from './exit-code';

/** Every command, by its name. */
const COMMANDS: Readonly<Record<string, () => Command>> = {
  init: () => (require('./commands/init') as typeof Init).initCommand(),
  render: () => (require('./commands/render') as typeof Render).renderCommand(),
  validate: () => (require('./commands/validate') as typeof Validate).validateCommand(),
  explain: () => (require('./commands/explain') as typeof Explain).explainCommand(),
  precheck: () => (require('./commands/precheck') as typeof Precheck).precheckCommand(),
  plan: () => (require('./commands/plan') as typeof Plan).planCommand(),
  up: () => (require('./commands/up') as typeof Up).upCommand(),
  'remote-secrets': () =>
    (require('./commands/remote-secrets') as typeof RemoteSecrets).remoteSecretsCommand(),
  adopt: () => (require('./commands/adopt') as typeof Adopt).adoptCommand(),
  destroy: () => (require('./commands/destroy') as typeof Destroy).destroyCommand(),
  rollout: rolloutCommand,
  operator: () => (require('./commands/operator') as typeof Operator).operatorCommand(),
  dashboard: () => (require('./commands/dashboard') as typeof Dashboard).dashboardCommand(),
  'alert-rules': () => (require('./commands/alert-rules') as typeof AlertRules).alertRulesCommand(),
  version: () => (require('./commands/version') as typeof Version).versionCommand(),
  completion: () =>
    (require('./commands/completion') as typeof Completion).completionCommand(createProgram),
  'grafana-dashboard': () =>
    (require('./commands/grafana-dashboard') as typeof GrafanaDashboard).grafanaDashboardCommand(),
  lab: () => (require('../../lab/commands') as typeof Lab).labCommand(),
};

function rolloutCommand(): Command {
  const { rolloutRunCommand } = require('./commands/rollout-run') as typeof RolloutRun;
  const { rolloutSimulateCommand } =
    require('./commands/rollout-simulate') as typeof RolloutSimulate;
  const { rolloutStatusCommand } = require('./commands/rollout-status') as typeof RolloutStatus;
  const { rolloutExplainCommand } = require('./commands/rollout-explain') as typeof RolloutExplain;
  const { rolloutTellCommand } = require('./commands/rollout-tell') as typeof RolloutTell;
  const told = (['approve', 'pause', 'resume', 'rollback'] as const).map(rolloutTellCommand);
  return [
    rolloutRunCommand(),
    rolloutStatusCommand(),
    rolloutExplainCommand(),
    rolloutSimulateCommand(),
    ...told,
  ].reduce(
    (rollout, command) => rollout.addCommand(command),
    new Command('rollout').description('drive, watch and steer a rollout'),
  );
}

/**
 * The `istio-revisions` command line.
 * @param only - the one command that is asked for; all of them unless it is the name of one
 */
export function createProgram(only?: string): Command {
  const program = new Command('istio-revisions')
    .description(
      'Revision-based Istio upgrades: rendered, applied, moved in waves, rolled back by themselves.',
    )
    .version(packageJson.version);
  const asked = only !== undefined && Object.hasOwn(COMMANDS, only) ? [only] : undefined;
  for (const [name, command] of Object.entries(COMMANDS)) {
    if (asked?.includes(name) ?? true) program.addCommand(command());
  }
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
  await createProgram(argv[2]).parseAsync(argv);
}
