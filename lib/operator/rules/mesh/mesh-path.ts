import { holds, isTracedObject, tracedAt } from '../../traced';
import type { RuleContext } from '../rule';
import { specPath } from '../said';

type Path = readonly string[];

/** Names of the mesh configuration below the spec, first the one that wins. */
const NAMES: readonly Path[] = [
  ['meshConfig'],
  ['values', 'meshConfig'],
  ['unvalidatedValues', 'meshConfig'],
];

/** The path below the spec at which something of the merged mesh configuration was written. */
export function meshPath({ resolved }: RuleContext, path: Path): Path {
  const values = path.map((_, index) => path.slice(0, path.length - index));
  for (const part of values) {
    const found = tracedAt(resolved.values, ['meshConfig', ...part]);
    if (found !== undefined && !isTracedObject(found))
      return [...specPath(holds(found)), ...path.slice(part.length)];
  }
  const isThere = (name: Path) => tracedAt(resolved.spec, [...name, ...path]) !== undefined;
  return [...(NAMES.find(isThere) ?? ['meshConfig']), ...path];
}
