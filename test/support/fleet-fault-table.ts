import type { UserRequests } from '../../lab/agent/traffic/traffic-model';
import type { EndState } from './end-state';
import { countAndNames, END_STATE_HEAD, endStateCells } from './end-state-cells';
import type { SeenPods } from './watch-sidecars';

/** What a fault came to in a mesh over several clusters: one line of the table. */
export interface FleetFaultRow {
  readonly fault: string;
  /** What the rollout did. */
  readonly outcome: string;
  /** Whom kill -9 met on the way, such as `driver 5, istiod 5`. */
  readonly kills: string;
  /** Requests that came in from users, by one of the gateways. */
  readonly users: UserRequests;
  /** Requests from one network to another. */
  readonly crossNetwork: UserRequests;
  readonly clusters: readonly {
    readonly name: string;
    readonly state: EndState;
    readonly seen: SeenPods;
    /** Objects that were there before and are not any more. */
    readonly lost: readonly string[];
  }[];
}

const HEAD = [
  'fault',
  'what the rollouts did',
  'killed',
  'of users, failed',
  'between networks, failed',
  'pods made / without a sidecar',
  'workloads ever without a ready pod',
  'objects lost',
  'clusters',
  ...END_STATE_HEAD,
];

/** The table as Markdown. */
export function fleetFaultTable(rows: readonly FleetFaultRow[]): string {
  const cells = [HEAD, HEAD.map(() => '---'), ...rows.map(cellsOf)];
  return cells.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function cellsOf({ fault, outcome, kills, users, crossNetwork, clusters }: FleetFaultRow) {
  const made = clusters.reduce((sum, { seen }) => sum + seen.made, 0);
  const named = (namesIn: (one: FleetFaultRow['clusters'][number]) => readonly string[]) =>
    countAndNames(clusters.flatMap((one) => namesIn(one).map((found) => `${one.name} ${found}`)));
  return [
    fault,
    outcome,
    kills === '' ? 'none' : kills,
    failedOf(users),
    failedOf(crossNetwork),
    `${made} / ${named(({ seen }) => seen.bare)}`,
    named(({ seen }) => seen.dark),
    named(({ lost }) => lost),
    ...stateCells(clusters),
  ];
}

function failedOf({ sent, failed }: UserRequests): string {
  return `${failed} of ${sent}`;
}

/** What clusters say that stand alike is said once. */
function stateCells(clusters: FleetFaultRow['clusters']): string[] {
  const [first, ...others] = clusters.map(({ state }) => endStateCells(state));
  const isAlike = others.every((cells) => JSON.stringify(cells) === JSON.stringify(first));
  if (first !== undefined && isAlike) return [`each of ${clusters.length}`, ...first];
  const lines = clusters.map(({ name, state }) => [name, ...endStateCells(state)]);
  return lines[0]!.map((_, column) => lines.map((line) => line[column]).join('<br>'));
}
