import { Command } from 'commander';
import { grafanaDashboard } from '../../dashboard/grafana-dashboard';
import { metricsProblems } from '../../rollout/metrics/metrics-problems';
import { CliError } from '../cli-error';
import { withManual } from '../command-manual';
import { environmentNamed } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { runAction } from '../run-action';

/** `istio-revisions grafana-dashboard`: what users feel and how rollouts go, for those who live in Grafana. */
export function grafanaDashboardCommand(): Command {
  return withManual(
    new Command('grafana-dashboard')
      .description(
        'print a dashboard of Grafana: what the gates and alerts of an environment look at',
      )
      .requiredOption('--env <name>', 'the environment, such as dev')
      .option('--json', 'print JSON, which it always does'),
    {
      examples: ['istio-revisions grafana-dashboard --env prod > istio-revisions.json'],
      exits: { 0: 'the dashboard was printed', 2: 'bad input' },
    },
  ).action(({ env }: { readonly env: string }) =>
    runAction(() => Promise.resolve(printDashboard(env))),
  );
}

function printDashboard(env: string): ExitCode {
  const { rollout } = environmentNamed(env);
  const problems = metricsProblems(rollout?.metrics ?? {});
  if (problems.length > 0) throw new CliError(problems.join('\n'), EXIT.badInput);
  process.stdout.write(`${JSON.stringify(grafanaDashboard(env, rollout), null, 2)}\n`);
  return EXIT.done;
}
