import { Command } from 'commander';
import { startError } from '../../reconcile/rollout-error';
import { plan } from '../../rollout/plan';
import { startRollout } from '../../rollout/start-rollout';
import { withManual } from '../command-manual';
import { openEnvironment, rolloutOf, versionsOf } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { runAction } from '../run-action';
import { decisionText } from '../views/rollout-reporter';

interface PlanOptions {
  readonly env: string;
  readonly json?: true;
  readonly supersede?: true;
}

/** `istio-revisions plan`: what the rollout would do next, and why; nothing is changed. */
export function planCommand(): Command {
  return withManual(
    new Command('plan')
      .description('show the next actions of a rollout and why, changing nothing')
      .requiredOption('--env <name>', 'the environment, such as dev')
      .option('--supersede', 'as "rollout run --supersede" would go on')
      .option('--json', 'print the decision as JSON'),
    {
      examples: ['istio-revisions plan --env dev'],
      exits: {
        0: 'the decision was printed, whatever it is',
        1: 'the cluster cannot be reached, or could not be read as a whole',
        2: 'bad input, or a rollout that cannot start',
      },
    },
  ).action((options: PlanOptions) => runAction(() => showPlan(options)));
}

async function showPlan(options: PlanOptions): Promise<ExitCode> {
  const context = openEnvironment(options.env);
  const spec = rolloutOf(context.environment);
  const { record } = await context.store.load();
  const observation = await context.observe(spec)(record);
  const supersede = options.supersede === true;
  const start = startRollout({
    spec,
    observation,
    record,
    now: Date.now(),
    supersede,
    versions: versionsOf(context.environment),
  });
  if (!start.ok) throw startError(start);
  for (const note of start.notes) process.stderr.write(`${note}\n`);
  const decision = plan({ observation, record: start.record, now: Date.now() });
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(decision, null, 2)}\n`
      : `${decisionText(decision)}\n`,
  );
  return EXIT.done;
}
