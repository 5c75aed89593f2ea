import type { JSX } from 'preact';
import { glyphOf, stateGlyph, toneOf } from '../../cli/views/verdict-mark';
import type { WaveRow } from '../../rollout/report/wave-rows';
import type { Verdict } from '../../rollout/verdict';

/** A verdict in its colour, with a mark and its name: colour alone says nothing. */
export function VerdictMark({ verdict }: { readonly verdict: Verdict | null }): JSX.Element {
  if (verdict === null) return <span class="quiet">–</span>;
  return (
    <span class={toneOf(verdict)}>
      <span aria-hidden="true">{glyphOf(verdict)}</span> {verdict}
    </span>
  );
}

/** The state of a wave with a mark. */
export function StateMark({ state }: { readonly state: WaveRow['state'] }): JSX.Element {
  const tone = state === 'proved' ? 'good' : state === 'waiting' ? 'quiet' : 'strong';
  return (
    <span class={tone}>
      <span aria-hidden="true">{stateGlyph(state)}</span> {state}
    </span>
  );
}
