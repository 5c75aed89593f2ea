import { Command } from 'commander';
import { InvalidInputError, issueText, type Issue } from '../../operator/issue';
import { checkInputs } from '../../render/check-inputs';
import { withManual } from '../command-manual';
import { EXIT, type ExitCode } from '../exit-code';
import { addInputOptions, readInputs, type InputOptions } from '../input-options';
import { runAction } from '../run-action';

interface ValidateOptions extends InputOptions {
  readonly json?: true;
}

/** `istio-revisions validate`: every problem of IstioOperator documents. */
export function validateCommand(): Command {
  const command = new Command('validate').description(
    'print every problem of IstioOperator documents; exits 2 if one of them is an error, 1 if not all could be looked for',
  );
  return withManual(addInputOptions(command).option('--json', 'print the problems as JSON'), {
    examples: ['istio-revisions validate -f examples/iop-1-31.yaml'],
    exits: {
      0: 'no error',
      1: 'not everything could be looked for',
      2: 'a problem is an error, or bad input',
    },
  }).action((options: ValidateOptions) => runAction(() => validate(options)));
}

function textOf(issues: readonly Issue[], unchecked: string | null): string {
  if (issues.length > 0) return `${issues.map(issueText).join('\n')}\n`;
  return unchecked === null ? 'no problems\n' : '';
}

/** That a document cannot be read is a problem as others are, and the first to be mended: others may come of it. */
async function check(options: ValidateOptions): Promise<ReturnType<typeof checkInputs>> {
  try {
    return checkInputs(await readInputs(options), process.env);
  } catch (error) {
    if (error instanceof InvalidInputError) return { issues: error.issues, unchecked: null };
    throw error;
  }
}

async function validate(options: ValidateOptions): Promise<ExitCode> {
  const { issues, unchecked } = await check(options);
  if (unchecked !== null)
    process.stderr.write(`what only rendering shows was not checked: ${unchecked}\n`);
  process.stdout.write(
    options.json === true ? `${JSON.stringify(issues, null, 2)}\n` : textOf(issues, unchecked),
  );
  if (issues.some(({ severity }) => severity === 'error')) return EXIT.badInput;
  return unchecked === null ? EXIT.done : EXIT.error;
}
