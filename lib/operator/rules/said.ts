import {
  holds,
  isTracedObject,
  leavesOf,
  RANK,
  tracedAt,
  type Setting,
  type TracedObject,
} from '../traced';

type Path = readonly string[];

/** Who holds a leaf, where that is a user and not what is shipped; a null says nothing. */
export function saidAt(traced: TracedObject, path: Path): Setting | undefined {
  const found = tracedAt(traced, path);
  if (found === undefined || isTracedObject(found)) return undefined;
  return isSaid(holds(found)) ? holds(found) : undefined;
}

/** Every leaf that a user set, at and below a path, by its path from there. */
export function saidBelow(traced: TracedObject, path: Path): (readonly [Path, Setting])[] {
  const found = tracedAt(traced, path);
  if (found === undefined) return [];
  const leaves = isTracedObject(found) ? leavesOf(found) : [[[], found] as const];
  return leaves
    .map(([below, leaf]) => [below, holds(leaf)] as const)
    .filter(([, setting]) => isSaid(setting));
}

function isSaid({ rank, value }: Setting): boolean {
  return rank !== RANK.shipped && value !== null;
}

/** The path below the spec at which a setting was written. */
export function specPath({ path }: Setting): Path {
  return path.slice(1);
}

/** The path below the spec at which something of the merged values was written; `undefined` where no user wrote it. */
export function writtenAt(values: TracedObject, path: Path): Path | undefined {
  const [first] = saidBelow(values, path);
  if (first === undefined) return undefined;
  const [below, setting] = first;
  return specPath(setting).slice(0, specPath(setting).length - below.length);
}
