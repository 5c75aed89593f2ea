import type { Block, Line, Page, PageFact } from './page';
import { painted, painter, type Paint } from './painter';
import { printable } from './printable';

/** A page for a terminal or a file. @param isColoured - whether it is read on a terminal that shows colours */
export function textPage({ blocks }: Page, isColoured: boolean): string {
  const paint = painter(isColoured);
  return `${blocks.flatMap((block) => blockLines(block, paint)).join('\n')}\n`;
}

function blockLines(block: Block, paint: Paint): string[] {
  switch (block.type) {
    case 'title':
      return [painted(block.line, paint)];
    case 'heading':
      return ['', painted(block.line, paint)];
    case 'facts':
      return factLines(block.facts, paint);
    case 'table':
      return ['', ...tableLines(block, paint)];
  }
}

function factLines(facts: readonly PageFact[], paint: Paint): string[] {
  const width = Math.max(0, ...facts.map(({ label }) => label.length)) + 2;
  return facts.flatMap(({ label, lines }) =>
    lines.map((line, index) => {
      const name = (index === 0 ? `${label}:` : '').padEnd(width);
      return `${paint(name, 'quiet')}${painted(line, paint)}`;
    }),
  );
}

function tableLines({ head, rows }: Extract<Block, { type: 'table' }>, paint: Paint): string[] {
  const all: readonly (readonly Line[])[] = [
    head.map((text) => [{ text, tone: 'quiet' as const }]),
    ...rows,
  ];
  const widths = head.map((_, column) =>
    Math.max(0, ...all.map((cells) => widthOf(cells[column] ?? []))),
  );
  return all.map((cells) =>
    cells
      .map((cell, column) => {
        const isLast = column === cells.length - 1;
        const missing = isLast ? 0 : (widths[column] ?? 0) - widthOf(cell);
        return `${painted(cell, paint)}${' '.repeat(Math.max(0, missing))}`;
      })
      .join('  ')
      .trimEnd(),
  );
}

function widthOf(line: Line): number {
  return line.reduce((total, { text }) => total + Array.from(printable(text)).length, 0);
}
