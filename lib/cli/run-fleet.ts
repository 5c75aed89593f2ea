import { driveFleet, type FleetMember, type MemberEnd } from '../reconcile/drive-fleet';
import type { RolloutReporter } from '../reconcile/drive-rollout';
import { RolloutError } from '../reconcile/rollout-error';
import { fleetProblems } from '../rollout/fleet/checks/fleet-problems';
import { isFinal } from '../rollout/is-final';
import type { RolloutSpec } from '../rollout/rollout-spec';
import type { EnvironmentSpec } from '../../stacks/environments';
import { worstOf } from './each-environment';
import type { EnvironmentContext } from './environment-context';
import { EXIT, type ExitCode } from './exit-code';
import type { Interrupt } from './interrupt';
import { lookAtRollout } from './look-at-rollout';
import { nameInMesh } from './name-in-mesh';
import type { OpenCluster } from './open-cluster';
import { readFleetFacts } from './read-fleet-facts';
import { EXIT_OF, openRun, runOne, type Run, type RunOptions } from './run-one';

/** What tells the steps of an environment. @param cluster - of a fleet, the one that it is in */
export type ReporterOf = (environment: EnvironmentSpec, cluster?: string) => RolloutReporter;

interface FleetRun {
  readonly interrupt: Interrupt;
  readonly reporter: ReporterOf;
  readonly open: OpenCluster;
}

/**
 * Drives the rollouts of all clusters of a fleet in this process. What is wrong with one of them before anything moved is told with
 * all others, and nothing is begun; one that cannot be asked is tried again.
 */
export async function runFleet(
  environments: readonly EnvironmentSpec[],
  options: RunOptions,
  specOf: (context: EnvironmentContext) => RolloutSpec | null,
  { interrupt, reporter, open }: FleetRun,
): Promise<ExitCode> {
  const runs = environments.map((environment): Run => {
    const own = reporter(environment, nameInMesh(environment));
    return { ...options, env: environment.name, reporter: own, interrupt };
  });
  const opened = runs.map((run) => ({ run, context: openRun(run, open) }));
  await requireBeginnable(opened.map(({ context }) => context));
  const members = opened.map(({ run, context }): FleetMember => ({
    name: nameInMesh(context.environment),
    drive: () => runOne(context, specOf, run),
    note: (message) => {
      run.reporter.note(message);
    },
  }));
  const ends = await driveFleet(members, {
    sleep: interrupt.sleep,
    interrupted: () => interrupt.signal.aborted,
  });
  return finish(options, ends);
}

/**
 * What is wrong with the source or with how the clusters are set up, before anything of it moves: what is under way goes on, and most of
 * all back, whatever is wrong. What could not be asked is no problem of the source: it begins later.
 * @throws RolloutError with the problems of all clusters
 */
async function requireBeginnable(contexts: readonly EnvironmentContext[]): Promise<void> {
  const looks = await Promise.all(contexts.map(lookAt));
  const problems = looks.flatMap(({ problems: own }) => own);
  const isUnderWay = looks.some((look) => look.isUnderWay);
  const shared = isUnderWay ? [] : fleetProblems(await readFleetFacts(contexts));
  const all = [
    ...problems,
    ...shared.map(({ member, message }) => `${member === null ? '' : `${member}: `}${message}`),
  ];
  if (all.length > 0) throw new RolloutError('bad-input', 'the rollout cannot start', all);
}

async function lookAt(
  context: EnvironmentContext,
): Promise<{ readonly isUnderWay: boolean; readonly problems: readonly string[] }> {
  try {
    const { started, record } = await lookAtRollout(context);
    return { isUnderWay: started && !isFinal(record), problems: [] };
  } catch (error) {
    const isInput = error instanceof RolloutError && error.kind === 'bad-input';
    const name = nameInMesh(context.environment);
    const problems = isInput ? error.problems.map((problem) => `${name}: ${problem}`) : [];
    return { isUnderWay: false, problems };
  }
}

function finish(options: RunOptions, ends: readonly MemberEnd[]): ExitCode {
  for (const { name: cluster, outcome, message } of ends) {
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ type: 'outcome', cluster, outcome, message })}\n`
        : `${cluster}: ${message}\n`,
    );
  }
  return worstOf(ends.map(({ outcome }) => codeOf(outcome)));
}

function codeOf(outcome: MemberEnd['outcome']): ExitCode {
  if (outcome === 'bad-input') return EXIT.badInput;
  return outcome === 'error' ? EXIT.error : EXIT_OF[outcome];
}
