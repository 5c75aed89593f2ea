import type { FleetReport } from '../../../rollout/report/fleet-report';
import type { RolloutReport } from '../../../rollout/report/rollout-report';
import { fleetHeadLine } from '../fleet-head-line';
import { fleetTone } from '../fleet-tone';
import { plain, type Line } from '../page/page';
import { remainingText } from '../remaining-text';
import { wayBackLine } from '../way-back-line';
import { commandLines } from './command-lines';
import { gateLine } from './gate-line';
import { blockerParts } from './rollout-parts';
import type { TreePart } from './tree-part';

type Cluster = FleetReport['clusters'][number];

/** What is shown first where there is little room, beside what a cluster waits for. */
const RANK = { head: 0, cluster: 2, open: 3, time: 5, undo: 6, over: 7 } as const;

/** The rollouts of all clusters as a tree: below each what it does not pass, waits for, and how it goes back. */
export function fleetParts(report: FleetReport, columns: number): TreePart[] {
  const { clusters, undo, at } = report;
  return [
    { rank: RANK.head, lines: [fleetHeadLine(report)] },
    ...clusters.flatMap((cluster) => clusterParts(cluster, at, columns)),
    { rank: RANK.undo, lines: [plain(`undo: ${undo.text}`)] },
    ...(undo.command === null
      ? []
      : [{ rank: RANK.undo, lines: commandLines(undo.command, columns) }]),
  ];
}

function clusterParts(cluster: Cluster, at: string, columns: number): TreePart[] {
  const { report } = cluster;
  if (report === null || isOver(report))
    return [{ rank: report === null ? RANK.cluster : RANK.over, lines: [clusterLine(cluster)] }];
  const { gates, blockers, remaining, wayBack } = report;
  const open = gates.filter(({ verdict }) => verdict !== 'Pass');
  return [
    { rank: RANK.cluster, lines: [clusterLine(cluster)] },
    ...open.map((gate) => ({ rank: RANK.open, lines: [below(gateLine(gate))] })),
    ...blockers.flatMap((blocker) => blockerParts(blocker, at, columns)).map(indented),
    ...remaining.map((one) => ({
      rank: RANK.time,
      lines: [below(plain(`time: ${remainingText(one)}`))],
    })),
    ...(wayBack === null
      ? []
      : [{ rank: RANK.time, lines: [below([{ text: 'way back: ' }, ...wayBackLine(wayBack)])] }]),
  ];
}

function isOver({ state }: RolloutReport): boolean {
  return state === 'done' || state === 'rolled-back';
}

function clusterLine({ name, proxies, report, unknown }: Cluster): Line {
  const stem = { text: '├ ', tone: 'quiet' as const };
  if (report === null)
    return [stem, { text: `${name}  not known`, tone: 'bad' }, { text: `  ${unknown ?? ''}` }];
  const { state, phase, wave } = report;
  const parts = [
    wave === null ? '' : `wave ${String(wave.number)}/${String(wave.of)} ${wave.name}`,
    proxies === null ? 'proxies not known' : `${proxies.moved}/${proxies.total} proxies`,
  ];
  return [
    stem,
    { text: name, tone: 'strong' },
    { text: '  ' },
    { text: state === 'running' ? phase : state, tone: fleetTone(state) },
    { text: `  ${parts.filter((part) => part !== '').join('  ')}` },
  ];
}

/** A command stays at the edge: it is to be copied. */
function indented({ rank, lines }: TreePart): TreePart {
  return {
    rank,
    lines: lines.map((line) => (line.some(({ isCode }) => isCode) ? line : below(line))),
  };
}

function below(line: Line): Line {
  return [{ text: '│  ', tone: 'quiet' }, ...line];
}
