import { Command } from 'commander';
import { issueText } from '../../operator/issue';
import { checkIstioOperator } from '../../operator/parse-istio-operator';
import { EXIT, type ExitCode } from '../exit-code';
import { runAction } from '../run-action';
import { readDocument } from './render';

/** `istio-revisions validate`: every problem of an IstioOperator document. */
export function validateCommand(): Command {
  return new Command('validate')
    .description('print every problem of an IstioOperator document; exits 2 if there is any')
    .requiredOption('-f, --file <path>', 'the IstioOperator document')
    .option('--json', 'print the problems as JSON')
    .addHelpText('after', '\nExample:\n  $ istio-revisions validate -f examples/iop-1-31.yaml\n')
    .action((options: { file: string; json?: true }) =>
      runAction(() => Promise.resolve(validate(options.file, options.json === true))),
    );
}

function validate(file: string, json: boolean): ExitCode {
  const { issues } = checkIstioOperator(readDocument(file), file);
  process.stdout.write(
    json
      ? `${JSON.stringify(issues, null, 2)}\n`
      : issues.length === 0
        ? `${file}: no problems\n`
        : `${issues.map(issueText).join('\n')}\n`,
  );
  return issues.length === 0 ? EXIT.done : EXIT.badInput;
}
