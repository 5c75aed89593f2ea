import type { RolloutOutcome } from '../reconcile/drive-rollout';
import type { RolloutSpec } from '../rollout/rollout-spec';
import type { EnvironmentSpec } from '../../stacks/environments';
import type { EnvironmentContext } from './environment-context';
import type { ExitCode } from './exit-code';
import { followClusters } from './follow-clusters';
import { listenForInterrupt } from './interrupt';
import { openScreen } from './open-screen';
import { runFleet, type ReporterOf } from './run-fleet';
import { EXIT_OF, openRun, reporterOf, runOne, type RunOptions } from './run-one';
import { watchRun } from './watch-run';

/**
 * Drives the rollout of an environment to its end, as the one driver of its cluster, and tells every step; those of several clusters
 * of a mesh side by side. In a terminal it shows how it stands, too.
 * @param specOf - the rollout to drive; `null` goes on with the stored one
 */
export async function runRollout(
  environments: readonly EnvironmentSpec[],
  options: RunOptions,
  specOf: (context: EnvironmentContext) => RolloutSpec | null,
): Promise<ExitCode> {
  const screen = openScreen(options);
  const interrupt = listenForInterrupt(() => {
    screen.say('stopping after the current step; the same command continues');
  });
  const clusters = followClusters();
  const { show } = screen;
  const watching = show === null ? null : watchRun(options.env, environments, show, Date.now);
  const reporter: ReporterOf = (environment, cluster) => {
    const told = reporterOf(options, screen, cluster);
    return watching?.(environment, told) ?? told;
  };
  try {
    const [only, ...others] = environments;
    const ports = { interrupt, reporter, open: clusters.open };
    if (only === undefined || others.length > 0)
      return await runFleet(environments, options, specOf, ports);
    const run = { ...options, env: only.name, reporter: reporter(only), interrupt };
    return finish(options, await runOne(openRun(run, clusters.open), specOf, run));
  } finally {
    screen.close();
    clusters.close();
    interrupt.dispose();
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
  return EXIT_OF[outcome];
}
