import { Command } from 'commander';
import type { EngineResult } from '../../deploy/engine';
import type { ResourceChange } from '../../deploy/resource-change';
import { CliError } from '../cli-error';
import { openEnvironment } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { listenForInterrupt } from '../interrupt';
import { runAction } from '../run-action';

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
  const counts: Record<string, number> = {};
  for (const { op } of result.changes) counts[op] = (counts[op] ?? 0) + 1;
  if (options.json === true) {
    process.stdout.write(
      `${JSON.stringify({ counts, changes: result.changes, outputs: result.outputs }, null, 2)}\n`,
    );
    return EXIT.done;
  }
  const summary = Object.entries(counts).map(([op, count]) => `${count} ${op}`);
  process.stdout.write(`${options.env}: ${summary.join(', ') || 'no resources'}\n`);
  for (const [name, value] of Object.entries(result.outputs)) {
    process.stdout.write(`${name}: ${String(value)}\n`);
  }
  return EXIT.done;
}

/** One change for people: `update NamespacePatch payments (metadata.labels["istio.io/rev"])`. */
export function changeText(change: ResourceChange): string {
  const kind = change.type.split(':').at(-1) ?? change.type;
  const diff = change.diff.length > 0 ? ` (${change.diff.join(', ')})` : '';
  return `${change.op} ${kind} ${change.name}${diff}`;
}
