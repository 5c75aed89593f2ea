import { Command } from 'commander';
import { withManual } from '../lib/cli/command-manual';
import { FAULTS, readFaults, writeFaults, type Fault, type FaultType } from './agent/faults';
import { API_ERROR_MODES, type ApiErrorMode } from './api-proxy/api-error-modes';
import { chooseLab, chooseLabs } from './fleet/choose-labs';
import { LabError } from './lab-error';
import { guarded, report, type Json } from './report';
import { readState, type LabState } from './state';

interface SetOptions extends Json {
  readonly revision?: string;
  readonly namespace?: string;
  readonly mode?: string;
  readonly cluster?: string;
}

const OPTIONS = ['revision', 'namespace', 'mode'] as const;

/** What a fault takes, where that is not a revision and a namespace; without them it strikes everywhere. */
const TAKES: Readonly<Partial<Record<FaultType, readonly (typeof OPTIONS)[number][]>>> = {
  'prometheus-down': [],
  'istiod-down': ['revision'],
  'api-errors': ['mode'],
  'cut-off': [],
  'foreign-root': [],
  'east-west-drops': ['revision'],
};

/** What means nothing where there is one cluster. */
const BETWEEN_CLUSTERS: readonly FaultType[] = ['cut-off', 'foreign-root', 'east-west-drops'];

const DEFAULT_MODE: ApiErrorMode = 'mixed';

/** `istio-revisions lab fault …`: breaks something on purpose. */
export function faultCommand(): Command {
  return new Command('fault')
    .description('break something on purpose')
    .addCommand(setCommand())
    .addCommand(clearCommand());
}

function setCommand(): Command {
  return withManual(
    new Command('set')
      .description('let a fault strike, beside those that do already')
      .argument('<fault>', Object.keys(FAULTS).join(', '))
      .option('--revision <name>', 'only pods injected by this revision, or only its istiod')
      .option('--namespace <name>', 'only pods in this namespace')
      .option('--cluster <name>', 'the cluster, in a lab with several')
      .option('--mode <mode>', `how the API server fails (default: ${DEFAULT_MODE})`)
      .option('--json', 'print the faults as JSON'),
    {
      about: [
        'Faults:',
        ...lines(FAULTS),
        '\nModes of api-errors:',
        ...lines(API_ERROR_MODES),
      ].join('\n'),
      examples: [
        'istio-revisions lab fault set errors --revision 1-31 --namespace payments',
        'istio-revisions lab fault set api-errors --mode busy',
      ],
      exits: { 0: 'it strikes', 1: 'no such fault, or no lab', 2: 'bad usage' },
      values: { fault: Object.keys(FAULTS), '--mode': Object.keys(API_ERROR_MODES) },
    },
  ).action((type: string, options: SetOptions) =>
    guarded(() => {
      const dir = chooseLab(options.cluster);
      const { revisions, member } = requireLab(dir);
      const fault = checked(type, options, Object.keys(revisions));
      if (member === undefined && BETWEEN_CLUSTERS.includes(fault.type)) {
        throw new LabError(
          `${type} needs a lab with several clusters: "lab up --clusters <count>"`,
        );
      }
      const others = readFaults(dir).filter((one) => !isSame(one, fault));
      const faults = [...others, fault];
      writeFaults(dir, faults);
      report(options, { faults }, `${fault.type} is set`);
    }),
  );
}

function lines(texts: Readonly<Record<string, string>>): string[] {
  return Object.entries(texts).map(([name, text]) => `  ${name.padEnd(16)} ${text}`);
}

function clearCommand(): Command {
  return withManual(
    new Command('clear')
      .description('end every fault')
      .option('--cluster <name>', 'only those of this one of several clusters')
      .option('--json', 'print the faults as JSON'),
    {
      examples: ['istio-revisions lab fault clear'],
      exits: { 0: 'no fault is set', 1: 'no lab', 2: 'bad usage' },
    },
  ).action((options: Pick<SetOptions, 'cluster' | 'json'>) =>
    guarded(() => {
      for (const dir of chooseLabs(options.cluster)) {
        requireLab(dir);
        writeFaults(dir, []);
      }
      report(options, { faults: [] }, 'no fault is set');
    }),
  );
}

/** @throws LabError for a fault, a target, a mode or a revision that does not exist. */
function checked(type: string, options: SetOptions, revisions: readonly string[]): Fault {
  if (!isFaultType(type)) {
    throw new LabError(`unknown fault "${type}"; known: ${Object.keys(FAULTS).join(', ')}`);
  }
  const { revision, namespace } = options;
  const takes = TAKES[type] ?? ['revision', 'namespace'];
  for (const option of OPTIONS) {
    if (options[option] !== undefined && !takes.includes(option)) {
      throw new LabError(`${type} takes no --${option}: ${FAULTS[type]}`);
    }
  }
  if (revision !== undefined && !revisions.includes(revision)) {
    throw new LabError(`the lab has no revision "${revision}"; it has: ${revisions.join(', ')}`);
  }
  return {
    type,
    ...(revision === undefined ? {} : { revision }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(takes.includes('mode') ? { mode: checkedMode(options.mode ?? DEFAULT_MODE) } : {}),
    since: Date.now(),
  };
}

function checkedMode(mode: string): ApiErrorMode {
  if (Object.hasOwn(API_ERROR_MODES, mode)) return mode as ApiErrorMode;
  const known = Object.keys(API_ERROR_MODES).join(', ');
  throw new LabError(`api-errors has no mode "${mode}"; known: ${known}`);
}

function isFaultType(type: string): type is FaultType {
  return Object.hasOwn(FAULTS, type);
}

/** Of one target; the API server fails in one way at a time. */
function isSame(a: Fault, b: Fault): boolean {
  return a.type === b.type && a.revision === b.revision && a.namespace === b.namespace;
}

function requireLab(dir: string): LabState {
  const state = readState(dir);
  if (state !== null) return state;
  throw new LabError(`no lab in ${dir}; start one with "istio-revisions lab up"`);
}
