import { Command, Option } from 'commander';
import { messageOf } from '../../cluster/api-error';
import type { EngineResult } from '../../deploy/engine';
import type { PlannedDeploy } from '../../reconcile/deploy';
import { DeployRefusedError } from '../../reconcile/deploy-plan/deploy-refused-error';
import { planReport } from '../../reconcile/deploy-plan/plan-report';
import { EngineFailedError } from '../../reconcile/engine-failed-error';
import { reportFailure } from '../../reconcile/report-documents';
import type { DigestSince } from '../../rollout/status/operator-status';
import { CliError } from '../cli-error';
import { withManual } from '../command-manual';
import { eachEnvironment, worstOf } from '../each-environment';
import {
  environmentsNamed,
  openEnvironment,
  type EnvironmentContext,
} from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { listenForInterrupt, type Interrupt } from '../interrupt';
import { giveAccess } from '../give-access';
import { giveAccessMeanwhile } from '../give-access-meanwhile';
import { runAction } from '../run-action';
import { countChanges, countsText } from '../views/change-text';
import { healthLines } from '../views/health-lines';
import { PLAN_FORMATS, planView, type PlanFormat } from '../views/plan-view';
import { appliedSince, waitForHealth } from '../wait-for-health';

interface UpOptions {
  readonly env: string;
  readonly json?: true;
  readonly previewOnly?: true;
  readonly format: PlanFormat;
}

/** `istio-revisions up`: makes the cluster equal to the environment, at the rollout's recorded position. */
export function upCommand(): Command {
  return withManual(
    new Command('up')
      .description(
        'preview, apply and check an environment at the recorded position of its rollout',
      )
      .requiredOption('--env <name>', 'the environment, such as dev')
      .option('--preview-only', 'show what would change and stop')
      .addOption(
        new Option('--format <format>', 'how a preview is printed; markdown is for a pull request')
          .choices(PLAN_FORMATS)
          .default('text'),
      )
      .option('--json', 'print the result as JSON'),
    {
      examples: [
        'istio-revisions up --env dev',
        'istio-revisions up --env dev --preview-only --format markdown',
      ],
      exits: {
        0: 'done, or shown',
        1: 'an error, or applied but not healthy',
        2: 'bad input',
        5: 'refused; nothing was changed',
      },
    },
  ).action((options: UpOptions) => runAction(() => upAll(options)));
}

/** Of a fleet every cluster, and then the access of their istiods to each other. */
async function upAll(options: UpOptions): Promise<ExitCode> {
  const environments = environmentsNamed(options.env);
  const code = await eachEnvironment(options.env, (env) =>
    options.previewOnly === true
      ? up({ ...options, env })
      : giveAccessMeanwhile(environments, env, say, () => up({ ...options, env })),
  );
  if (environments.length === 1 || options.previewOnly === true) return code;
  return worstOf([code, await giveAccess(environments, say)]);
}

async function up(options: UpOptions): Promise<ExitCode> {
  const interrupt = listenForInterrupt(() => {
    say('stopping after the current step …');
  });
  try {
    const context = openEnvironment(options.env, { onProgress: say, signal: interrupt.signal });
    say(context.provider);
    // The API server is asked once before anything else: its answer is clearer than what others make of it.
    await context.client.core.readNamespace({ name: 'kube-system' });
    const last = await context.lastApplied();
    const planned = await context.deployer.plan(last?.digest);
    if (options.previewOnly === true) return preview(options, planned);
    say(planView(planReport(options.env, planned), 'text'));
    const result = await applied(context, planned);
    return await finish(options, context, interrupt, { planned, result, last });
  } finally {
    interrupt.dispose();
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function preview(options: UpOptions, planned: PlannedDeploy): ExitCode {
  const format = options.json === true ? 'json' : options.format;
  process.stdout.write(`${planView(planReport(options.env, planned), format)}\n`);
  return planned.plan.problems.length > 0 ? EXIT.blocked : EXIT.done;
}

async function applied(
  { deployer, reporting }: EnvironmentContext,
  planned: PlannedDeploy,
): Promise<EngineResult | null> {
  try {
    const result = await deployer.apply(planned);
    if (result?.ok === false) throw new EngineFailedError(result.diagnostics);
    return result;
  } catch (error) {
    try {
      await reportFailure(planned.resources, reporting, error);
    } catch (untold) {
      say(`the status of the documents could not be written: ${messageOf(untold)}`);
    }
    if (error instanceof DeployRefusedError) throw new CliError(error.message, EXIT.blocked);
    if (!(error instanceof EngineFailedError)) throw error;
    const lines = error.diagnostics.map((line) => `  ${line}`);
    throw new CliError(['the update failed', ...lines].join('\n'), EXIT.error);
  }
}

interface Applied {
  readonly planned: PlannedDeploy;
  /** `null` where the engine had nothing to do. */
  readonly result: EngineResult | null;
  /** What was applied as a whole before. */
  readonly last: DigestSince | null;
}

async function finish(
  options: UpOptions,
  context: EnvironmentContext,
  interrupt: Interrupt,
  { planned, result, last }: Applied,
): Promise<ExitCode> {
  for (const warning of result?.warnings ?? []) say(`warning: ${warning}`);
  const reported = await waitForHealth(planned.resources, context.reporting, {
    since: result === null ? appliedSince(last, planned.resources, Date.now()) : Date.now(),
    interrupt,
  });
  const { status } = await context.position();
  const changes = result?.changes ?? [];
  const counts = result === null ? { same: planned.resources.length } : countChanges(changes);
  const unhealthy = reported.filter((one) => one.status?.phase !== 'Ready');
  if (options.json === true) {
    const health = Object.fromEntries(reported.map((one) => [one.document.name, one.status]));
    const warnings = result?.warnings ?? [];
    const printed = {
      environment: options.env,
      counts,
      changes,
      rollout: status,
      health,
      warnings,
    };
    process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
  } else {
    process.stdout.write(`${options.env}: ${countsText(counts) || 'no resources'}\n`);
    for (const line of healthLines(reported)) process.stdout.write(`${line}\n`);
    process.stdout.write(`rollout: ${status}\n`);
  }
  return unhealthy.length > 0 ? EXIT.error : EXIT.done;
}
