import { hostname } from 'node:os';
import { messageOf } from '../cluster/api-error';
import { postNotice } from '../cluster/post-notice';
import { isAlive, startTimeOf } from '../process-identity';
import { driveCluster } from '../reconcile/drive-cluster';
import type { RolloutOutcome, RolloutReporter } from '../reconcile/drive-rollout';
import { reportDocuments } from '../reconcile/report-documents';
import { RolloutError } from '../reconcile/rollout-error';
import { createNoticeSender, type SendNotices } from '../reconcile/send-notices';
import type { RolloutSpec } from '../rollout/rollout-spec';
import type { EnvironmentSpec } from '../../stacks/environments';
import { CliError } from './cli-error';
import { openEnvironment, versionsOf, type EnvironmentContext } from './environment-context';
import { EXIT, type ExitCode } from './exit-code';
import { listenForInterrupt, type Interrupt } from './interrupt';
import { createJsonReporter, createTextReporter } from './views/rollout-reporter';

/** How a rollout is driven from a command line. */
export interface RunOptions {
  readonly env: string;
  readonly json?: true;
  /** Whether a rollout under way that differs from the declared one stops where it is. */
  readonly supersede?: true;
}

/**
 * Drives the rollout of an environment to its end, as the one driver of its cluster, and tells every step.
 * @param specOf - the rollout to drive; `null` goes on with the stored one
 */
export async function runRollout(
  options: RunOptions,
  specOf: (context: EnvironmentContext) => RolloutSpec | null,
): Promise<ExitCode> {
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
    const outcome = await drive(context, specOf(context), reporter, interrupt, options);
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

function drive(
  context: EnvironmentContext,
  spec: RolloutSpec | null,
  report: RolloutReporter,
  interrupt: Interrupt,
  { supersede = false }: { readonly supersede?: boolean },
): Promise<RolloutOutcome> {
  return driveCluster(
    { spec, supersede },
    {
      ...context,
      me: { host: hostname(), pid: process.pid, startTime: startTimeOf(process.pid) ?? '' },
      isAlive,
      versions: versionsOf(context.environment),
      notify: noticeSender(context.environment, report),
      now: Date.now,
      sleep: interrupt.sleep,
      checkpoint: () => {
        if (interrupt.signal.aborted)
          throw new RolloutError('error', 'interrupted; the same command continues', []);
      },
      report,
    },
  );
}

/** @throws CliError (2) when the environment names a variable that holds no address. */
function noticeSender({ notify, name }: EnvironmentSpec, report: RolloutReporter): SendNotices {
  if (notify === undefined) return ({ record }) => Promise.resolve(record);
  const text = process.env[notify.urlVariable] ?? '';
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    const found = text === '' ? 'is not set' : 'holds no http(s) address';
    throw new CliError(
      `${notify.urlVariable}, which environment "${name}" names for notices, ${found}; set it, or remove "notify"`,
      EXIT.badInput,
    );
  }
  return createNoticeSender({
    post: (notice) => postNotice(new URL(text), notice),
    now: Date.now,
    note: (message) => {
      report.note(message);
    },
  });
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
  const codes = {
    done: EXIT.done,
    'rolled-back': EXIT.rolledBack,
    waiting: EXIT.waitingForPerson,
    blocked: EXIT.blocked,
  } as const;
  return codes[outcome];
}
