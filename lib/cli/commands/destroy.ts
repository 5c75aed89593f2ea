import { Command } from 'commander';
import { destroyStages, type DestroyStage } from '../../reconcile/destroy/destroy-stages';
import { destroyToken } from '../../reconcile/destroy/destroy-token';
import { usersLeft } from '../../reconcile/destroy/users-left';
import { isFinal } from '../../rollout/is-final';
import { CliError } from '../cli-error';
import { withManual } from '../command-manual';
import { openEnvironment, type EnvironmentContext } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { listenForInterrupt, type Interrupt } from '../interrupt';
import { runAction } from '../run-action';

interface DestroyOptions {
  readonly env: string;
  readonly confirm?: string;
  readonly json?: true;
}

/** For so long what was deleted may be seen still, in milliseconds: pods end, and proxies part from their istiod. */
const GONE_MS = 180_000;
const LOOK_MS = 2_000;

/** `istio-revisions destroy`: removes a mesh that nothing uses any more, in the one safe order. */
export function destroyCommand(): Command {
  return withManual(
    new Command('destroy')
      .description(
        'remove a mesh that nothing uses any more, in safe order; first it only shows what would go',
      )
      .requiredOption('--env <name>', 'the environment, of a fleet that of one cluster')
      .option(
        '--confirm <token>',
        'do it; the token is shown without this, and names exactly what goes',
      )
      .option('--json', 'print what goes as JSON'),
    {
      about:
        'CRDs stay, with everything that users declared, and so do the root of trust, namespaces and their labels.\n' +
        'It is refused while a namespace, pod or proxy beside its own gateways needs a revision, or that is not known.',
      examples: [
        'istio-revisions destroy --env dev',
        'istio-revisions destroy --env dev --confirm dev/7f3c9a12',
      ],
      exits: {
        0: 'it is gone, or there was nothing',
        1: 'an error; the same command goes on',
        2: 'bad input, or a token of something else',
        4: 'it was shown, and waits for --confirm',
        5: 'refused: something uses it, or a rollout is under way; nothing was changed',
      },
    },
  ).action((options: DestroyOptions) => runAction(() => destroy(options)));
}

async function destroy(options: DestroyOptions): Promise<ExitCode> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const interrupt = listenForInterrupt(() => {
    say('stopping after the current step; the same command goes on');
  });
  try {
    const context = openEnvironment(options.env, { onProgress: say, signal: interrupt.signal });
    const stages = await stagesOf(context);
    if (stages.length === 0) return tell(options, { stages, token: null, done: true });
    await requireUnused(context, stages);
    const token = destroyToken(options.env, stages);
    if (options.confirm === undefined) {
      tell(options, { stages, token, done: false });
      say(`to remove it: istio-revisions destroy --env ${options.env} --confirm ${token}`);
      return EXIT.waitingForPerson;
    }
    if (options.confirm !== token)
      throw new CliError(
        `token ${options.confirm} is not about what is there now; look at it without --confirm`,
        EXIT.badInput,
      );
    for (const stage of stages) await remove(context, stage, say, interrupt);
    return tell(options, { stages, token, done: true });
  } finally {
    interrupt.dispose();
  }
}

/** What of the tree is in the cluster, by the stages in which it goes. */
async function stagesOf(context: EnvironmentContext): Promise<DestroyStage[]> {
  const resources = await context.resources();
  const there = await context.there(resources);
  return destroyStages(resources)
    .map((stage) => ({ ...stage, gone: stage.gone.filter(({ key }) => there.has(key)) }))
    .filter(({ gone }) => gone.length > 0);
}

async function requireUnused(
  { store, environment, observe }: EnvironmentContext,
  stages: readonly DestroyStage[],
): Promise<void> {
  const { record } = await store.peek();
  const underWay =
    record !== null && !isFinal(record)
      ? ['a rollout is under way; end it first, or take it back with "rollout rollback"']
      : [];
  const revisions = environment.mesh.revisions.map(({ revision }) => revision);
  const observation = await observe(null)(null);
  const reasons = [...underWay, ...usersLeft(revisions, stages, observation)];
  if (reasons.length === 0) return;
  throw new CliError(
    ['the mesh is in use, and nothing was changed:', ...reasons.map((one) => `  ${one}`)].join(
      '\n',
    ),
    EXIT.blocked,
  );
}

/** One stage; what it deletes may be seen for a while, and then still counts as in use. */
async function remove(
  { deployerOf }: EnvironmentContext,
  { what, gone, left }: DestroyStage,
  say: (line: string) => void,
  { signal, sleep }: Interrupt,
): Promise<void> {
  say(`removing ${what}: ${String(gone.length)} objects`);
  const deployer = deployerOf(left);
  const deadline = Date.now() + GONE_MS;
  for (;;) {
    if (signal.aborted) throw new CliError('interrupted; the same command goes on', EXIT.error);
    const planned = await deployer.plan();
    const problems = planned.plan.problems.map(({ message }) => message);
    if (problems.length === 0) {
      const result = await deployer.apply(planned);
      if (result?.ok !== false) return;
      throw new CliError(
        [`${what} could not be removed`, ...result.diagnostics].join('\n  '),
        EXIT.error,
      );
    }
    if (Date.now() >= deadline) throw new CliError(problems.join('\n'), EXIT.blocked);
    await sleep(LOOK_MS);
  }
}

interface Told {
  readonly stages: readonly DestroyStage[];
  readonly token: string | null;
  readonly done: boolean;
}

function tell({ env, json }: DestroyOptions, { stages, token, done }: Told): ExitCode {
  const names = ({ gone }: DestroyStage) => gone.map(({ body, name }) => `${body.kind} ${name}`);
  if (json === true) {
    const shown = stages.map((stage) => ({ what: stage.what, objects: names(stage) }));
    process.stdout.write(
      `${JSON.stringify({ environment: env, done, token, stages: shown }, null, 2)}\n`,
    );
    return EXIT.done;
  }
  const lines = stages.flatMap((stage) => [
    `${done ? 'removed' : 'would remove'} ${stage.what}:`,
    ...names(stage).map((name) => `  ${name}`),
  ]);
  process.stdout.write(
    stages.length === 0 ? `${env}: nothing is there\n` : `${lines.join('\n')}\n`,
  );
  return EXIT.done;
}
