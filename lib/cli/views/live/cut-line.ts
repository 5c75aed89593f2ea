import type { Line, Span } from '../page/page';
import { printable } from '../page/printable';

/** What the tree is drawn with: one column each on the terminals that it is for. */
const NARROW = new Set('✔✖⚠•◌↩→×…–│├└');

const CUT = '…';

/**
 * A line that fits into so many columns, with nothing in it that a terminal obeys. What is beyond ASCII, and not drawn by us, counts as
 * two columns: a line may be cut early, and is never too wide.
 */
export function cutLine(line: Line, columns: number): Line {
  const spans = line.map((span) => ({ ...span, text: printable(span.text) }));
  if (widthOf(spans) <= columns) return spans;
  let left = columns - widthOf([{ text: CUT }]);
  if (left < 0) return [];
  const kept: Span[] = [];
  for (const span of spans) {
    const text = fitting(span.text, left);
    kept.push({ ...span, text });
    left -= widthOf([{ text }]);
    if (text.length < span.text.length) break;
  }
  return [...kept, { text: CUT, tone: 'quiet' }];
}

function fitting(text: string, columns: number): string {
  let left = columns;
  let kept = '';
  for (const character of text) {
    left -= columnsOf(character);
    if (left < 0) break;
    kept += character;
  }
  return kept;
}

/** How many columns a line takes at most. */
function widthOf(line: Line): number {
  return line
    .flatMap(({ text }) => Array.from(text, columnsOf))
    .reduce((total, one) => total + one, 0);
}

function columnsOf(character: string): number {
  return character <= '~' || NARROW.has(character) ? 1 : 2;
}
