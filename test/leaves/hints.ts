import type { JsonObject } from '../../lib/operator/json';
import { laid } from './documents';
import { isIn } from './path-pattern';
import type { Precondition } from './preconditions';
import type { SampleHints } from './samples';

/** What the table says of samples. */
export function hintsOf(table: readonly Precondition[]): SampleHints {
  const about = (path: string) => table.filter((row) => isIn(path, row.path));
  const exactly = (path: string) => about(path).filter((row) => isIn(row.path, path));
  return {
    samplesOf: (leaf) => about(leaf).find(({ samples }) => samples !== undefined)?.samples,
    exclusiveAt: (path) =>
      exactly(path).flatMap(({ exclusive }) => (exclusive === undefined ? [] : [exclusive])),
    keyAt: (path) => exactly(path).find(({ key }) => key !== undefined)?.key,
    isAlone: (leaf) => about(leaf).some(({ isAlone }) => isAlone === true),
  };
}

/** Everything that a path needs besides. */
export function needsOf(table: readonly Precondition[], at: string): JsonObject {
  const rows = table.filter(({ path }) => isIn(at, path));
  return laid(...rows.flatMap(({ needs }) => (needs === undefined ? [] : [needs])));
}
