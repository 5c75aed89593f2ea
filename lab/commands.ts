import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { createKubeClient } from '../lib/cluster/kube-client';
import { SAMPLE_NAMESPACES } from '../stacks/sample-mesh';
import { withManual } from '../lib/cli/command-manual';
import { awaitScrapes } from './await-scrapes';
import { faultCommand } from './fault-command';
import { chooseLabs } from './fleet/choose-labs';
import { fleetStatus, fleetStatusText } from './fleet/fleet-status';
import { fleetUp } from './fleet/fleet-up';
import { labDown } from './lab-down';
import { LabError } from './lab-error';
import { labStatus, statusText } from './lab-status';
import { labUp } from './lab-up';
import { tail } from './processes';
import { applySample } from './sample';
import { guarded, print, report, say, type Json } from './report';
import { fleetDir, readState } from './state';
import { toolCommand } from './tool-command';

const DEFAULT_LINES = 40;

/** `istio-revisions lab …`: the local control plane. */
export function labCommand(): Command {
  const lab = new Command('lab').description('a real local control plane to try and test against');
  lab.addCommand(upCommand());
  lab.addCommand(downCommand());
  lab.addCommand(statusCommand());
  lab.addCommand(logsCommand());
  lab.addCommand(sampleCommand());
  lab.addCommand(faultCommand());
  lab.addCommand(toolCommand());
  return lab;
}

interface UpOptions extends Json {
  readonly clusters?: string;
  readonly networks?: string;
}

function upCommand(): Command {
  return withManual(
    new Command('up')
      .description('start the lab, building its programs once; a running one is left as it is')
      .option('--clusters <count>', 'a lab with several clusters of one mesh, cluster-1 and so on')
      .option('--networks <count>', 'how many networks they are in, in turn (default: 1)')
      .option('--json', 'print the lab as JSON'),
    {
      examples: [
        'istio-revisions lab up && source .lab/env.sh',
        'istio-revisions lab up --clusters 3 --networks 2',
      ],
      exits: {
        0: 'it runs',
        1: 'it could not be started',
        2: 'bad usage',
        130: 'interrupted; nothing is left',
      },
    },
  ).action((options: UpOptions) =>
    guarded(() => (options.clusters === undefined ? upOne(options) : upSeveral(options))),
  );
}

async function upOne(options: UpOptions): Promise<void> {
  if (options.networks !== undefined) throw new LabError('--networks goes with --clusters');
  const state = await labUp({ dir: fleetDir(), env: process.env, say });
  const { dir, kubeconfig, provider } = state;
  const text = `lab is up; for kubectl and pulumi: source ${join(dir, 'env.sh')}`;
  report(options, { dir, kubeconfig, provider }, text);
}

async function upSeveral(options: UpOptions): Promise<void> {
  const size = { clusters: Number(options.clusters), networks: Number(options.networks ?? 1) };
  const fleet = await fleetUp({ dir: fleetDir(), env: process.env, say }, size);
  const { dir, members } = fleet;
  const text = [
    `lab is up with ${String(members.length)} clusters; for kubectl with a context for each: source ${join(dir, 'env.sh')}`,
    ...members.map((one) => `  ${one.name} in ${one.network}: source ${join(one.dir, 'env.sh')}`),
  ];
  report(options, { dir, members }, text.join('\n'));
}

function downCommand(): Command {
  return withManual(
    new Command('down')
      .description('stop the lab and remove everything it made, also after a crash')
      .option('--json', 'print what was stopped as JSON'),
    {
      examples: ['istio-revisions lab down'],
      exits: { 0: 'nothing is left, or there was no lab', 2: 'bad usage' },
    },
  ).action((options: Json) =>
    guarded(async () => {
      const dir = fleetDir();
      const processes = await labDown(dir, say);
      const text = processes === null ? `no lab in ${dir}` : 'lab is down; nothing is left';
      report(options, { dir, found: processes !== null, processes: processes ?? 0 }, text);
    }),
  );
}

/** Commands that may be about one of several clusters. */
interface OfCluster extends Json {
  readonly cluster?: string;
}

const CLUSTER = '--cluster <name>';

