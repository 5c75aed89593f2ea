import { join } from 'node:path';
import { Command, Option } from 'commander';
import { destination } from 'pino';
import { prometheusProblems } from '../../../stacks/prometheus-problems';
import { messageOf } from '../../cluster/api-error';
import { providerInUse, providerText } from '../../deploy/provider-version';
import { OPERATOR_LEASE } from '../../operator/operator-permissions';
import { startHealthServer } from '../../reconcile/operator/health-server';
import {
  chooseLogLevel,
  createOperatorLog,
  LogLevelError,
  type LogLevel,
} from '../../reconcile/operator/operator-log';
import { CliError } from '../cli-error';
import { withManual } from '../command-manual';
import { EXIT, type ExitCode } from '../exit-code';
import { listenForInterrupt } from '../interrupt';
import { OperatorProcess, type OperatorRollouts } from '../operator-process';
import { runAction } from '../run-action';

interface OperatorOptions {
  readonly leaseNamespace: string;
  readonly workDir: string;
  readonly port: string;
  readonly logLevel?: string;
  readonly rollouts?: true;
  readonly prometheus?: string;
}

/** `istio-revisions operator`: follows IstioOperator objects and brings the cluster to what they say. */
export function operatorCommand(): Command {
  return withManual(
    new Command('operator')
      .description('watch IstioOperator objects in a cluster and reconcile them')
      .option(
        '--lease-namespace <name>',
        "the mesh's namespace: where the Lease is that lets one process lead, and where rollouts are",
        'istio-system',
      )
      .addOption(
        new Option(
          '--work-dir <path>',
          'folder that is kept between runs: settings of stacks, and logs of the engine',
        ).default(join(process.cwd(), '.operator'), '.operator in this folder'),
      )
      .option('--port <number>', 'port of /healthz, /readyz and /metrics', '8080')
      .option('--rollouts', 'drive the rollouts of RevisionRollout objects too')
      .option('--prometheus <url>', 'where the Prometheus is that judges metrics of rollouts')
      .option('--log-level <level>', 'debug, info, warn or error')
      .option('--json', 'print the log as JSON, which it always is'),
    {
      about:
        'The state of the engine is where PULUMI_BACKEND_URL says: a volume, or an object store.',
      examples: [
        'PULUMI_BACKEND_URL=file:///state PULUMI_CONFIG_PASSPHRASE_FILE=/secret/passphrase \\\nistio-revisions operator --work-dir /state/operator',
      ],
      exits: {
        0: 'it was asked to stop, and what was at work has ended',
        1: 'it could not go on',
        2: 'bad input, or no place for the state',
      },
      values: { '--log-level': ['debug', 'info', 'warn', 'error'] },
    },
  ).action((options: OperatorOptions) => runAction(() => operate(options)));
}

async function operate(options: OperatorOptions): Promise<ExitCode> {
  requireBackend();
  const rollouts = rolloutsOf(options);
  const log = createOperatorLog(levelOf(options), destination(1));
  const interrupt = listenForInterrupt(() => {
    log.info('stopping: what is at work ends first');
  });
  const process = new OperatorProcess({
    log,
    signal: interrupt.signal,
    workDir: options.workDir,
    rollouts,
  });
  const server = await startHealthServer({ port: portOf(options) }, process.sources);
  log.info('the operator starts', {
    port: server.port,
    provider: providerText(providerInUse()),
  });
  try {
    await process.lead({ namespace: options.leaseNamespace, name: OPERATOR_LEASE });
    return EXIT.done;
  } catch (error) {
    log.error('the operator ends', { reason: messageOf(error) });
    return EXIT.error;
  } finally {
    interrupt.dispose();
    await server.close();
  }
}

/** Without one the engine would ask for a login, and nobody answers here. */
function requireBackend(): void {
  const problems = [
    ...((process.env['PULUMI_BACKEND_URL'] ?? '') === ''
      ? ['PULUMI_BACKEND_URL is not set: name where the state is, such as file:///state']
      : []),
    ...(process.env['PULUMI_CONFIG_PASSPHRASE'] === undefined &&
    (process.env['PULUMI_CONFIG_PASSPHRASE_FILE'] ?? '') === ''
      ? [
          'PULUMI_CONFIG_PASSPHRASE_FILE is not set: it names the file that encrypts secrets in the state',
        ]
      : []),
  ];
  if (problems.length > 0) throw new CliError(problems.join('\n'), EXIT.badInput);
}

function portOf({ port }: OperatorOptions): number {
  const number = Number(port);
  if (Number.isInteger(number) && number >= 0 && number < 65_536) return number;
  throw new CliError(`--port ${port} is no port: a number from 0 to 65535`, EXIT.badInput);
}

/** @returns `null` where it drives none */
function rolloutsOf({
  rollouts,
  prometheus,
  leaseNamespace,
}: OperatorOptions): OperatorRollouts | null {
  const found = prometheus === undefined ? [] : prometheusProblems({ url: prometheus });
  const problems = [
    ...(prometheus !== undefined && rollouts === undefined
      ? ['--prometheus judges rollouts; add --rollouts, or leave it out']
      : []),
    ...found.map(([, message]) => `--prometheus: ${message}`),
  ];
  if (problems.length > 0) throw new CliError(problems.join('\n'), EXIT.badInput);
  return rollouts === undefined
    ? null
    : { namespace: leaseNamespace, prometheus: prometheus ?? null };
}

function levelOf({ logLevel }: OperatorOptions): LogLevel {
  try {
    return chooseLogLevel(logLevel, process.env['ISTIO_REVISIONS_LOG_LEVEL']);
  } catch (error) {
    if (error instanceof LogLevelError) throw new CliError(error.message, EXIT.badInput);
    throw error;
  }
}
