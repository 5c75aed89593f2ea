import { Command } from 'commander';
import { CliError } from '../cli-error';
import { withManual } from '../command-manual';
import { environmentsNamed } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { accessOf, accessText, exitCodeOf } from '../give-access';
import { runAction } from '../run-action';

interface RemoteSecretsOptions {
  readonly env: string;
  readonly previewOnly?: true;
  readonly adopt?: true;
  readonly json?: true;
}

/** `istio-revisions remote-secrets`: gives the istiods of a fleet access to each other's clusters, and renews it. */
export function remoteSecretsCommand(): Command {
  return withManual(
    new Command('remote-secrets')
      .description(
        'give the istiods of each cluster access to the others, and renew what ends soon; run it daily',
      )
      .requiredOption('--env <name>', 'a mesh over several clusters, such as multi')
      .option('--preview-only', 'show what is due and stop')
      .option('--adopt', 'replace secrets that somebody else made, such as istioctl')
      .option('--json', 'print what became of each as JSON; nothing secret is in it'),
    {
      examples: [
        'istio-revisions remote-secrets --env multi --preview-only',
        'istio-revisions remote-secrets --env multi',
      ],
      exits: {
        0: "all is there, or somebody else's",
        1: 'some could not be issued',
        2: 'bad input, or a mesh in one cluster',
      },
    },
  ).action((options: RemoteSecretsOptions) => runAction(() => remoteSecrets(options)));
}

async function remoteSecrets(options: RemoteSecretsOptions): Promise<ExitCode> {
  const environments = environmentsNamed(options.env);
  if (environments.length === 1)
    throw new CliError(
      `environment "${options.env}" is in one cluster; access is between those of a fleet`,
      EXIT.badInput,
    );
  const how = options.previewOnly === true ? 'plan' : 'issue';
  const asked = { now: new Date(), adopt: options.adopt === true };
  const reports = await accessOf(environments, asked, how);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(reports, null, 2)}\n`
      : `${reports.map(accessText).join('\n')}\n`,
  );
  return exitCodeOf(reports);
}
