import type { Line } from '../page/page';

/** How a line that goes on ends, for a shell. */
const GOES_ON = ' \\';

/** A command that can be copied as it is shown: what does not fit into a line goes on in the next, as a shell reads it. */
export function commandLines(command: string, columns: number): Line[] {
  const lines: string[] = [];
  let line = '';
  for (const word of command.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || longer.length + GOES_ON.length <= columns) {
      line = longer;
      continue;
    }
    lines.push(`${line}${GOES_ON}`);
    line = word;
  }
  return [...lines, line].map((text) => [{ text, isCode: true }]);
}
