import pc from 'picocolors';
import type { Line, Tone } from './page';
import { printable } from './printable';

/** Text as a terminal shows it that has a tone. */
export type Paint = (text: string, tone: Tone | undefined) => string;

/** @param isColoured - whether colours are shown */
export function painter(isColoured: boolean): Paint {
  const colours = pc.createColors(isColoured);
  const tones: Readonly<Record<Tone, (text: string) => string>> = {
    good: colours.green,
    bad: colours.red,
    doubt: colours.yellow,
    quiet: colours.dim,
    strong: colours.bold,
  };
  return (text, tone) => (tone === undefined ? text : tones[tone](text));
}

/** A line for a terminal, in which nothing acts but its colours. */
export function painted(line: Line, paint: Paint): string {
  return line.map(({ text, tone }) => paint(printable(text), tone)).join('');
}
