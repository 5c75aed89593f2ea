import { once } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import { answersOf } from '../../dashboard/answers-of';
import { isLoopback } from '../../dashboard/is-allowed-host';
import { keepLooking } from '../../dashboard/keep-looking';
import { serveDashboard, type Dashboard } from '../../dashboard/serve-dashboard';
import { messageOf } from '../../cluster/api-error';
import { CliError } from '../cli-error';
import { withManual } from '../command-manual';
import { EXIT, type ExitCode } from '../exit-code';
import { listenForInterrupt } from '../interrupt';
import { lookAgain } from '../look-again';
import { described, runAction } from '../run-action';

interface DashboardOptions {
  readonly env: string;
  readonly host: string;
  readonly port: number;
  readonly json?: true;
}

/** `istio-revisions dashboard`: the page of a rollout, live, to be read and no more. */
export function dashboardCommand(): Command {
  return withManual(
    new Command('dashboard')
      .description(
        'serve the page of a rollout, live; it only reads, and commands are shown to be copied',
      )
      .requiredOption('--env <name>', 'the environment, or the name of a fleet')
      .option(
        '--host <address>',
        'where to listen; others than this machine reach what is not loopback',
        '127.0.0.1',
      )
      .option('--port <number>', 'the port; 0 takes any that is free', portOf, 8111)
      .option('--json', 'print the address as JSON'),
    {
      about: 'A cluster that does not answer is told on the page, which goes on by itself.',
      examples: [
        'istio-revisions dashboard --env prod',
        'istio-revisions dashboard --env prod --port 0 --json',
      ],
      exits: { 0: 'it was stopped with Ctrl-C', 1: 'it cannot listen there', 2: 'bad input' },
    },
  ).action(async (options: DashboardOptions) => {
    await runAction(() => serve(options));
    // A look that is under way changes nothing, and is not waited for.
    process.exit();
  });
}

async function serve(options: DashboardOptions): Promise<ExitCode> {
  const { env, host, port, json } = options;
  const clusters = lookAgain(env);
  const interrupt = listenForInterrupt(() => undefined);
  try {
    const { newest } = keepLooking({
      look: clusters.look,
      now: Date.now,
      describe: (error) => described(error).text,
      sleep: interrupt.sleep,
    });
    const dashboard = await listening(answersOf(host, newest), port);
    if (!isLoopback(host)) {
      process.stderr.write(
        `warning: whoever reaches ${dashboard.url} reads this page: it asks for no password\n`,
      );
    }
    const told = `the dashboard of ${env}: ${dashboard.url} (Ctrl-C ends it)\n`;
    process.stdout.write(json === true ? `${JSON.stringify({ url: dashboard.url })}\n` : told);
    if (!interrupt.signal.aborted) await once(interrupt.signal, 'abort');
    await dashboard.close();
    return EXIT.done;
  } finally {
    interrupt.dispose();
    clusters.close();
  }
}

async function listening(
  source: Parameters<typeof serveDashboard>[0],
  port: number,
): Promise<Dashboard> {
  try {
    return await serveDashboard(source, port);
  } catch (error) {
    const where = `${source.listening}:${String(port)}`;
    throw new CliError(
      `cannot listen on ${where} (${messageOf(error)}); "--port 0" takes a port that is free`,
      EXIT.error,
    );
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('must be a number from 0 to 65535');
  return port;
}
