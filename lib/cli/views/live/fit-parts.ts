import { plain, type Line } from '../page/page';
import { cutLine } from './cut-line';
import type { Room, TreePart } from './tree-part';

/**
 * As much of a tree as a terminal has room for, in its order: what matters most stays, and the last line says how much is left out.
 * @param all - the command that shows all of it
 */
export function fitParts(parts: readonly TreePart[], { columns, rows }: Room, all: string): Line[] {
  const total = parts.reduce((sum, { lines }) => sum + lines.length, 0);
  const kept = total <= rows ? new Set(parts) : keptOf(parts, Math.max(1, rows - 1));
  const shown = parts.filter((part) => kept.has(part)).flatMap(({ lines }) => lines);
  const left = total - shown.length;
  const more = left > 0 ? [plain(`… ${String(left)} more lines: ${all}`, 'quiet')] : [];
  return [...shown, ...more].slice(0, Math.max(0, rows)).map((line) => cutLine(line, columns));
}

function keptOf(parts: readonly TreePart[], rows: number): ReadonlySet<TreePart> {
  let left = rows;
  const kept = new Set<TreePart>();
  for (const part of parts.toSorted((a, b) => a.rank - b.rank)) {
    if (part.lines.length > left) continue;
    left -= part.lines.length;
    kept.add(part);
  }
  return kept;
}
