import type { Blocker } from '../../rollout/report/blockers';
import { durationText } from './duration-text';
import type { Line, Span } from './page/page';

/** What is waited for, until when, and what happens then. @param at - the time of the report */
export function blockerLine(
  { cause, wave, message, until, then, command }: Blocker,
  at: string,
): Line {
  const where = wave === '' ? cause : `${cause} of ${wave}`;
  const spans: Span[] = [
    { text: where, tone: cause === 'soak' || cause === 'retain' ? 'strong' : 'doubt' },
    { text: `: ${message}` },
  ];
  if (until !== null) {
    const left = durationText((Date.parse(until) - Date.parse(at)) / 1000);
    spans.push({ text: `; ${left}${then === 'goes on' ? '' : ' at most'}, until ${until}` });
  }
  if (then !== null) spans.push({ text: `, then it ${then}`, tone: 'quiet' });
  if (command !== null) spans.push({ text: '; ' }, { text: command, isCode: true });
  return spans;
}
