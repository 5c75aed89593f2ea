import type { Blocker } from '../../../rollout/report/blockers';
import type { GateRow } from '../../../rollout/report/gate-rows';
import type { RolloutReport } from '../../../rollout/report/rollout-report';
import type { WaveRow } from '../../../rollout/report/wave-rows';
import { blockerLine } from '../blocker-line';
import { durationText } from '../duration-text';
import { headLine } from '../head-line';
import { movedIn } from '../../../rollout/report/moved-in';
import { plain, type Line } from '../page/page';
import { remainingText } from '../remaining-text';
import { glyphOf, stateGlyph, toneOf } from '../verdict-mark';
import { wayBackLine } from '../way-back-line';
import { commandLines } from './command-lines';
import { gateLine } from './gate-line';
import type { TreePart } from './tree-part';

/** What is shown first where there is little room. */
const RANK = {
  head: 0,
  command: 1,
  wave: 2,
  open: 3,
  waits: 4,
  time: 5,
  undo: 6,
  passing: 7,
} as const;

/** The rollout of one cluster as a tree: its waves, below the present one its gates, and what a person wants to know of it. */
export function rolloutParts(report: RolloutReport, columns: number): TreePart[] {
  const { waves, wave, gates, blockers, remaining, wayBack, undo, at } = report;
  const present =
    (wave?.number ?? waves.findIndex(({ state }) => state === 'waiting') + 1) || waves.length;
  const last = waves.length;
  return [
    { rank: RANK.head, lines: [headLine(report)] },
    ...waves.flatMap((one): TreePart[] => [
      { rank: waveRank(one.number, present), lines: [waveLine(one, one.number === last)] },
      ...(one.number === present ? gateParts(gates, one, one.number === last) : []),
    ]),
    ...blockers.flatMap((blocker) => blockerParts(blocker, at, columns)),
    ...labelled(
      RANK.time,
      'time',
      remaining.map((one) => plain(remainingText(one))),
    ),
    ...labelled(RANK.time, 'way back', wayBack === null ? [] : [wayBackLine(wayBack)]),
    ...labelled(RANK.undo, 'undo', [plain(undo.text)]),
    ...(undo.command === null
      ? []
      : [{ rank: RANK.undo, lines: commandLines(undo.command, columns) }]),
  ];
}

/** The present wave, then those beside it: after a thousand waves nobody needs the first. */
function waveRank(number: number, present: number): number {
  const away = Math.abs(number - present);
  return away === 0 ? RANK.wave : RANK.passing + away;
}

function waveLine(wave: WaveRow, isLast: boolean): Line {
  const { number, name, state, verdict, soakLeftSeconds } = wave;
  const isMarked = verdict !== null && verdict !== 'Pass';
  const glyph = isMarked ? glyphOf(verdict) : stateGlyph(state);
  const soak = soakLeftSeconds === null ? '' : `  ${durationText(soakLeftSeconds)} left`;
  const tone = isMarked ? toneOf(verdict) : state === 'waiting' ? 'quiet' : 'strong';
  return [
    { text: isLast ? '└ ' : '├ ', tone: 'quiet' },
    { text: `${glyph} wave ${String(number)} ${name}`, tone },
    { text: `  ${state}  ${movedText(wave)}${soak}` },
  ];
}

function movedText(wave: WaveRow): string {
  const proxies = movedIn(wave);
  return proxies === null
    ? 'proxies not known'
    : `${String(proxies.moved)}/${String(proxies.all)} proxies`;
}

/** Each gate that does not pass, or has a limit; of the others how many pass. */
function gateParts(gates: readonly GateRow[], { name }: WaveRow, isLast: boolean): TreePart[] {
  const own = gates.filter(({ wave }) => wave === name || wave === '');
  const isCounted = ({ verdict, limit }: GateRow) => verdict === 'Pass' && limit === null;
  const told = own.filter((gate) => !isCounted(gate));
  const passing = own.filter(isCounted).length;
  const stem = isLast ? '   ' : '│  ';
  const below = (line: Line): Line => [{ text: stem, tone: 'quiet' }, ...line];
  return [
    ...told.map((gate): TreePart => ({
      rank: gate.verdict === 'Pass' ? RANK.passing : RANK.open,
      lines: [below(gateLine(gate))],
    })),
    ...(passing === 0
      ? []
      : [
          {
            rank: RANK.passing,
            lines: [below(plain(`✔ ${String(passing)} more gates pass`, 'good'))],
          },
        ]),
  ];
}

/** What is waited for, and below it what a person could type about it, to be copied. */
export function blockerParts(blocker: Blocker, at: string, columns: number): TreePart[] {
  const { command } = blocker;
  const line = blockerLine({ ...blocker, command: null }, at);
  return [
    ...labelled(RANK.waits, 'waits for', [line]),
    ...(command === null ? [] : [{ rank: RANK.command, lines: commandLines(command, columns) }]),
  ];
}

function labelled(rank: number, label: string, lines: readonly Line[]): TreePart[] {
  return lines.map((line) => ({
    rank,
    lines: [[{ text: `${label}: `, tone: 'quiet' as const }, ...line]],
  }));
}
