import { Command } from 'commander';
import { listenForInterrupt } from '../lib/cli/interrupt';
import { withManual } from '../lib/cli/command-manual';
import { TOOLS } from './binaries/catalog';
import { resolveTool } from './binaries/resolve-tool';
import { LabInterrupted } from './lab-error';
import { guarded, report, say, type Json } from './report';

/** `istio-revisions lab tool …`: a program that tests and people use beside the lab. */
export function toolCommand(): Command {
  return withManual(
    new Command('tool')
      .description('print the path of a program for tests, downloading or building it once')
      .argument('<name>', TOOLS.map(({ name }) => name).join(', '))
      .option('--json', 'print path and version as JSON'),
    {
      examples: ['$(istio-revisions lab tool kubectl) get pods -A'],
      values: { name: TOOLS.map(({ name }) => name) },
      exits: {
        0: 'its path was printed',
        1: 'it is unknown, or could not be made',
        2: 'bad usage',
        130: 'interrupted',
      },
    },
  ).action((name: string, options: Json) =>
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
