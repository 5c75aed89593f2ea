import type { RolloutMode } from '../../lib/rollout/rollout-spec';
import type { EndState } from './end-state';
import { countAndNames, END_STATE_HEAD, endStateCells } from './end-state-cells';
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
  ...END_STATE_HEAD,
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
    `${seen.made} / ${countAndNames(seen.bare)}`,
    countAndNames(seen.dark),
    countAndNames(lost),
    ...endStateCells(state),
  ];
}
