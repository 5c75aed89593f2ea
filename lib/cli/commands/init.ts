import { existsSync, readFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { Command } from 'commander';
import packageJson from '../../../package.json';
import { devEnvironment } from '../../../stacks/environments/dev';
import type { EnvironmentSpec } from '../../../stacks/environments';
import { createKubeClient } from '../../cluster/kube-client';
import { readInstallation } from '../../cluster/read-installation';
import { UnsupportedMinorError } from '../../generated/supported-minor';
import { InvalidInputError } from '../../operator/issue';
import type { IstioOperatorSpec } from '../../operator/istio-operator';
import { readOperator } from '../../operator/read-operator';
import { CliError } from '../cli-error';
import { withManual } from '../command-manual';
import { EXIT, type ExitCode } from '../exit-code';
import type * as Ask from '../init/ask';
import type { DraftedEnvironment } from '../init/drafted-environment';
import { environmentOfInstallation } from '../init/environment-of-installation';
import { environmentOfOperator, versionOfOperator } from '../init/environment-of-operator';
import { freshEnvironment } from '../init/fresh-environment';
import type { InitOptions } from '../init/init-options';
import { nameProblem } from '../init/name-problem';
import { PROJECT_FILES, projectFiles } from '../init/project-files';
import { requireFree, writeProject } from '../init/write-project';
import { isInteractive } from '../is-interactive';
import { runAction } from '../run-action';

interface InitCommandOptions extends InitOptions {
  readonly yes?: true;
  readonly json?: true;
}

/** `istio-revisions init`: writes a project with one environment, which every other command works on. */
export function initCommand(): Command {
  return withManual(
    new Command('init')
      .description(
        'write a project: environments as data, and what Pulumi and cdk8s need; over nothing that is there',
      )
      .argument('[folder]', 'where; by default this folder', '.')
      .option('--env <name>', 'what its environment is called', 'dev')
      .option('--lab', 'for the lab: two revisions, a gateway, and a rollout between them')
      .option('--from <path>', 'from an IstioOperator document')
      .option(
        '--from-cluster',
        'from what runs in a cluster, for "adopt" to take over; it is only read',
      )
      .option('--istio <version>', 'the Istio version, where nothing else says it')
      .option(
        '--gateway <namespace/name>',
        'a gateway for traffic from outside, of a new mesh; may be repeated',
        (value: string, all: readonly string[]) => [...all, value],
        [],
      )
      .option('--kubeconfig <path>', 'the cluster is one of this kubeconfig')
      .option('--context <name>', 'the context of the kubeconfig')
      .option('--yes', 'ask nothing; what is not given is as it stands above')
      .option('--json', 'print what was written as JSON'),
    {
      about: 'In a terminal, and without any option, it asks for what only you know.',
      examples: [
        'istio-revisions init mesh',
        'istio-revisions init mesh --lab',
        'istio-revisions init mesh --env prod --context prod --istio 1.31.0',
        'istio-revisions init mesh --env prod --from iop.yaml',
        'istio-revisions init mesh --env prod --from-cluster --context prod',
      ],
      exits: {
        0: 'the project is written',
        1: 'the cluster cannot be reached, or the folder not be written',
        2: 'bad input, or files are there already; nothing is written',
        130: 'Ctrl-C at a question; nothing is written',
      },
    },
  ).action((folder: string, options: InitCommandOptions, command: Command) =>
    runAction(async () =>
      init(folder, isAsked(command) ? { ...options, ...(await answers(folder)) } : options),
    ),
  );
}

/** Whether a person is there, who gave no option. */
function isAsked(command: Command): boolean {
  const isGiven = command.options.some(
    (option) => command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  return (
    !isGiven && [process.stdin, process.stderr].every((one) => isInteractive(one, process.env))
  );
}

function answers(folder: string): Promise<InitOptions> {
  // Before the questions, not after them.
  requireFree(resolve(folder), PROJECT_FILES);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it takes long to load, and most ask nothing
  const { ask } = require('../init/ask') as typeof Ask;
  return ask({
    problem: (path) => (existsSync(path) ? null : `there is no ${path}`),
    namesVersion: (path) => versionOfOperator(specOf(path)) !== null,
  });
}

async function init(folder: string, options: InitCommandOptions): Promise<ExitCode> {
  requireOneSource(options);
  const { environment, notes } = await drafted(options);
  const path = resolve(folder);
  const name = projectName(basename(path));
  const commands = nextCommands(environment);
  const files = projectFiles({
    name,
    version: packageJson.version,
    environments: [environment],
    commands,
  });
  writeProject(path, files);
  for (const note of notes) process.stderr.write(`note: ${note}\n`);
  if (options.json === true) {
    const printed = { folder: path, name, files: Object.keys(files), notes, next: commands };
    process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
    return EXIT.done;
  }
  const shown = relative(process.cwd(), path);
  const enter = shown === '' ? [] : [`cd ${shown}`];
  process.stdout.write(
    [
      `wrote ${Object.keys(files).join(', ')}`,
      'next:',
      ...[...enter, ...commands].map((one) => `  ${one}`),
      '',
    ].join('\n'),
  );
  return EXIT.done;
}

function requireOneSource(options: InitOptions): void {
  const { lab, from, fromCluster, gateway, kubeconfig, context } = options;
  const sources = [
    ...(lab === true ? ['--lab'] : []),
    ...(from === undefined ? [] : ['--from']),
    ...(fromCluster === true ? ['--from-cluster'] : []),
  ];
  if (sources.length > 1)
    throw new CliError(
      `${sources.join(' and ')} exclude each other: a project is drafted from one`,
      EXIT.badInput,
    );
  if (sources.length > 0 && gateway.length > 0)
    throw new CliError(
      `${sources.join('')} says which gateways there are; leave --gateway out, or add them to environments.ts`,
      EXIT.badInput,
    );
  if (lab === true && (kubeconfig ?? context) !== undefined)
    throw new CliError(
      'the lab has a kubeconfig of its own; leave --kubeconfig and --context out',
      EXIT.badInput,
    );
}

async function drafted(options: InitOptions): Promise<DraftedEnvironment> {
  const { env, lab, from, fromCluster, istio, gateway, kubeconfig, context } = options;
  requireName(env);
  const cluster = {
    ...(kubeconfig === undefined ? {} : { kubeconfig: resolve(kubeconfig) }),
    ...(context === undefined ? {} : { context }),
  };
  const place = { name: env, cluster };
  if (lab === true) return { environment: { ...devEnvironment, name: env }, notes: [] };
  try {
    if (from !== undefined) return environmentOfOperator(specOf(from), place, istio);
    if (fromCluster === true)
      return environmentOfInstallation(await readInstallation(createKubeClient(cluster)), place);
    return { environment: freshEnvironment(place, istio, gateway), notes: [] };
  } catch (error) {
    if (error instanceof UnsupportedMinorError) throw new CliError(error.message, EXIT.badInput);
    throw error;
  }
}

function specOf(path: string): IstioOperatorSpec {
  const read = readOperator(readDocument(path), path);
  if (read.file === null || read.issues.some(({ severity }) => severity === 'error'))
    throw new InvalidInputError(read.issues);
  return (read.file.document['spec'] ?? {}) as IstioOperatorSpec;
}

function readDocument(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CliError(`${path} cannot be read: ${reason}`, EXIT.badInput);
  }
}

function requireName(env: string): void {
  const problem = nameProblem(env);
  if (problem !== null) throw new CliError(`--env ${env}: ${problem}`, EXIT.badInput);
}

/** A name that Pulumi and npm take. */
function projectName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'mesh' : name;
}

function nextCommands({ name, cluster, rollout }: EnvironmentSpec): string[] {
  return [
    `istio-revisions up --env ${name}`,
    ...(cluster.lab === undefined ? [] : ['istio-revisions lab sample']),
    ...(rollout === undefined
      ? []
      : [
          `istio-revisions rollout run --env ${name}`,
          `istio-revisions rollout status --env ${name}`,
        ]),
  ];
}
