import { hostname } from 'node:os';
import { Command } from 'commander';
import { actuate } from '../../cluster/actuator';
import { messageOf } from '../../cluster/api-error';
import {
  driveRollout,
  type RolloutOutcome,
  type RolloutReporter,
} from '../../reconcile/drive-rollout';
import { deployerSteps } from '../../reconcile/deployer';
import { holdLease } from '../../reconcile/hold-lease';
import { isAlive, startTimeOf } from '../../process-identity';
import { reportDocuments } from '../../reconcile/report-documents';
import { RolloutError } from '../../reconcile/rollout-error';
import { specProblems } from '../../rollout/start/spec-problems';
import { openEnvironment, rolloutOf, type EnvironmentContext } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { listenForInterrupt, type Interrupt } from '../interrupt';
import { runAction } from '../run-action';
import { createJsonReporter, createTextReporter } from '../views/rollout-reporter';

interface RunOptions {
  readonly env: string;
  readonly json?: true;
}

/** `istio-revisions rollout run`: drives the declared rollout to its end; the same command resumes or retries it. */
export function rolloutRunCommand(): Command {
  return new Command('run')
    .description('drive the rollout of an environment to its end; run again to resume or to retry')
    .requiredOption('--env <name>', 'the environment, such as dev')
    .option('--json', 'print one JSON object per event')
    .addHelpText(
      'after',
      '\nExample:\n  $ istio-revisions rollout run --env dev\n\n' +
        'Exit codes: 0 done, 1 error, 2 bad input, 3 rolled back, 5 blocked.\n',
    )
    .action((options: RunOptions) => runAction(() => run(options)));
}

async function run(options: RunOptions): Promise<ExitCode> {
  const write = (line: string) =>
    (options.json === true ? process.stdout : process.stderr).write(`${line}\n`);
  const reporter =
    options.json === true
      ? createJsonReporter(write, Date.now)
      : createTextReporter(write, Date.now);
  const interrupt = listenForInterrupt(() => {
    reporter.note('stopping after the current step; the same command continues');
  });
  try {
    const context = openEnvironment(options.env, {
      onProgress: () => undefined,
      signal: interrupt.signal,
    });
    reporter.note(context.provider);
    const outcome = await drive(context, reporter, interrupt);
    await tellDocuments(context, reporter);
    return finish(options, outcome);
  } finally {
    interrupt.dispose();
  }
}

/** What moved shows in the status of the documents too; that it cannot be told is no failure of the rollout. */
async function tellDocuments(
  { resources, reporting }: EnvironmentContext,
  reporter: RolloutReporter,
): Promise<void> {
  try {
    await reportDocuments(await resources(), reporting, false);
  } catch (error) {
    reporter.note(`the status of the documents could not be written: ${messageOf(error)}`);
  }
}

async function drive(
  context: EnvironmentContext,
  report: RolloutReporter,
  interrupt: Interrupt,
): Promise<RolloutOutcome> {
  const spec = rolloutOf(context.environment);
  const problems = specProblems(spec);
  if (problems.length > 0)
    throw new RolloutError('bad-input', 'the rollout cannot start', problems);
  const interrupted = () => {
    if (interrupt.signal.aborted) {
      throw new RolloutError('error', 'interrupted; the same command continues', []);
    }
  };
  const lease = await holdLease({
    store: context.store,
    me: { host: hostname(), pid: process.pid, startTime: startTimeOf(process.pid) ?? '' },
    now: Date.now,
    isAlive,
    sleep: interrupt.sleep,
    checkpoint: interrupted,
    note: (message) => {
      report.note(message);
    },
  });
  try {
    return await driveRollout(spec, {
      store: lease.store,
      engine: deployerSteps(context.deployer),
      observe: context.observe([spec.from, spec.to]),
      act: (action) => actuate(context.client, action, new Date()),
      now: Date.now,
      sleep: interrupt.sleep,
      checkpoint: () => {
        interrupted();
        const lost = lease.lost();
        if (lost !== null) throw new RolloutError('error', lost, []);
      },
      report,
    });
  } finally {
    await lease.release();
  }
}

function finish(options: RunOptions, result: RolloutOutcome): ExitCode {
  const { outcome, message, record } = result;
  if (options.json === true) {
    process.stdout.write(
      `${JSON.stringify({ type: 'outcome', outcome, message, failure: record.failure })}\n`,
    );
  } else {
    process.stdout.write(`${message}\n`);
  }
  const codes = { done: EXIT.done, 'rolled-back': EXIT.rolledBack, blocked: EXIT.blocked } as const;
  return codes[outcome];
}
