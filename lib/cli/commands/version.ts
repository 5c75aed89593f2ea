import { Command } from 'commander';
import { providerText } from '../../deploy/provider-version';
import { withManual } from '../command-manual';
import { EXIT, type ExitCode } from '../exit-code';
import { readVersions, type Versions } from '../read-versions';
import { runAction } from '../run-action';

/** `istio-revisions version`: what a report of a problem has to name. */
export function versionCommand(): Command {
  return withManual(
    new Command('version')
      .description(
        'print the versions of this program and of what it runs, and of the Istio it supports',
      )
      .option('--json', 'print them as JSON'),
    {
      examples: ['istio-revisions version', 'istio-revisions version --json | jq -r .program'],
      exits: { 0: 'printed, also where a program is missing', 2: 'bad usage' },
    },
  ).action((options: { readonly json?: true }) => runAction(() => version(options.json === true)));
}

async function version(asJson: boolean): Promise<ExitCode> {
  const versions = await readVersions(process.env);
  process.stdout.write(
    asJson ? `${JSON.stringify(versions, null, 2)}\n` : `${lines(versions).join('\n')}\n`,
  );
  return EXIT.done;
}

function lines({ program, node, pulumi, helm, provider, istio }: Versions): string[] {
  return [
    `istio-revisions ${program}`,
    `Istio: ${istio.join(', ')}`,
    `Node: ${node}`,
    `Pulumi: ${pulumi ?? 'not found; install it, or set ISTIO_REVISIONS_BIN_PULUMI'}`,
    `Helm: ${helm ?? 'not found; the first render downloads it, or set ISTIO_REVISIONS_BIN_HELM'}`,
    providerText(provider),
  ];
}
