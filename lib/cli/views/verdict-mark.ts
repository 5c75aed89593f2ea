import type { WaveRow } from '../../rollout/report/wave-rows';
import type { Verdict } from '../../rollout/verdict';
import type { Tone } from './page/page';

const GLYPHS: Readonly<Record<Verdict, string>> = {
  Pass: '✔',
  Fail: '✖',
  Inconclusive: '?',
  NoData: '?',
  Error: '⚠',
  Environment: '⚠',
};

const STATES: Readonly<Record<WaveRow['state'], string>> = {
  waiting: '•',
  moving: '◌',
  soaking: '◌',
  proved: '✔',
  returning: '↩',
  returned: '↩',
};

/** A verdict in one character. */
export function glyphOf(verdict: Verdict): string {
  return GLYPHS[verdict];
}

/** How a verdict is coloured. */
export function toneOf(verdict: Verdict): Tone {
  if (verdict === 'Pass') return 'good';
  return verdict === 'Fail' ? 'bad' : 'doubt';
}

/** A state in one character. */
export function stateGlyph(state: WaveRow['state']): string {
  return STATES[state];
}
