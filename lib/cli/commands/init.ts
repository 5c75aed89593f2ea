import { readFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { Command } from 'commander';
import packageJson from '../../../package.json';
import { devEnvironment } from '../../../stacks/environments/dev';
import type { EnvironmentSpec } from '../../../stacks/environments';
import { createKubeClient } from '../../cluster/kube-client';
import { readInstallation } from '../../cluster/read-installation';
import { MINORS } from '../../generated/minors';
import { supportedMinor, UnsupportedMinorError } from '../../generated/supported-minor';
import { InvalidInputError } from '../../operator/issue';
import type { IstioOperatorSpec } from '../../operator/istio-operator';
import { readOperator } from '../../operator/read-operator';
import { CliError } from '../cli-error';
import { withManual } from '../command-manual';
import { EXIT, type ExitCode } from '../exit-code';
import type { DraftedEnvironment } from '../init/drafted-environment';
import { environmentOfInstallation } from '../init/environment-of-installation';
import { environmentOfOperator } from '../init/environment-of-operator';
import { projectFiles } from '../init/project-files';
import { revisionName } from '../init/revision-name';
import { writeProject } from '../init/write-project';
import { runAction } from '../run-action';

interface InitOptions {
  readonly env: string;
  readonly lab?: true;
  readonly from?: string;
  readonly fromCluster?: true;
  readonly istio?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
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
      .option('--kubeconfig <path>', 'the cluster is one of this kubeconfig')
      .option('--context <name>', 'the context of the kubeconfig')
      .option('--json', 'print what was written as JSON'),
    {
      examples: [
        'istio-revisions init mesh --lab',
        'istio-revisions init mesh --env prod --context prod --istio 1.31.0',
        'istio-revisions init mesh --env prod --from iop.yaml',
        'istio-revisions init mesh --env prod --from-cluster --context prod',
      ],
      exits: {
        0: 'the project is written',
        1: 'the cluster cannot be reached, or the folder not be written',
        2: 'bad input, or files are there already; nothing is written',
      },
    },
  ).action((folder: string, options: InitOptions) => runAction(() => init(folder, options)));
}

async function init(folder: string, options: InitOptions): Promise<ExitCode> {
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

function requireOneSource({ lab, from, fromCluster, kubeconfig, context }: InitOptions): void {
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
  if (lab === true && (kubeconfig ?? context) !== undefined)
    throw new CliError(
      'the lab has a kubeconfig of its own; leave --kubeconfig and --context out',
      EXIT.badInput,
    );
}

async function drafted(options: InitOptions): Promise<DraftedEnvironment> {
  const { env, lab, from, fromCluster, istio, kubeconfig, context } = options;
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
    return { environment: fresh(place, istio ?? `${MINORS.at(-1) ?? ''}.0`), notes: [] };
  } catch (error) {
    if (error instanceof UnsupportedMinorError) throw new CliError(error.message, EXIT.badInput);
    throw error;
  }
}

function fresh(place: Pick<EnvironmentSpec, 'name' | 'cluster'>, version: string): EnvironmentSpec {
  if (!/^\d+\.\d+\.\d+$/.test(version))
    throw new CliError(`--istio ${version} is no version such as 1.31.0`, EXIT.badInput);
  supportedMinor(version.split('.').slice(0, 2).join('.'));
  const revision = revisionName(version);
  return {
    ...place,
    mesh: {
      namespace: 'istio-system',
      base: { version, defaultRevision: revision },
      revisions: [{ revision, version, meshConfig: { accessLogFile: '/dev/stdout' } }],
      gateways: [],
    },
  };
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

/** It is the name of a stack, too. */
function requireName(env: string): void {
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(env)) return;
  throw new CliError(
    `--env ${env}: a name has lower-case letters, digits and "-", such as dev`,
    EXIT.badInput,
  );
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
