import { hostname } from 'node:os';
import { Command } from 'commander';
import { whoAmI } from '../../cluster/who-am-i';
import { isAlive } from '../../process-identity';
import { guardOf, type Guard } from '../../reconcile/guard';
import { tellRollout } from '../../reconcile/tell-rollout';
import type { CommandType } from '../../rollout/commands/command';
import { commandToken } from '../../rollout/commands/command-token';
import { eachEnvironment } from '../each-environment';
import { openEnvironment } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { runAction } from '../run-action';
import { runRollout } from '../run-rollout';

interface TellOptions {
  readonly env: string;
  readonly reason: string;
  readonly json?: true;
}

/** What a command means to the reader of its help. */
interface Telling {
  readonly description: string;
  /** What `[token]` names, for the help. */
  readonly token: string;
  readonly example: string;
}

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
  },
};

/** `istio-revisions rollout approve|pause|resume|rollback`: what a person tells a rollout. */
export function rolloutTellCommand(type: CommandType): Command {
  const { description, token, example } = TELLINGS[type];
  return new Command(type)
    .description(description)
    .argument('[token]', `${token}; one that was copied before the rollout went on is refused`)
    .requiredOption('--env <name>', 'the environment, such as dev')
    .option('--reason <text>', 'why, for those who read it later', '')
    .option('--json', 'print what was said as JSON')
    .addHelpText('after', `\nExample:\n  $ istio-revisions rollout ${example}\n`)
    .action((named: string | undefined, options: TellOptions) =>
      runAction(() =>
        // What is approved is a wave of one cluster.
        type === 'approve'
          ? tell(type, named ?? null, options)
          : eachEnvironment(options.env, (env) => tell(type, named ?? null, { ...options, env })),
      ),
    );
}

async function tell(
  type: CommandType,
  token: string | null,
  { env, reason, json }: TellOptions,
): Promise<ExitCode> {
  const { client, store } = openEnvironment(env);
  const by = await whoAmI(client);
  const { record, target } = await tellRollout(store, { type, token, by, at: Date.now(), reason });
  const { lease } = await store.peek();
  const guard = guardOf(lease, hostname(), isAlive, Date.now());
  const named = commandToken(record, target);
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ type, token: named, by, reason, guard })}\n`
      : `${type} ${named}, said by ${by}; ${heardBy(type, guard, env)}\n`,
  );
  if (type !== 'rollback' || guard.held) return EXIT.done;
  return runRollout({ env, ...(json === undefined ? {} : { json }) }, () => null);
}

function heardBy(type: CommandType, guard: Guard, env: string): string {
  if (guard.held) return `${guard.message}, drives the rollout and hears it at its next look`;
  return type === 'rollback'
    ? 'nobody drives the rollout, so it goes back from here'
    : `nobody drives the rollout: it is heard by the next "rollout run --env ${env}"`;
}
