import type { RolloutMode } from '../../lib/rollout/rollout-spec';
import type { EndState } from './end-state';
import type { SeenPods } from './watch-sidecars';

/** What a fault came to: one line of the table. */
export interface FaultRow {
  readonly fault: string;
  readonly mode: RolloutMode;
  /** What the rollout did. */
  readonly outcome: string;
  /** How often its driver was killed on the way. */
  readonly kills: number;
  /** Requests that it spoiled, as the proxies that answered them counted. */
  readonly spoiled: number;
  readonly seen: SeenPods;
  /** Objects that were there before and are not any more. */
  readonly lost: readonly string[];
  readonly state: EndState;
}

const HEAD = [
  'fault',
  'mode',
  'what the rollout did',
  'kills',
  'spoiled requests',
  'pods made / without a sidecar',
  'workloads ever without a ready pod',
  'objects lost',
  'API server says',
  'istiods say',
  'Prometheus says',
];

/** The table as Markdown. */
export function faultTable(rows: readonly FaultRow[]): string {
  const cells = [HEAD, HEAD.map(() => '---'), ...rows.map(cellsOf)];
  return cells.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function cellsOf({ fault, mode, outcome, kills, spoiled, seen, lost, state }: FaultRow): string[] {
  return [
    fault,
    mode,
    outcome,
    String(kills),
    String(spoiled),
    `${seen.made} / ${namesOf(seen.bare)}`,
    namesOf(seen.dark),
    namesOf(lost),
    [
      `injected by ${state.injectedBy.join(', ')}`,
      `labels ${state.labels.join(', ')}`,
      ...(state.tags.length === 0 ? [] : [`tags ${state.tags.join(', ')}`]),
      `${namesOf(state.unready)} unready`,
    ].join('; '),
    `${countsOf(state.connected)}, ${state.unsynced} unsynced`,
    `${countsOf(state.versions)}, ${Math.round(state.spoiled)} spoiled now`,
  ];
}

function namesOf(names: readonly string[]): string {
  return names.length === 0 ? '0' : `${names.length}: ${names.join(', ')}`;
}

function countsOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} on ${name}`)
    .join(', ');
}
