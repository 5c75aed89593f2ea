import { Command } from 'commander';
import { FAULTS, readFaults, writeFaults, type Fault, type FaultType } from './agent/faults';
import { LabError } from './lab-error';
import { guarded, report, type Json } from './report';
import { labDir, readState, type LabState } from './state';

interface SetOptions extends Json {
  readonly revision?: string;
  readonly namespace?: string;
}

/** Which targets a fault takes; the others strike everywhere. */
const TAKES: Readonly<Partial<Record<FaultType, readonly ('revision' | 'namespace')[]>>> = {
  'prometheus-down': [],
  'istiod-down': ['revision'],
};

/** `istio-revisions lab fault …`: breaks something on purpose. */
export function faultCommand(): Command {
  return new Command('fault')
    .description('break something on purpose')
    .addCommand(setCommand())
    .addCommand(clearCommand());
}

function setCommand(): Command {
  const list = Object.entries(FAULTS).map(([name, text]) => `  ${name.padEnd(16)} ${text}`);
  return new Command('set')
    .description('let a fault strike, beside those that do already')
    .argument('<fault>', Object.keys(FAULTS).join(', '))
    .option('--revision <name>', 'only pods injected by this revision, or only its istiod')
    .option('--namespace <name>', 'only pods in this namespace')
    .option('--json', 'print the faults as JSON')
    .addHelpText(
      'after',
      [
        '\nFaults:',
        ...list,
        '\nExample:',
        '  $ istio-revisions lab fault set errors --revision 1-31 --namespace payments\n',
      ].join('\n'),
    )
    .action((type: string, options: SetOptions) =>
      guarded(() => {
        const { revisions } = requireLab();
        const fault = checked(type, options, Object.keys(revisions));
        const others = readFaults(labDir()).filter((one) => !isSame(one, fault));
        setFaults(options, [...others, fault], `${fault.type} is set`);
      }),
    );
}

function clearCommand(): Command {
  return new Command('clear')
    .description('end every fault')
    .option('--json', 'print the faults as JSON')
    .addHelpText('after', '\nExample:\n  $ istio-revisions lab fault clear\n')
    .action((options: Json) =>
      guarded(() => {
        requireLab();
        setFaults(options, [], 'no fault is set');
      }),
    );
}

/** @throws LabError for a fault, a target or a revision that does not exist. */
function checked(type: string, options: SetOptions, revisions: readonly string[]): Fault {
  if (!isFaultType(type)) {
    throw new LabError(`unknown fault "${type}"; known: ${Object.keys(FAULTS).join(', ')}`);
  }
  const { revision, namespace } = options;
  const takes = TAKES[type] ?? ['revision', 'namespace'];
  for (const target of ['revision', 'namespace'] as const) {
    if (options[target] !== undefined && !takes.includes(target)) {
      throw new LabError(`${type} takes no --${target}: ${FAULTS[type]}`);
    }
  }
  if (revision !== undefined && !revisions.includes(revision)) {
    throw new LabError(`the lab has no revision "${revision}"; it has: ${revisions.join(', ')}`);
  }
  return {
    type,
    ...(revision === undefined ? {} : { revision }),
    ...(namespace === undefined ? {} : { namespace }),
    since: Date.now(),
  };
}

function isFaultType(type: string): type is FaultType {
  return Object.hasOwn(FAULTS, type);
}

function isSame(a: Fault, b: Fault): boolean {
  return a.type === b.type && a.revision === b.revision && a.namespace === b.namespace;
}

function setFaults(options: Json, faults: readonly Fault[], text: string): void {
  writeFaults(labDir(), faults);
  report(options, { faults }, text);
}

function requireLab(): LabState {
  const state = readState(labDir());
  if (state !== null) return state;
  throw new LabError(`no lab in ${labDir()}; start one with "istio-revisions lab up"`);
}
