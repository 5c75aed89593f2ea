import { distance } from 'fastest-levenshtein';
import { definitionAt } from '../../generated/definition-at';
import type { Definitions } from '../../generated/definition';
import { definitionsOf } from '../../generated/definitions-of';
import { leavesOf } from '../../generated/leaves-of';
import { ROOTS } from '../../generated/roots';
import { nearestName } from '../nearest-name';
import { parseOperatorPath, pathText, type PathStep } from '../operator-path';
import { ALIASES, isAtOrBelow, renamed } from '../aliases';
import type { ExplainedLeaf } from './explained-leaf';

type Path = readonly string[];

/** Names that are suggested at most. */
const SUGGESTED = 3;

/** What is known of a path that somebody asks for. */
export type FoundLeaves =
  | { readonly type: 'found'; readonly leaves: readonly ExplainedLeaf[] }
  /** It could be set, but neither a chart nor anybody else does. */
  | { readonly type: 'unset' }
  | { readonly type: 'unknown'; readonly nearest: readonly string[] };

/**
 * Finds the leaves at and below a path, under any of its names, with `spec.` before it or without. Lists are leaves: a path
 * into one finds the list.
 */
export function findLeaves(
  leaves: readonly ExplainedLeaf[],
  query: string,
  minor: string,
): FoundLeaves {
  const steps = parseOperatorPath(query);
  if (steps === null) return { type: 'unknown', nearest: [] };
  const [first, ...rest] = steps.map(keyOf);
  const path = first === 'spec' ? rest : [first ?? '', ...rest];
  const aliases = ALIASES.map((alias) => renamed(path, alias));
  const names = [path, ...aliases.filter((alias) => alias !== null)];
  const found = leaves.filter((leaf) => names.some((name) => isAt(leaf, name)));
  if (found.length > 0) return { type: 'found', leaves: found };
  // Said of a component, but beaten by a value: it is seen there, among what was overrode.
  const written = leaves.filter((leaf) => wasWrittenAt(leaf, path));
  if (written.length > 0) return { type: 'found', leaves: written };
  const definitions = definitionsOf(minor);
  if (definitionAt(definitions, ROOTS.istioOperatorSpec, path) !== undefined)
    return { type: 'unset' };
  return { type: 'unknown', nearest: nearest(leaves, path, definitions) };
}

function keyOf(step: PathStep): string {
  if (step.type === 'key') return step.key;
  return step.type === 'index' ? String(step.index) : step.value;
}

function isAt({ path, value }: ExplainedLeaf, name: Path): boolean {
  return isAtOrBelow(path, name) || (Array.isArray(value) && isAtOrBelow(name, path));
}

function wasWrittenAt({ setBy, overrode }: ExplainedLeaf, path: Path): boolean {
  return [setBy, ...overrode].some(
    (setting) => setting.path[0] === 'spec' && isAtOrBelow(setting.path.slice(1), path),
  );
}

/** What it may be a slip of, else what ends in the same way. */
function nearest(
  leaves: readonly ExplainedLeaf[],
  path: Path,
  definitions: Definitions,
): readonly string[] {
  const known = new Map(
    [
      ...leaves.map((leaf) => leaf.path),
      ...leavesOf(definitions, ROOTS.istioOperatorSpec).map((leaf) => leaf.path),
    ].map((each) => [pathText(each), each]),
  );
  const alike = [...known.values()]
    .map((each) => ({ text: pathText(each), ending: commonEnding(each, path) }))
    .filter(({ ending }) => ending > 0)
    .sort((a, b) => b.ending - a.ending || a.text.length - b.text.length)
    .map(({ text }) => text);
  const slip = mended(path, [...known.values()]);
  return slip === null ? alike.slice(0, SUGGESTED) : [slip];
}

/** The path with its first wrong key put right; `null` where no key is near. */
function mended(path: Path, known: readonly Path[]): string | null {
  const good = path.findIndex(
    (_, index) => !known.some((each) => isAtOrBelow(each, path.slice(0, index + 1))),
  );
  const before = path.slice(0, good);
  const wrong = path[good] ?? '';
  const children = known.filter((each) => isAtOrBelow(each, before)).map((each) => each[good]);
  const names = [...new Set(children.filter((name) => name !== undefined))];
  if (good < 0) return null;
  const near = nearestName(wrong, names);
  // A short name is near to any other.
  if (near === null || distance(wrong.toLowerCase(), near.toLowerCase()) >= wrong.length)
    return null;
  const right = [...before, near];
  const whole = [...right, ...path.slice(good + 1)];
  return pathText(known.some((each) => isAtOrBelow(each, whole)) ? whole : right);
}

function commonEnding(a: Path, b: Path): number {
  let same = 0;
  while (same < Math.min(a.length, b.length) && a.at(-1 - same) === b.at(-1 - same)) same += 1;
  return same;
}
