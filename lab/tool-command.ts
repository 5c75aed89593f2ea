import { Command } from 'commander';
import { listenForInterrupt } from '../lib/cli/interrupt';
import { TOOLS } from './binaries/catalog';
import { resolveTool } from './binaries/resolve-tool';
import { LabInterrupted } from './lab-error';
import { guarded, report, say, type Json } from './report';

/** `istio-revisions lab tool …`: a program that tests and people use beside the lab. */
export function toolCommand(): Command {
  return new Command('tool')
    .description('print the path of a program for tests, downloading or building it once')
    .argument('<name>', TOOLS.map(({ name }) => name).join(', '))
    .option('--json', 'print path and version as JSON')
    .addHelpText('after', '\nExample:\n  $ $(istio-revisions lab tool kubectl) get pods -A\n')
    .action((name: string, options: Json) =>
      guarded(async () => {
        const { path, version } = await untilInterrupted(name);
        report(options, { name, path, version }, path);
      }),
    );
}

async function untilInterrupted(name: string): ReturnType<typeof resolveTool> {
  const interrupt = listenForInterrupt(() => undefined);
  try {
    return await resolveTool(name, process.env, say, interrupt.signal);
  } catch (error) {
    throw interrupt.signal.aborted ? new LabInterrupted('interrupted') : error;
  } finally {
    interrupt.dispose();
  }
}
