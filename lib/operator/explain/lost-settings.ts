import { pathText } from '../operator-path';
import { outrankedSettings } from '../outranked';
import type { ResolvedOperator } from '../resolve-operator';
import { isTracedObject, leavesOf, tracedAt, type Setting, type TracedObject } from '../traced';
import { ALIASES } from '../aliases';

type Path = readonly string[];

/** Settings that have no say since the same thing is set under another name. */
export interface LostSettings {
  /** Those of a leaf, beside the ones that are known of it. */
  readonly at: (path: Path, known: readonly Setting[]) => readonly Setting[];
  /** Fields of components that values of a higher rank beat, by their paths below the spec. */
  readonly beaten: readonly Path[];
}

/** Finds what is said of a value under its other names. */
export function lostSettings({ spec, values }: ResolvedOperator): LostSettings {
  const beaten = outrankedSettings(spec, values).map(({ setting, value }) => ({
    from: setting,
    to: value,
  }));
  const aliases = ALIASES.map(([from, to]) => ({ from, to }));
  const said = new Map<string, readonly Setting[]>();
  for (const { from, to } of [...aliases, ...beaten]) {
    for (const [below, settings] of settingsBelow(spec, from)) {
      const path = pathText([...to, ...below]);
      said.set(path, [...(said.get(path) ?? []), ...settings]);
    }
  }
  return {
    at: (path, known) => {
      const names = new Set(known.map(identity));
      return [...(said.get(pathText(path)) ?? [])]
        .filter((setting) => !names.has(identity(setting)))
        .reverse();
    },
    beaten: beaten.map(({ from }) => from),
  };
}

function settingsBelow(spec: TracedObject, path: Path): (readonly [Path, readonly Setting[]])[] {
  const found = tracedAt(spec, path);
  if (found === undefined) return [];
  if (!isTracedObject(found)) return [[[], found.settings]];
  return leavesOf(found).map(([below, { settings }]) => [below, settings]);
}

/** A setting is one of a layer under one name, whatever form its value was given since. */
function identity({ layer, path }: Setting): string {
  return `${layer} ${pathText(path)}`;
}
