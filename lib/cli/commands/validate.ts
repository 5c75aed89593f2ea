import { Command } from 'commander';
import { issueText } from '../../operator/issue';
import { checkInputs } from '../../render/check-inputs';
import { EXIT, type ExitCode } from '../exit-code';
import { addInputOptions, readInputs, type InputOptions } from '../input-options';
import { runAction } from '../run-action';

interface ValidateOptions extends InputOptions {
  readonly json?: true;
}

/** `istio-revisions validate`: every problem of IstioOperator documents. */
export function validateCommand(): Command {
  const command = new Command('validate').description(
    'print every problem of IstioOperator documents; exits 2 if one of them is an error',
  );
  return addInputOptions(command)
    .option('--json', 'print the problems as JSON')
    .addHelpText('after', '\nExample:\n  $ istio-revisions validate -f examples/iop-1-31.yaml\n')
    .action((options: ValidateOptions) => runAction(() => validate(options)));
}

async function validate(options: ValidateOptions): Promise<ExitCode> {
  const { issues, unchecked } = checkInputs(await readInputs(options), process.env);
  if (unchecked !== null)
    process.stderr.write(`what only rendering shows was not checked: ${unchecked}\n`);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(issues, null, 2)}\n`
      : issues.length === 0
        ? 'no problems\n'
        : `${issues.map(issueText).join('\n')}\n`,
  );
  return issues.some(({ severity }) => severity === 'error') ? EXIT.badInput : EXIT.done;
}
