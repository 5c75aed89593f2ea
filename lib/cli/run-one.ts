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
import type { Interrupt } from './interrupt';
import type { LiveScreen } from './live-screen';
import type { OpenCluster } from './open-cluster';
import { openGitDelivery } from './open-git-delivery';
import { createJsonReporter, createTextReporter } from './views/rollout-reporter';

/** How a rollout ended, as a script is told. */
export const EXIT_OF: Readonly<Record<RolloutOutcome['outcome'], ExitCode>> = {
  done: EXIT.done,
  'rolled-back': EXIT.rolledBack,
  waiting: EXIT.waitingForPerson,
  blocked: EXIT.blocked,
};

/** How a rollout is driven from a command line. */
export interface RunOptions {
  readonly env: string;
  readonly json?: true;
  /** Whether a rollout under way that differs from the declared one stops where it is. */
  readonly supersede?: true;
  /** Whether steps are committed for whoever applies the tree in Git, in place of being deployed. */
  readonly git?: true;
}

/** A run of one environment. */
export interface Run extends RunOptions {
  readonly reporter: RolloutReporter;
  readonly interrupt: Interrupt;
}

/** The rollout of one environment, driven and told. */
export async function runOne(
  context: EnvironmentContext,
  specOf: (context: EnvironmentContext) => RolloutSpec | null,
  run: Run,
): Promise<RolloutOutcome> {
  run.reporter.note(context.provider);
  const outcome = await drive(context, specOf(context), run);
  await tellDocuments(context, run.reporter);
  return outcome;
}

/** Opens an environment for a run. @param clusters - how the other clusters of its mesh are opened */
export function openRun({ env, interrupt }: Run, clusters: OpenCluster): EnvironmentContext {
  return openEnvironment(env, {
    onProgress: () => undefined,
    signal: interrupt.signal,
    clusters,
  });
}

/** How the steps of a run are told. @param cluster - of a fleet, the one that each line is about */
export function reporterOf(
  { json }: RunOptions,
  { say }: LiveScreen,
  cluster?: string,
): RolloutReporter {
  if (json !== true) {
    const about = cluster === undefined ? '' : `[${cluster}] `;
    return createTextReporter((line) => {
      say(`${about}${line}`);
    }, Date.now);
  }
  const about = cluster === undefined ? {} : { cluster };
  return createJsonReporter((line) => process.stdout.write(`${line}\n`), Date.now, about);
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
  { reporter: report, interrupt, supersede, git }: Run,
): Promise<RolloutOutcome> {
  const { sleep } = interrupt;
  const note = (message: string) => {
    report.note(message);
  };
  return driveCluster(
    { spec, supersede: supersede === true },
    {
      ...context,
      ...(git === true && { delivery: openGitDelivery(context, { sleep, note }) }),
      me: { host: hostname(), pid: process.pid, startTime: startTimeOf(process.pid) ?? '' },
      isAlive,
      versions: versionsOf(context.environment),
      notify: noticeSender(context.environment, report),
      now: Date.now,
      sleep,
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
