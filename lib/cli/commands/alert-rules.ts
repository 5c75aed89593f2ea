import { Command, Option } from 'commander';
import { stringify } from 'yaml';
import { loopAlertRules } from '../../reconcile/operator/loop-alert-rules';
import { rolloutAlertRules } from '../../rollout/metrics/alert-rules';
import { metricsProblems } from '../../rollout/metrics/metrics-problems';
import { metricsPlan } from '../../rollout/metrics/metrics-spec';
import { prometheusRule, ruleFile, type RuleGroup } from '../../rollout/metrics/rule-file';
import type { RolloutSpec } from '../../rollout/rollout-spec';
import type { EnvironmentSpec } from '../../../stacks/environments';
import { CliError } from '../cli-error';
import { withManual } from '../command-manual';
import { environmentNamed, rolloutOf } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { runAction } from '../run-action';

interface AlertRulesOptions {
  readonly env: string;
  readonly format: 'prometheus' | 'prometheus-rule';
  readonly operator?: true;
  readonly json?: true;
}

/** `istio-revisions alert-rules`: alerting rules for Prometheus, from the limits and windows of an environment's gates. */
export function alertRulesCommand(): Command {
  const format = new Option('--format <format>', 'a rule file, or an object of its operator')
    .choices(['prometheus', 'prometheus-rule'])
    .default('prometheus');
  return withManual(
    new Command('alert-rules')
      .description('print alerting rules for Prometheus, from the limits of the rollout’s gates')
      .requiredOption('--env <name>', 'the environment, such as dev')
      .addOption(format)
      .option('--operator', 'also the rules on "istio-revisions operator", where one runs')
      .option('--json', 'print JSON'),
    {
      examples: ['istio-revisions alert-rules --env prod > rules.yaml'],
      exits: { 0: 'the rules were printed', 2: 'bad input, or no rollout is declared' },
    },
  ).action((options: AlertRulesOptions) => runAction(() => Promise.resolve(printRules(options))));
}

function printRules({ env, format, operator, json }: AlertRulesOptions): ExitCode {
  const environment = environmentNamed(env);
  for (const note of unnamedNotes(environment)) process.stderr.write(`${note}\n`);
  const groups = groupsOf(environment, operator === true);
  const rules =
    format === 'prometheus'
      ? ruleFile(groups)
      : prometheusRule(
          { name: `istio-revisions-${env}`, namespace: environment.mesh.namespace },
          groups,
        );
  process.stdout.write(
    json === true ? `${JSON.stringify(rules, null, 2)}\n` : stringify(rules, { lineWidth: 0 }),
  );
  return EXIT.done;
}

/** Rules are made from the source alone, which does not know what the cluster has. */
function unnamedNotes({ rollout }: EnvironmentSpec): string[] {
  const waves = rollout?.metrics === undefined ? [] : rollout.waves;
  return waves
    .filter((wave) => 'selector' in wave)
    .map(({ name }) => `wave ${name} selects its namespaces in the cluster: no rule is about them`);
}

/** Without a rollout there are no gates whose limits could be told. */
function groupsOf(environment: EnvironmentSpec, withOperator: boolean): RuleGroup[] {
  const loop = { name: 'istio-revisions-operator', rules: loopAlertRules() };
  if (withOperator && environment.rollout === undefined) return [loop];
  const rollout = rolloutGroup(rolloutOf(environment));
  return withOperator ? [rollout, loop] : [rollout];
}

function rolloutGroup(spec: RolloutSpec): RuleGroup {
  const metrics = spec.metrics ?? {};
  const problems = metricsProblems(metrics);
  if (problems.length > 0) throw new CliError(problems.join('\n'), EXIT.badInput);
  return {
    name: 'istio-revisions-rollout',
    intervalSeconds: metricsPlan(metrics).scrapeSeconds,
    rules: rolloutAlertRules(spec),
  };
}
