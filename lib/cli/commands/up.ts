import { Command } from 'commander';
import type { EngineResult } from '../../deploy/engine';
import { CliError } from '../cli-error';
import { openEnvironment } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { listenForInterrupt } from '../interrupt';
import { runAction } from '../run-action';
import { changeText, countChanges, countsText } from '../views/change-text';

interface UpOptions {
  readonly env: string;
  readonly json?: true;
  readonly previewOnly?: true;
}

/** `istio-revisions up`: makes the cluster equal to the environment, at the rollout's recorded position. */
export function upCommand(): Command {
  return new Command('up')
    .description('preview and apply an environment at the recorded position of its rollout')
    .requiredOption('--env <name>', 'the environment, such as dev')
    .option('--preview-only', 'show the changes and stop')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  $ istio-revisions up --env dev\n')
    .action((options: UpOptions) => runAction(() => up(options)));
}

async function up(options: UpOptions): Promise<ExitCode> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const interrupt = listenForInterrupt(() => say('stopping after the current step …'));
  try {
    const context = openEnvironment(options.env, { onProgress: say, signal: interrupt.signal });
    say(context.provider);
    // The API server is asked once before the engine starts: its answer is clearer than the engine's.
    await context.client.core.readNamespace({ name: 'kube-system' });
    const preview = required(await context.engine.preview(), 'preview');
    for (const warning of preview.warnings) say(`warning: ${warning}`);
    const changes = preview.changes.filter((change) => change.op !== 'same');
    for (const change of changes) say(`  ${changeText(change)}`);
    if (options.previewOnly === true) return print(options, preview);
    return print(options, required(await context.engine.up(), 'update'));
  } finally {
    interrupt.dispose();
  }
}

function required(result: EngineResult, what: string): EngineResult {
  if (result.ok) return result;
  const lines = result.diagnostics.map((line) => `  ${line}`);
  throw new CliError(
    [`the ${what} failed`, ...lines, `  log: ${result.log}`].join('\n'),
    EXIT.error,
  );
}

function print(options: UpOptions, result: EngineResult): ExitCode {
  if (options.json === true) {
    const { changes, outputs, warnings } = result;
    const printed = { counts: countChanges(changes), changes, outputs, warnings };
    process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
    return EXIT.done;
  }
  process.stdout.write(`${options.env}: ${countsText(result.changes) || 'no resources'}\n`);
  for (const [name, value] of Object.entries(result.outputs)) {
    process.stdout.write(`${name}: ${String(value)}\n`);
  }
  return EXIT.done;
}
