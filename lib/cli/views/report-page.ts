import type { GateRow } from '../../rollout/report/gate-rows';
import type { LeftBehind } from '../../rollout/report/left-behind';
import type { RolloutReport } from '../../rollout/report/rollout-report';
import { percent } from '../../rollout/metrics/percent';
import { blockerLine } from './blocker-line';
import { boundsText } from './gate-numbers';
import { headLine } from './head-line';
import { plain, type Block, type Line, type Page, type PageFact } from './page/page';
import { remainingText } from './remaining-text';
import { undoLine } from './undo-line';
import { glyphOf, toneOf } from './verdict-mark';
import { waveTable } from './wave-table';
import { wayBackLine } from './way-back-line';

/** So many of what is not decided say enough on one screen. */
const BLOCKERS = 8;

/** So many gates that do not pass; the rest is in the data. */
const GATES = 15;

/** So many steps of the history say where it came from; all of them are in the data. */
const STEPS = 8;

/** What a report shows on one screen: where it is, whether it is safe, what blocks, what is next, how to undo it. */
export function reportPage(report: RolloutReport): Page {
  const { environment, from, to } = report;
  return {
    title: `${environment}: ${from.revision} → ${to.revision}`,
    blocks: [
      { type: 'title', line: headLine(report) },
      { type: 'facts', facts: factsOf(report) },
      waveTable(report.waves),
      ...gateTable(report.gates),
      ...removalBlocks(report),
      ...failureBlocks(report),
      ...commandBlocks(report),
      ...historyBlocks(report),
    ],
  };
}

function factsOf(report: RolloutReport): PageFact[] {
  const { status, coverage, driver, next, remaining, wayBack, leftBehind, state } = report;
  const isOver = state === 'done' || state === 'rolled-back';
  return [
    fact('status', [plain(status)]),
    fact('blocked by', blockerLines(report)),
    fact('next', [
      plain(next.text),
      ...next.actions.map(({ type, count, subjects, reason }) =>
        plain(`→ ${type}${count > 1 ? ` ×${count}` : ''} ${subjects}: ${reason}`),
      ),
    ]),
    fact(
      'remaining',
      remaining.map((one) => plain(remainingText(one))),
    ),
    fact('way back', wayBack === null ? [] : [wayBackLine(wayBack)]),
    fact('undo', [undoLine(report.undo)]),
    fact('driver', isOver ? [] : [plain(driver.message, driver.held ? undefined : 'bad')]),
    fact('not known', coverage.unknown === null ? [] : [plain(coverage.unknown, 'doubt')]),
    fact('left behind', leftBehindLines(leftBehind, isOver)),
  ].filter(({ lines }) => lines.length > 0);
}

function fact(label: string, lines: readonly Line[]): PageFact {
  return { label, lines };
}

function blockerLines({ blockers, state, at }: RolloutReport): readonly Line[] {
  if (blockers.length === 0) {
    return state === 'running' ? [plain('nothing: the next look decides', 'good')] : [];
  }
  const more = blockers.length - BLOCKERS;
  return [
    ...blockers.slice(0, BLOCKERS).map((blocker) => blockerLine(blocker, at)),
    ...(more > 0 ? [plain(`and ${more} more`, 'quiet')] : []),
  ];
}

function leftBehindLines({ unmovable, unmovableCount }: LeftBehind, isOver: boolean): Line[] {
  if (isOver || unmovable.length === 0) return [];
  const shown = unmovable.slice(0, BLOCKERS);
  return [
    plain(`${unmovableCount} pods that no restart moves: they block removal, not waves`, 'doubt'),
    ...shown.map(({ pod, reason }) => plain(`${pod} ${reason}`)),
  ];
}

/** What does not pass, and what the newest of the judged waves passes: the others proved themselves. */
function gateTable(gates: readonly GateRow[]): Block[] {
  const newest = gates.find(({ verdict }) => verdict === 'Pass')?.wave;
  const open = gates.filter(({ verdict }) => verdict !== 'Pass');
  const passing = gates.filter(({ verdict, wave }) => verdict === 'Pass' && wave === newest);
  const shown = [...open.slice(0, GATES), ...passing];
  if (shown.length === 0) return [];
  return [
    {
      type: 'table',
      head: ['GATE', 'WAVE', 'VERDICT', 'VALUE', 'BOUNDS', 'LIMIT', 'MESSAGE'],
      rows: shown.map(({ gate, wave, verdict, value, bounds, limit, message }) => [
        plain(`${glyphOf(verdict)} ${gate}`, toneOf(verdict)),
        plain(wave),
        plain(verdict, toneOf(verdict)),
        plain(value),
        plain(boundsText(bounds)),
        plain(limit === null ? '' : percent(limit)),
        plain(verdict === 'Pass' ? '' : message),
      ]),
    },
  ];
}

function failureBlocks({ failure }: RolloutReport): Block[] {
  if (failure === null) return [];
  const { gate, wave, subject, value, message, at } = failure;
  return [
    { type: 'heading', line: plain('why it went back', 'bad') },
    {
      type: 'facts',
      facts: [
        fact('what', [plain(message)]),
        fact('gate', [plain(`${gate}${wave === '' ? '' : ` of wave ${wave}`}, ${at}`)]),
        fact('found', [plain([subject, value].filter((part) => part !== '').join(': '))]),
      ],
    },
  ];
}

function removalBlocks({ removal }: RolloutReport): Block[] {
  if (removal.length === 0) return [];
  const [head = '', ...rows] = removal;
  return [{ type: 'table', head: [head], rows: rows.map((line) => [plain(line.trim())]) }];
}

function commandBlocks({ commands }: RolloutReport): Block[] {
  if (commands.length === 0) return [];
  return [
    {
      type: 'table',
      head: ['WHEN', 'SAID', 'BY', 'WHY'],
      rows: commands
        .slice(-STEPS)
        .map(({ at, type, wave, gate, by, reason, heeded }) => [
          plain(at),
          plain([type, wave, gate].filter((part) => part !== '').join(' ')),
          plain(by),
          plain(heeded ? reason : `${reason} (not heard yet)`.trim(), heeded ? undefined : 'doubt'),
        ]),
    },
  ];
}

function historyBlocks({ history }: RolloutReport): Block[] {
  if (history.length === 0) return [];
  return [
    {
      type: 'table',
      head: ['WHEN', 'ATTEMPT', 'STEP', 'BY', 'WHY'],
      rows: history
        .slice(-STEPS)
        .map(({ at, attempt, from, to, by, reason }) => [
          plain(at),
          plain(String(attempt)),
          plain(from === '' ? to : `${from} → ${to}`),
          plain(by),
          plain(reason),
        ]),
    },
  ];
}
