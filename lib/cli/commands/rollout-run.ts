import { Command } from 'commander';
import { RolloutError } from '../../reconcile/rollout-error';
import type { RolloutSpec } from '../../rollout/rollout-spec';
import { specProblems } from '../../rollout/start/spec-problems';
import { withManual } from '../command-manual';
import { environmentsNamed, rolloutOf, type EnvironmentContext } from '../environment-context';
import { runAction } from '../run-action';
import type { RunOptions } from '../run-one';
import { runRollout } from '../run-rollout';

/** `istio-revisions rollout run`: drives the declared rollout to its end; the same command resumes or retries it. */
export function rolloutRunCommand(): Command {
  return withManual(
    new Command('run')
      .description(
        'drive the rollout of an environment to its end; run again to resume or to retry',
      )
      .requiredOption('--env <name>', 'the environment, such as dev')
      .option(
        '--supersede',
        'stop a rollout that differs from the declared one where it is, and go on from there',
      )
      .option(
        '--git',
        'commit and push each step for whoever applies the tree in Git, in place of deploying it',
      )
      .option('--json', 'print one JSON object per event'),
    {
      about:
        'In a terminal it shows how the rollout stands, below what it tells. Elsewhere, and in CI, there is a line per change.',
      examples: [
        'istio-revisions rollout run --env dev',
        'istio-revisions rollout run --env prod --git',
      ],
      exits: {
        0: 'done',
        1: 'an error, or stopped with Ctrl-C',
        2: 'bad input, or a rollout that cannot start',
        3: 'rolled back',
        4: 'waiting for a person',
        5: 'blocked or unknown',
      },
    },
  ).action((options: RunOptions) =>
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
