import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { stringify } from 'yaml';
import { parseIstioOperator } from '../../operator/parse-istio-operator';
import { renderOperator } from '../../render/render-operator';
import { CliError } from '../cli-error';
import { EXIT, type ExitCode } from '../exit-code';
import { runAction } from '../run-action';

/** `istio-revisions render`: an IstioOperator document as manifests. */
export function renderCommand(): Command {
  return new Command('render')
    .description(
      'print the objects of an IstioOperator document, as "istioctl manifest generate" does',
    )
    .requiredOption('-f, --file <path>', 'the IstioOperator document')
    .option('--json', 'print a JSON list')
    .addHelpText('after', '\nExample:\n  $ istio-revisions render -f examples/iop-1-31.yaml\n')
    .action((options: { file: string; json?: true }) =>
      runAction(() => Promise.resolve(render(options.file, options.json === true))),
    );
}

function render(file: string, json: boolean): ExitCode {
  const document = parseIstioOperator(readDocument(file), file);
  const { resolved, objects } = renderOperator(document, process.env);
  for (const gateway of resolved.omittedGateways) {
    process.stderr.write(
      `warning: gateway ${gateway} of the profile is not rendered: gateways belong to no revision, see the Gateway construct\n`,
    );
  }
  process.stdout.write(
    json
      ? `${JSON.stringify(objects, null, 2)}\n`
      : objects.map((object) => `---\n${stringify(object, { version: '1.1' })}`).join(''),
  );
  return EXIT.done;
}

/** Reads a document. @throws CliError (2) when there is no such file. */
export function readDocument(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError(
      `${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
      EXIT.badInput,
    );
  }
}
