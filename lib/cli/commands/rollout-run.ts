import { Command } from 'commander';
import { RolloutError } from '../../reconcile/rollout-error';
import type { RolloutSpec } from '../../rollout/rollout-spec';
import { specProblems } from '../../rollout/start/spec-problems';
import { environmentsNamed, rolloutOf, type EnvironmentContext } from '../environment-context';
import { runAction } from '../run-action';
import type { RunOptions } from '../run-one';
import { runRollout } from '../run-rollout';

/** `istio-revisions rollout run`: drives the declared rollout to its end; the same command resumes or retries it. */
export function rolloutRunCommand(): Command {
  return new Command('run')
    .description('drive the rollout of an environment to its end; run again to resume or to retry')
    .requiredOption('--env <name>', 'the environment, such as dev')
    .option(
      '--supersede',
      'stop a rollout that differs from the declared one where it is, and go on from there',
    )
    .option('--json', 'print one JSON object per event')
    .addHelpText(
      'after',
      '\nExample:\n  $ istio-revisions rollout run --env dev\n\n' +
        'Exit codes: 0 done, 1 error, 2 bad input, 3 rolled back, 4 waiting for a person, 5 blocked.\n',
    )
    .action((options: RunOptions) =>
      runAction(() => runRollout(environmentsNamed(options.env), options, declared)),
    );
}

function declared({ environment }: EnvironmentContext): RolloutSpec {
  const spec = rolloutOf(environment);
  const problems = specProblems(spec);
  if (problems.length > 0)
    throw new RolloutError('bad-input', 'the rollout cannot start', problems);
  return spec;
}
