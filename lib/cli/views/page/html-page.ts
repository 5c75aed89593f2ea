import type { Block, Line, Page, Span } from './page';
import { printable } from './printable';

/** A page that stands alone: no script, nothing loaded from elsewhere, dark where its reader is. */
export function htmlPage({ title, blocks }: Page): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    // Nothing in the text can load or run anything, even if it were not escaped.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escapedHtml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    blocksHtml({ blocks }),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** What a page shows, as HTML. */
export function blocksHtml({ blocks }: Pick<Page, 'blocks'>): string {
  return blocks.map(blockText).join('\n');
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2024; --quiet: #60646c; --line: #d9d9e0; --paper: #fcfcfd;
  --good: #18794e; --bad: #b4232a; --doubt: #8a5a00; --code: #f0f0f3; }
@media (prefers-color-scheme: dark) { :root { --ink: #edeef0; --quiet: #b0b4ba; --line: #363a3f; --paper: #111113;
  --good: #3dd68c; --bad: #ff9592; --doubt: #ffca16; --code: #212225; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 78rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.25rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 1rem 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); white-space: pre; }
td:last-child { white-space: normal; min-width: 12rem; }
th { color: var(--quiet); font-weight: 500; }
code { background: var(--code); border-radius: 4px; padding: .1em .35em; overflow-wrap: anywhere; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; } .doubt { color: var(--doubt); }
.quiet { color: var(--quiet); } .strong { font-weight: 600; }
`;

function blockText(block: Block): string {
  switch (block.type) {
    case 'title':
      return `<h1>${lineText(block.line)}</h1>`;
    case 'heading':
      return `<h2>${lineText(block.line)}</h2>`;
    case 'facts':
      return `<dl>\n${block.facts
        .map(
          ({ label, lines }) => `<dt>${escapedHtml(label)}</dt>${lines.map(definition).join('')}`,
        )
        .join('\n')}\n</dl>`;
    case 'table':
      return [
        '<div class="scroll"><table>',
        `<thead><tr>${block.head.map((name) => `<th scope="col">${escapedHtml(name)}</th>`).join('')}</tr></thead>`,
        '<tbody>',
        ...block.rows.map((cells) => `<tr>${cells.map(cell).join('')}</tr>`),
        '</tbody>',
        '</table></div>',
      ].join('\n');
  }
}

function definition(line: Line): string {
  return `<dd>${lineText(line)}</dd>`;
}

function cell(line: Line): string {
  return `<td>${lineText(line)}</td>`;
}

function lineText(line: Line): string {
  return line.map(spanText).join('');
}

function spanText({ text, tone, isCode }: Span): string {
  const shown = isCode === true ? `<code>${escapedHtml(text)}</code>` : escapedHtml(text);
  return tone === undefined ? shown : `<span class="${tone}">${shown}</span>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text from anywhere as text in HTML, also in the value of an attribute. */
export function escapedHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
