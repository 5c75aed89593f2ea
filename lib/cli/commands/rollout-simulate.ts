import { Command, InvalidArgumentError } from 'commander';
import { messageOf } from '../../cluster/api-error';
import { isFinal } from '../../rollout/is-final';
import type { RolloutSpec } from '../../rollout/rollout-spec';
import { specProblems } from '../../rollout/start/spec-problems';
import { FAULTS } from '../../simulate/faults';
import { runSimulation } from '../../simulate/run-simulation';
import { SimCluster } from '../../simulate/sim-cluster';
import type { PlacedFault } from '../../simulate/sim-fault';
import type { SimStart } from '../../simulate/sim-state';
import { startOfObservation } from '../../simulate/start-of-observation';
import { startOfSpec, usual } from '../../simulate/start-of-spec';
import { CliError } from '../cli-error';
import { withManual } from '../command-manual';
import { environmentNamed, openEnvironment, rolloutOf, versionsOf } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { runAction } from '../run-action';
import { simulationExitCode } from '../simulation-exit-code';
import { simulationJson, simulationView } from '../views/simulation-view';

interface SimulateOptions {
  readonly env: string;
  readonly fault: readonly string[];
  readonly seed: number;
  readonly offline?: true;
  readonly json?: true;
}

/** How long an approval is waited for, in milliseconds. */
const APPROVE_MS = 10 * 60_000;

/** A rollout that has not ended a week after what it has to wait for does not end. */
const PATIENCE_MS = 7 * 24 * 3_600_000;

/** `istio-revisions rollout simulate`: plays the rollout of an environment, and what goes wrong in it, on a model. */
export function rolloutSimulateCommand(): Command {
  const faults = FAULTS.map(({ name, says }) => `  ${name.padEnd(18)} ${says}`).join('\n');
  return withManual(
    new Command('simulate')
      .description('play the rollout of an environment on a model of its cluster, in seconds')
      .requiredOption('--env <name>', 'the environment, such as dev')
      .option(
        '--fault <name[@wave]>',
        'something that goes wrong from the release of a wave on, by default of the last one; may be repeated',
        (value: string, all: readonly string[]) => [...all, value],
        [],
      )
      .option('--seed <number>', 'makes traffic and delays differ from run to run', seedOf, 1)
      .option('--offline', 'do not look at the cluster: play on what the spec alone tells')
      .option('--json', 'print JSON'),
    {
      about: `Faults:\n${faults}\n\nThe cluster is only read. What could not be read is assumed, and the output says so.`,
      examples: [
        'istio-revisions rollout simulate --env prod --fault errors@canary --fault driver-killed',
      ],
      exits: {
        0: 'it ends done',
        1: 'a rule that every rollout keeps was broken',
        2: 'bad input, or a rollout that would be refused',
        3: 'it ends rolled back',
        4: 'it waits for a person',
        5: 'it ends blocked, or not at all',
      },
      values: { '--fault': FAULTS.map(({ name }) => name) },
    },
  ).action((options: SimulateOptions) => runAction(() => simulate(options)));
}

async function simulate(options: SimulateOptions): Promise<ExitCode> {
  const environment = environmentNamed(options.env);
  const spec = rolloutOf(environment);
  const faults = placed(options.fault, spec);
  const problems = specProblems(spec);
  if (problems.length > 0) throw new CliError(problems.join('\n'), EXIT.badInput);
  const { start, assumptions } = await startOf(options, spec);
  const cluster = SimCluster.start({ ...start, versions: versionsOf(environment) }, 0);
  const { seed } = options;
  const limits = { approveMs: APPROVE_MS, limitMs: PATIENCE_MS };
  const result = runSimulation({ spec, cluster, faults, seed, ...limits });
  const told = { environment: options.env, seed, assumptions, spec, result };
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(simulationJson(told), null, 2)}\n`
      : simulationView(told),
  );
  return simulationExitCode(result);
}

/** The faults that are named, each at its wave. @throws CliError (2) with all that is wrong */
function placed(names: readonly string[], { waves }: RolloutSpec): PlacedFault[] {
  const problems: string[] = [];
  const found = names.flatMap((given) => {
    const [name = '', wave = null] = given.split('@', 2);
    const fault = FAULTS.find((one) => one.name === name);
    if (fault === undefined) {
      const known = FAULTS.map((one) => one.name).join(', ');
      problems.push(`--fault ${given}: there is no fault "${name}"; known: ${known}`);
    }
    if (wave !== null && !waves.some((one) => one.name === wave)) {
      const known = waves.map((one) => one.name).join(', ');
      problems.push(`--fault ${given}: there is no wave "${wave}"; declared: ${known}`);
    }
    return fault === undefined ? [] : [{ fault, wave }];
  });
  if (problems.length > 0) throw new CliError(problems.join('\n'), EXIT.badInput);
  return found;
}

interface Start {
  readonly start: SimStart;
  /** What is not known of the cluster, and was made up. */
  readonly assumptions: readonly string[];
}

async function startOf({ env, offline, seed }: SimulateOptions, spec: RolloutSpec): Promise<Start> {
  const assumed = usual(seed);
  const { podStartMs, istiodStartMs } = assumed.timing;
  const isAsked =
    spec.removal === 'approve' || spec.waves.some(({ approval }) => approval === true);
  const always = [
    ...(isAsked ? [`somebody approves ${APPROVE_MS / 60_000} min after being asked to`] : []),
    `a pod needs ${podStartMs / 1000} s to get ready, an istiod ${istiodStartMs / 1000} s`,
    `every pod answers ${assumed.traffic.perMinute} requests a minute, of which ${assumed.traffic.errors * 100} % fail`,
  ];
  const fromSpec = (why: string): Start => ({
    start: startOfSpec(spec, assumed),
    assumptions: [
      `${why}: every namespace is labelled for ${spec.from}, and has two Deployments of two pods`,
      ...always,
    ],
  });
  if (offline === true) return fromSpec('the cluster was not looked at');
  try {
    const context = openEnvironment(env);
    const { record } = await context.store.load();
    if (record !== null && !isFinal(record))
      return fromSpec('a rollout is under way, and is played from its beginning');
    const observation = await context.observe(spec)(null);
    const start = startOfObservation(spec, observation, assumed);
    return start === null
      ? fromSpec('the cluster could not be read')
      : { start, assumptions: always };
  } catch (error) {
    if (error instanceof CliError && error.exitCode === EXIT.badInput) throw error;
    return fromSpec(`the cluster could not be read (${messageOf(error).split('\n')[0] ?? ''})`);
  }
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new InvalidArgumentError('must be a whole number from 0');
  return seed;
}
