import type { OperatorStatus, Phase } from '../../lib/rollout/status/operator-status';
import { awaitThat } from './await-that';
import type { Kubectl } from './kubectl';

/** What a person reads of one IstioOperator object, in the words of kubectl. */
export interface OperatorStory {
  /** Its row of `kubectl get istiooperators`, by the names of the columns. */
  readonly row: Readonly<Record<string, string>>;
  /** What `-o wide` adds to the row. */
  readonly message: string;
  /** The conditions in `kubectl describe`, by their types: status, reason, message. */
  readonly conditions: Readonly<Record<string, readonly [string, string, string]>>;
  /** The Events in `kubectl describe`, oldest first: type, reason, message. */
  readonly events: readonly (readonly [string, string, string])[];
  /** How often each of them was told, by their messages: what is told again soon is counted, and stays where it is. */
  readonly times: Readonly<Record<string, number>>;
}

interface ReadOperator {
  readonly metadata: { readonly generation: number };
  readonly status?: OperatorStatus;
}

/** Waits until the status of an object is about its present spec and in a phase, and reads what it tells. */
export async function storyAt(
  kubectl: Kubectl,
  name: string,
  phase: Phase,
): Promise<OperatorStory> {
  await awaitThat(`${name} being ${phase}`, async () => {
    const { metadata, status } = await kubectl.read<ReadOperator>('istiooperator', name);
    const isPresent = status?.observedGeneration === metadata.generation;
    return isPresent && status.phase === phase ? status : undefined;
  });
  const table = await kubectl.run('get istiooperators');
  const wide = await kubectl.run('get istiooperators -o wide');
  const text = await kubectl.run(`describe istiooperator ${name}`);
  const [described = '', events = ''] = text.split(/^Events:/m);
  const told = eventsOf(events);
  return {
    row: rowOf(table, name),
    message: rowOf(wide, name)['MESSAGE'] ?? '',
    conditions: conditionsOf(described),
    events: told.map(({ event }) => event),
    times: Object.fromEntries(told.map(({ event, times }) => [event[2], times])),
  };
}

/** kubectl pads every column to its widest cell; the last one may have spaces in it. */
function rowOf(table: string, name: string): Record<string, string> {
  const [header = '', ...rows] = table.split('\n');
  const row = rows.find((one) => one.startsWith(`${name} `)) ?? '';
  const starts = [...header.matchAll(/\S+/g)].map(({ index }) => index);
  return Object.fromEntries(
    starts.map((start, place) => [
      header.slice(start, starts[place + 1]).trim(),
      row.slice(start, starts[place + 1]).trim(),
    ]),
  );
}

function conditionsOf(described: string): OperatorStory['conditions'] {
  const pattern =
    /^ +Message: +(?<message>.*)\n +Observed Generation: .*\n +Reason: +(?<reason>.*)\n +Status: +(?<status>.*)\n +Type: +(?<type>.*)$/gm;
  return Object.fromEntries(
    [...described.matchAll(pattern)].map(({ groups = {} }) => {
      const { type = '', status = '', reason = '', message = '' } = groups;
      return [type, [status, reason, message]] as const;
    }),
  );
}

interface ToldEvent {
  readonly event: OperatorStory['events'][number];
  readonly times: number;
}

function eventsOf(table: string): ToldEvent[] {
  const pattern =
    /^ +(Normal|Warning) +(\S+) +\S+(?: \(x(\d+) over \S+\))? +istio-revisions(?:, \S+)? +(.*)$/gm;
  return [...table.matchAll(pattern)].map(
    ([, type = '', reason = '', times = '1', message = '']) => ({
      event: [type, reason, message],
      times: Number(times),
    }),
  );
}
