import { Command } from 'commander';
import { CHECKS } from '../../rollout/precheck/checks';
import { fleetPrecheck, type UnreadCluster } from '../../rollout/precheck/fleet-precheck';
import type { PrecheckReport } from '../../rollout/precheck/precheck';
import { waiverProblems } from '../../rollout/precheck/waiver';
import type { EnvironmentSpec } from '../../../stacks/environments';
import { CliError } from '../cli-error';
import { withManual } from '../command-manual';
import { worstOf } from '../each-environment';
import { environmentsNamed, openEnvironment } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { lookBeforeRollout } from '../look-before-rollout';
import { addViewOptions, viewText, type ViewOptions } from '../rollout-view-options';
import { described, runAction } from '../run-action';
import { fleetPrecheckPage, precheckPage } from '../views/precheck-page';

/** `istio-revisions precheck`: what speaks against a rollout, before it begins; nothing is changed. */
export function precheckCommand(): Command {
  const command = new Command('precheck').description(
    'look for everything that speaks against a rollout before it begins, changing nothing',
  );
  return withManual(addViewOptions(command, 'docs/precheck-report.schema.json'), {
    about: [
      'Checks:',
      ...CHECKS.map(({ name, about }) => `  ${name.padEnd(22)} ${about}`),
      '',
      'An error stops a rollout until it is mended, or waived in the environment with a reason: precheck.waive.',
    ].join('\n'),
    examples: [
      'istio-revisions precheck --env prod',
      'istio-revisions precheck --env multi',
      'istio-revisions precheck --env prod --format md >> "$GITHUB_STEP_SUMMARY"',
      'istio-revisions precheck --env prod --json | jq -r \'.findings[] | select(.severity == "error") | .subject\'',
    ],
    exits: {
      0: 'no error is left that is not waived',
      1: 'a cluster cannot be reached',
      2: 'bad input: no rollout is declared, or a waiver is wrong',
      5: 'an error is not waived, or something could not be looked at',
    },
  }).action((options: ViewOptions) => runAction(() => check(options)));
}

async function check(options: ViewOptions): Promise<ExitCode> {
  const environments = environmentsNamed(options.env);
  requireWaivers(environments);
  const [only, ...others] = environments;
  if (only === undefined || others.length > 0) return checkFleet(environments, options);
  const report = await lookBeforeRollout(openEnvironment(only.name));
  process.stdout.write(viewText(report, precheckPage, options));
  return codeOf(report);
}

/** A waiver of a check that does not exist waives nothing, though somebody believes it does. */
function requireWaivers(environments: readonly EnvironmentSpec[]): void {
  const problems = environments.flatMap(({ precheck }) =>
    waiverProblems(precheck?.waive ?? [], CHECKS),
  );
  if (problems.length > 0) throw new CliError([...new Set(problems)].join('\n'), EXIT.badInput);
}

/** A cluster that cannot be asked is told as that, and the others all the same. */
async function checkFleet(
  environments: readonly EnvironmentSpec[],
  options: ViewOptions,
): Promise<ExitCode> {
  const reports: PrecheckReport[] = [];
  const unread: UnreadCluster[] = [];
  const codes: ExitCode[] = [];
  for (const { name, fleet } of environments) {
    try {
      const report = await lookBeforeRollout(openEnvironment(name));
      reports.push(report);
    } catch (error) {
      const { text, exitCode } = described(error);
      unread.push({ cluster: fleet?.cluster ?? name, reason: text });
      codes.push(exitCode);
    }
  }
  const report = fleetPrecheck(options.env, reports, unread);
  process.stdout.write(viewText(report, fleetPrecheckPage, options));
  return worstOf([...codes, codeOf(report)]);
}

function codeOf({ verdict }: Pick<PrecheckReport, 'verdict'>): ExitCode {
  return verdict === 'ready' ? EXIT.done : EXIT.blocked;
}
