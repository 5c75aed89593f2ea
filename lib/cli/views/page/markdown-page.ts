import type { Block, Line, Page, Span } from './page';
import { printable } from './printable';

/** A page for a pull request, in GitHub's Markdown. */
export function markdownPage({ blocks }: Page): string {
  return `${blocks.map(blockText).join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'title':
      return `### ${lineText(block.line)}`;
    case 'heading':
      return `#### ${lineText(block.line)}`;
    case 'facts':
      return block.facts
        .flatMap(({ label, lines }) => lines.map((line) => `- **${label}:** ${lineText(line)}`))
        .join('\n');
    case 'table':
      return [
        block.head.map(escaped),
        block.head.map(() => '---'),
        ...block.rows.map((cells) => cells.map(cellText)),
      ]
        .map((cells) => `| ${cells.join(' | ')} |`)
        .join('\n');
  }
}

/** A pipe ends a cell even in code, and escaped it would be shown as it is written: in a table nothing is code. */
function cellText(line: Line): string {
  return line
    .map(({ isCode: _isCode, ...span }) => spanText(span))
    .join('')
    .trim();
}

function lineText(line: Line): string {
  return line.map(spanText).join('').trim();
}

function spanText({ text, tone, isCode }: Span): string {
  if (isCode === true) return code(text);
  const shown = escaped(text);
  const isEmphasised = (tone === 'strong' || tone === 'bad') && shown.trim() !== '';
  return isEmphasised ? `**${shown.trim()}**` : shown;
}

/** Everything that Markdown or HTML in it would read as more than text. */
function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('`', '&#96;')
    .replace(/[\\*_[\]|~#]/g, '\\$&');
}

/** In code nothing is escaped; what would end it is replaced. */
function code(text: string): string {
  return `\`${printable(text).replaceAll('`', "'")}\``;
}