function statusCommand(): Command {
  return withManual(
    new Command('status')
      .description('show what runs; exits 1 unless everything does')
      .option(CLUSTER, 'only this one of several clusters')
      .option('--json', 'print the status as JSON'),
    {
      examples: ['istio-revisions lab status --json'],
      exits: { 0: 'everything runs', 1: 'not everything runs', 2: 'bad usage' },
    },
  ).action((options: OfCluster) =>
    guarded(() => {
      const [first, ...others] = chooseLabs(options.cluster);
      if (first === undefined) throw new LabError('the lab has no cluster');
      const isOne = others.length === 0;
      const status = isOne ? labStatus(first) : fleetStatus(fleetDir(), [first, ...others]);
      const text = 'clusters' in status ? fleetStatusText(status) : statusText(status);
      print(options.json === true ? JSON.stringify(status, null, 2) : text);
      if (!status.running) process.exitCode = 1;
    }),
  );
}

function sampleCommand(): Command {
  return withManual(
    new Command('sample')
      .description(
        'deploy a shop to move: six namespaces with traffic, as a team does with kubectl',
      )
      .option(CLUSTER, 'only in this one of several clusters')
      .option('--json', 'print its namespaces as JSON'),
    {
      about:
        'Its namespaces are labelled for revision 1-30, which "up" installs before. What is there already is left as it is.',
      examples: ['istio-revisions lab sample'],
      exits: {
        0: 'its pods are ready',
        1: 'no lab runs, or its pods do not get ready',
        2: 'bad usage',
      },
    },
  ).action((options: OfCluster) =>
    guarded(async () => {
      for (const dir of chooseLabs(options.cluster)) {
        const state = readState(dir);
        if (state?.phase !== 'running')
          throw new LabError('no lab runs; start one with "istio-revisions lab up"');
        await applySample(createKubeClient({ kubeconfig: state.kubeconfig }), say);
        await awaitScrapes(state.ports.prometheus, SAMPLE_NAMESPACES);
      }
      report(
        options,
        { namespaces: SAMPLE_NAMESPACES },
        `deployed ${SAMPLE_NAMESPACES.join(', ')}`,
      );
    }),
  );
}

function logsCommand(): Command {
  return withManual(
    new Command('logs')
      .description('print the last lines of the logs of the lab')
      .argument('[name]', 'one process, such as agent or kube-apiserver; absent means all')
      .option(CLUSTER, 'only those of this one of several clusters')
      .option('-n, --lines <count>', 'lines of each log', String(DEFAULT_LINES))
      .option('--json', 'print one JSON object for each log'),
    {
      examples: ['istio-revisions lab logs agent -n 100'],
      exits: { 0: 'printed', 1: 'there is no such log', 2: 'bad usage' },
    },
  ).action((name: string | undefined, options: OfCluster & { lines: string }) =>
    guarded(() => {
      const lines = Number(options.lines);
      if (!Number.isInteger(lines) || lines < 1) {
        throw new LabError(`--lines takes a whole number from 1, not "${options.lines}"`);
      }
      for (const dir of chooseLabs(options.cluster)) showLogs(dir, { name, lines }, options);
    }),
  );
}

function showLogs(
  dir: string,
  { name, lines }: { readonly name: string | undefined; readonly lines: number },
  options: Json,
): void {
  const folder = join(dir, 'logs');
  const cluster = readState(dir)?.member?.name;
  const known = logNames(folder);
  const chosen = known.filter(
    (log) => name === undefined || log === name || log.startsWith(`${name}-`),
  );
  if (chosen.length === 0) {
    throw new LabError(
      name === undefined
        ? `no logs in ${folder}`
        : `no log of "${name}"; there are: ${known.join(', ') || 'none'}`,
    );
  }
  const of = cluster === undefined ? {} : { cluster };
  const title = (log: string) => [...Object.values(of), log].join(' ');
  for (const log of chosen) {
    const text = tail(join(folder, `${log}.log`), lines);
    if ((chosen.length > 1 || cluster !== undefined) && options.json !== true)
      say(`==> ${title(log)} <==`);
    report(options, { ...of, name: log, lines: text.split('\n') }, text);
  }
}

function logNames(folder: string): string[] {
  try {
    return readdirSync(folder).map((file) => file.replace(/\.log$/, ''));
  } catch {
    return [];
  }
}
