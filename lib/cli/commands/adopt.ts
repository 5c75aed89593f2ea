import { Command } from 'commander';
import { readForeignOperators } from '../../cluster/foreign-operators';
import { planAdoption, type Adoption } from '../../reconcile/adopt';
import { DeployRefusedError } from '../../reconcile/deploy-plan/deploy-refused-error';
import { refText } from '../../reconcile/deploy-plan/object-change';
import { CliError } from '../cli-error';
import { withManual } from '../command-manual';
import { openEnvironment } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { listenForInterrupt } from '../interrupt';
import { runAction } from '../run-action';

interface AdoptOptions {
  readonly env: string;
  readonly json?: true;
  readonly previewOnly?: true;
}

/** `istio-revisions adopt`: takes over an installation that istioctl or Helm made, without changing it. */
export function adoptCommand(): Command {
  return withManual(
    new Command('adopt')
      .description('take over an installation that istioctl or Helm made, changing nothing of it')
      .requiredOption(
        '--env <name>',
        'the environment that describes the installation, such as dev',
      )
      .option('--preview-only', 'show what would be taken over and stop')
      .option('--json', 'print the result as JSON'),
    {
      examples: ['istio-revisions adopt --env dev --preview-only'],
      exits: {
        0: 'taken over, shown, or nothing to take over',
        1: 'an error, or taken over but not as declared yet',
        2: 'bad input',
        5: 'refused while anything differs from the source, or another operator reconciles it',
      },
    },
  ).action((options: AdoptOptions) => runAction(() => adopt(options)));
}

async function adopt(options: AdoptOptions): Promise<ExitCode> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const interrupt = listenForInterrupt(() => say('stopping after the current step …'));
  try {
    const { deployer, client, provider } = openEnvironment(options.env, {
      onProgress: say,
      signal: interrupt.signal,
    });
    say(provider);
    const planned = await deployer.plan();
    const adoption = planAdoption(planned, await readForeignOperators(client));
    for (const line of lines(adoption)) say(line);
    if (options.previewOnly === true || adoption.adopted.length === 0)
      return print(options, adoption, false);
    await deployer.adopt(planned, adoption);
    await requireNoDifference(deployer);
    return print(options, adoption, true);
  } catch (error) {
    if (error instanceof DeployRefusedError) throw new CliError(error.message, EXIT.blocked);
    throw error;
  } finally {
    interrupt.dispose();
  }
}

async function requireNoDifference(
  deployer: ReturnType<typeof openEnvironment>['deployer'],
): Promise<void> {
  const { plan } = await deployer.plan();
  if (plan.changes.length === 0 && plan.problems.length === 0) return;
  const objects = plan.changes.map(({ op, object }) => `  ${op} ${refText(object)}`);
  throw new CliError(
    ['the installation is ours, but not as declared yet; "up" shows why:', ...objects].join('\n'),
    EXIT.error,
  );
}

function lines({ adopted, created }: Adoption): string[] {
  return [
    ...adopted.map(
      ({ object, yielding, fields }) =>
        `  take over ${refText(object)}` +
        (yielding.length === 0 ? '' : ` from ${yielding.join(', ')}`) +
        (fields.length === 0 ? '' : ', with its text for people as it is worded here'),
    ),
    ...created.map(({ object }) => `  create ${refText(object)}`),
  ];
}

function print(options: AdoptOptions, { adopted, created }: Adoption, done: boolean): ExitCode {
  if (options.json === true) {
    const names = (changes: Adoption['adopted']) => changes.map(({ object }) => refText(object));
    const printed = {
      environment: options.env,
      done,
      adopted: names(adopted),
      created: names(created),
    };
    process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
    return EXIT.done;
  }
  const counts = `${String(adopted.length)} taken over, ${String(created.length)} created`;
  process.stdout.write(
    adopted.length === 0
      ? `${options.env}: nothing to take over\n`
      : `${options.env}: ${done ? counts : `would be ${counts}`}\n`,
  );
  return EXIT.done;
}
