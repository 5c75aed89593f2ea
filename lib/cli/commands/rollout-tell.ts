import { hostname } from 'node:os';
import { Command } from 'commander';
import { whoAmI } from '../../cluster/who-am-i';
import { isAlive } from '../../process-identity';
import { guardOf, type Guard } from '../../reconcile/guard';
import { tellRollout } from '../../reconcile/tell-rollout';
import type { CommandType } from '../../rollout/commands/command';
import { commandToken } from '../../rollout/commands/command-token';
import type { EnvironmentSpec } from '../../../stacks/environments';
import { withManual, type CommandManual } from '../command-manual';
import { worstOf } from '../each-environment';
import { environmentsNamed, openEnvironment } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { runAction, tellError } from '../run-action';
import { runRollout } from '../run-rollout';

interface TellOptions {
  readonly env: string;
  readonly reason: string;
  readonly json?: true;
  /** Of a rollback: whether it goes through Git where it is driven from here. */
  readonly git?: true;
}

/** What a command means to the reader of its help. */
interface Telling {
  readonly description: string;
  /** What `[token]` names, for the help. */
  readonly token: string;
  readonly example: string;
  /** @default those of a command that only says something */
  readonly exits?: CommandManual['exits'];
}

const TOLD: CommandManual['exits'] = {
  0: 'it was said',
  1: 'the cluster cannot be reached',
  2: 'bad input: nothing waits for it, or the token is of something that is over',
};

const TELLINGS: Readonly<Record<CommandType, Telling>> = {
  approve: {
    description:
      'let a wave that waits for approval move, or the old revision go, or answer for an undecided gate of a wave',
    token: 'the wave, the gate of it, or the removal, as "rollout status" shows it',
    example: 'approve 7f3c9a12.1/core --env prod --reason "canary looked good"',
  },
  pause: {
    description:
      'stop a rollout where it is; what has moved is still judged, and a breach goes back',
    token: 'the attempt that is meant',
    example: 'pause --env prod --reason "release freeze"',
  },
  resume: {
    description: 'go on with a paused rollout',
    token: 'the attempt that is meant',
    example: 'resume --env prod',
  },
  rollback: {
    description: 'put everything back onto the old revision; driven from here if nobody drives',
    token: 'the attempt that is meant',
    example: 'rollback --env prod --reason "checkout is slow"',
    exits: {
      ...TOLD,
      0: 'it was said, and the driver goes back',
      3: 'nobody drove it, and it went back from here',
      5: 'as 3, but it is blocked',
    },
  },
};

/** `istio-revisions rollout approve|pause|resume|rollback`: what a person tells a rollout. */
export function rolloutTellCommand(type: CommandType): Command {
  const { description, token, example, exits = TOLD } = TELLINGS[type];
  const command = withManual(
    new Command(type)
      .description(description)
      .argument('[token]', `${token}; one that was copied before the rollout went on is refused`)
      .requiredOption('--env <name>', 'the environment, such as dev')
      .option('--reason <text>', 'why, for those who read it later', '')
      .option('--json', 'print what was said as JSON'),
    {
      examples: [`istio-revisions rollout ${example}`],
      exits,
    },
  ).action((named: string | undefined, options: TellOptions) =>
    runAction(() => tell(type, named ?? null, options)),
  );
  return type === 'rollback'
    ? command.option('--git', 'where it is driven from here, through Git, as "rollout run --git"')
    : command;
}

async function tell(
  type: CommandType,
  token: string | null,
  options: TellOptions,
): Promise<ExitCode> {
  const environments = environmentsNamed(options.env);
  // What is approved is a wave of one cluster, which opening it says.
  const [only, ...others] = environments;
  if (others.length > 0 && type !== 'approve') return tellFleet(type, token, options, environments);
  const env = others.length === 0 && only !== undefined ? only.name : options.env;
  const { isHeard } = await tellOne(type, token, { ...options, env }, '');
  if (type !== 'rollback' || isHeard) return EXIT.done;
  return runRollout(environments, options, () => null);
}

/**
 * Tells each cluster of a fleet. Where there is nothing for it to do, such as a way back that another cluster has begun already, the
 * others are told all the same; it fails where none had anything to do, or one could not be asked.
 */
async function tellFleet(
  type: CommandType,
  token: string | null,
  options: TellOptions,
  environments: readonly EnvironmentSpec[],
): Promise<ExitCode> {
  const unheard: EnvironmentSpec[] = [];
  const codes: ExitCode[] = [];
  for (const environment of environments) {
    try {
      const env = environment.name;
      const { isHeard } = await tellOne(type, token, { ...options, env }, `${env}: `);
      if (!isHeard) unheard.push(environment);
      codes.push(EXIT.done);
    } catch (error) {
      codes.push(tellError(error, environment.name));
    }
  }
  const isTold = codes.includes(EXIT.done);
  const told = worstOf(isTold ? codes.filter((code) => code !== EXIT.badInput) : codes);
  if (type !== 'rollback' || unheard.length === 0) return told;
  return worstOf([told, await runRollout(unheard, options, () => null)]);
}

/** Writes a command down. @param about - what the line for people begins with. @returns whether a driver is there that hears it */
async function tellOne(
  type: CommandType,
  token: string | null,
  { env, reason, json }: TellOptions,
  about: string,
): Promise<{ readonly isHeard: boolean }> {
  const { client, store } = openEnvironment(env);
  const by = await whoAmI(client);
  const { record, target } = await tellRollout(store, { type, token, by, at: Date.now(), reason });
  const { lease } = await store.peek();
  const guard = guardOf(lease, hostname(), isAlive, Date.now());
  const named = commandToken(record, target);
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ type, environment: env, token: named, by, reason, guard })}\n`
      : `${about}${type} ${named}, said by ${by}; ${heardBy(type, guard, env)}\n`,
  );
  return { isHeard: guard.held };
}

function heardBy(type: CommandType, guard: Guard, env: string): string {
  if (guard.held) return `${guard.message}, drives the rollout and hears it at its next look`;
  return type === 'rollback'
    ? 'nobody drives the rollout, so it goes back from here'
    : `nobody drives the rollout: it is heard by the next "rollout run --env ${env}"`;
}
