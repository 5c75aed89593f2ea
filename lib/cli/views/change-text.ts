import type { ResourceChange } from '../../deploy/resource-change';

/** More lines than this say less than a count. */
const LINES = 8;

/** One change for people: `update NamespacePatch payments (metadata.labels["istio.io/rev"])`. */
function changeText(change: ResourceChange): string {
  const kind = change.type.split(':').at(-1) ?? change.type;
  const diff = change.diff.length > 0 ? ` (${change.diff.join(', ')})` : '';
  return `${change.op} ${kind} ${change.name}${diff}`;
}

/** How often each operation occurs, such as `39 create, 1 same`. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([op, count]) => `${count} ${op}`)
    .join(', ');
}

/** How often each operation occurs. */
export function countChanges(changes: readonly ResourceChange[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { op } of changes) counts[op] = (counts[op] ?? 0) + 1;
  return counts;
}

/** What a preview shows, a line each, or counted where that would be too many. */
export function previewLines(changes: readonly ResourceChange[]): string[] {
  const differing = changes.filter(({ op }) => op !== 'same');
  if (differing.length === 0) return ['no changes'];
  return differing.length > LINES
    ? [countsText(countChanges(differing))]
    : differing.map(changeText);
}
