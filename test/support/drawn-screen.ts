/** What a terminal shows in the end of what was written to it, as far as lines are drawn over each other. */
export function drawnScreen(raw: string): string[] {
  const rows: string[] = [''];
  let row = 0;
  let column = 0;
  // eslint-disable-next-line no-control-regex -- what a terminal obeys
  for (const [token] of raw.matchAll(/\u001b\[(\d*)([A-Za-z])|\r|\n|[^\u001b\r\n]+/g)) {
    if (token === '\r') column = 0;
    else if (token === '\n') row += 1;
    else if (token === '\u001b[2K') rows[row] = '';
    else if (token === '\u001b[1A') row -= 1;
    else if (token === '\u001b[G') column = 0;
    else if (token.startsWith('\u001b')) throw new Error(`not drawn: ${JSON.stringify(token)}`);
    else {
      rows[row] = `${(rows[row] ?? '').slice(0, column).padEnd(column)}${token}`;
      column += token.length;
    }
    rows[row] ??= '';
  }
  return rows;
}
