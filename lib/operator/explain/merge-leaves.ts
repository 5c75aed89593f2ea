import { pathText } from '../operator-path';
import { RANK, type Setting } from '../traced';
import type { ExplainedLeaf } from './explained-leaf';

/** Makes one leaf of those that several charts have alike; their defaults may stand in different files. */
export function mergeLeaves(leaves: readonly ExplainedLeaf[]): ExplainedLeaf[] {
  const merged = new Map<string, ExplainedLeaf>();
  for (const leaf of leaves) {
    const key = JSON.stringify([pathText(leaf.path), identity(leaf.setBy)]);
    const other = merged.get(key);
    merged.set(key, other === undefined ? leaf : both(other, leaf));
  }
  return [...merged.values()];
}

function both(one: ExplainedLeaf, other: ExplainedLeaf): ExplainedLeaf {
  const known = new Set(one.overrode.map(identity));
  return {
    ...one,
    overrode: [...one.overrode, ...other.overrode.filter((each) => !known.has(identity(each)))],
    charts: [...new Set([...(one.charts ?? []), ...(other.charts ?? [])])],
  };
}

/** What is shipped is the same wherever it stands, as long as it says the same. */
function identity({ layer, rank, source, value }: Setting): string {
  return JSON.stringify([layer, value, rank === RANK.shipped ? null : (source ?? null)]);
}
