import type { EndState } from './end-state';

/** What the cells of {@link endStateCells} are called in a table. */
export const END_STATE_HEAD = ['API server says', 'istiods say', 'Prometheus says'];

/** Where a mesh stands, for a line of a table: what each of the three sources says. */
export function endStateCells(state: EndState): string[] {
  return [
    [
      `injected by ${state.injectedBy.join(', ')}`,
      `labels ${state.labels.join(', ')}`,
      ...(state.tags.length === 0 ? [] : [`tags ${state.tags.join(', ')}`]),
      `${countAndNames(state.unready)} unready`,
    ].join('; '),
    `${countsOf(state.connected)}, ${state.unsynced} unsynced`,
    `${countsOf(state.versions)}, ${Math.round(state.spoiled)} spoiled now`,
  ];
}

/** How many there are, and which. */
export function countAndNames(names: readonly string[]): string {
  return names.length === 0 ? '0' : `${names.length}: ${names.join(', ')}`;
}

function countsOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} on ${name}`)
    .join(', ');
}
