import { applyAssignments } from './assignment';
import type { Issue } from './issue';
import { EMPTY, lay, RANK, under, type TracedObject } from './traced';

const PREFIX = 'ISTIO_REVISIONS_';
const SET = `${PREFIX}SET`;

/** Variables that set one field of every revision's spec. */
const FIELDS: Readonly<Record<string, string>> = {
  [`${PREFIX}HUB`]: 'hub',
  [`${PREFIX}TAG`]: 'tag',
  [`${PREFIX}PROFILE`]: 'profile',
};

/** Variables with our prefix that are not about the mesh. */
const OTHERS = ['LAB', 'CACHE', 'CHARTS', 'CHARTS_LOCK', 'TREE', 'LOG_LEVEL'].map(
  (name) => `${PREFIX}${name}`,
);
const OTHER_PREFIXES = [`${PREFIX}BIN_`];

/** Process environment, as an argument. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/**
 * The environment's layer of a revision: between the profile and the document. A closed set of names; one of our prefix
 * that is not in it is an error, since a typo would otherwise pass silently.
 *
 * `ISTIO_REVISIONS_SET` is for every revision, `ISTIO_REVISIONS_SET_<REVISION>` for one (upper case, `-` as `_`); both take
 * `path=value` pairs below the spec as `--set` does, separated by commas, with `\,` for a comma in a value.
 *
 * @param issues - takes every variable that is wrong
 */
export function environmentLayer(
  variables: EnvironmentVariables,
  revision: string,
  issues: Issue[],
): TracedObject {
  const unknown = Object.keys(variables)
    .filter((name) => name.startsWith(PREFIX) && variables[name] !== undefined && !isKnown(name))
    .sort();
  issues.push(...unknown.map(unknownVariable));
  const fields = Object.entries(FIELDS).flatMap(([name, field]) => {
    const value = variables[name];
    const setting = { layer: name, rank: RANK.environment, path: ['spec', field] };
    return value === undefined || value === ''
      ? []
      : [under([field], { settings: [{ ...setting, value, isAssigned: true }] })];
  });
  // The narrower a variable is, the later it comes: for all revisions, then for this one.
  return [SET, settingsVariable(revision)].reduce(
    (layer, name) =>
      applyAssignments(layer, pairsOf(variables[name] ?? ''), () => name, RANK.environment, issues),
    fields.reduce(lay, EMPTY),
  );
}

function pairsOf(text: string): readonly string[] {
  return text
    .split(/(?<!\\),/)
    .filter((part) => part.trim() !== '')
    .map((part) => part.replaceAll('\\,', ','));
}

/** The variable with the settings of one revision. */
export function settingsVariable(revision: string): string {
  return `${SET}_${revision.toUpperCase().replaceAll('-', '_')}`;
}

/** The variables with settings for a revision that is none of `revisions`: each would have no effect at all. */
export function strayVariables(
  variables: EnvironmentVariables,
  revisions: readonly string[],
): Issue[] {
  const known = revisions.map(settingsVariable);
  return Object.keys(variables)
    .filter((name) => name.startsWith(`${SET}_`) && variables[name] !== undefined)
    .filter((name) => !known.includes(name))
    .sort()
    .map((name) => ({
      code: 'unknown-variable',
      severity: 'error',
      path: name,
      source: 'environment',
      message: `no revision is called so; known: ${known.join(', ')}`,
    }));
}

function isKnown(name: string): boolean {
  return (
    name in FIELDS ||
    name === SET ||
    OTHERS.includes(name) ||
    OTHER_PREFIXES.some((prefix) => name.startsWith(prefix)) ||
    name.startsWith(`${SET}_`)
  );
}

function unknownVariable(name: string): Issue {
  const known = [
    ...Object.keys(FIELDS),
    SET,
    `${SET}_<REVISION>`,
    ...OTHERS,
    `${PREFIX}BIN_<PROGRAM>`,
  ];
  return {
    code: 'unknown-variable',
    severity: 'error',
    path: name,
    source: 'environment',
    message: `unknown variable with our prefix; known: ${known.join(', ')}`,
  };
}
