import { InvalidInputError, type Issue } from './issue';
import type { Json, JsonObject } from './json';
import { atPath, mergeValues } from './merge-values';

const PREFIX = 'ISTIO_REVISIONS_';
const SET = `${PREFIX}SET`;

/** Variables that set one field of every revision's spec. */
const FIELDS: Readonly<Record<string, string>> = {
  [`${PREFIX}HUB`]: 'hub',
  [`${PREFIX}TAG`]: 'tag',
  [`${PREFIX}PROFILE`]: 'profile',
};

/** Variables with our prefix that are not about the mesh. */
const OTHERS = ['LAB', 'CACHE', 'CHARTS', 'TREE', 'LOG_LEVEL'].map((name) => `${PREFIX}${name}`);
const OTHER_PREFIXES = [`${PREFIX}BIN_`];

/** Process environment, as an argument. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/**
 * The environment's layer of a revision: between the profile and the document. A closed set of names; one of our prefix
 * that is not in it is an error, since a typo would otherwise pass silently.
 *
 * `ISTIO_REVISIONS_SET` is for every revision, `ISTIO_REVISIONS_SET_<REVISION>` for one (upper case, `-` as `_`); both take
 * `path=value` pairs below the spec, separated by commas.
 *
 * @throws InvalidInputError naming each variable that is wrong.
 */
export function environmentLayer(variables: EnvironmentVariables, revision: string): JsonObject {
  const issues = Object.keys(variables)
    .filter((name) => name.startsWith(PREFIX) && variables[name] !== undefined && !isKnown(name))
    .sort()
    .map(unknownVariable);
  let layer: JsonObject = {};
  for (const [name, field] of Object.entries(FIELDS)) {
    const value = variables[name];
    if (value !== undefined) layer = mergeValues(layer, { [field]: value });
  }
  // The narrower a variable is, the later it comes: for all revisions, then for this one.
  for (const name of [SET, settingsVariable(revision)]) {
    layer = mergeValues(layer, parseSettings(name, variables[name] ?? '', issues));
  }
  if (issues.length > 0) throw new InvalidInputError(issues);
  return layer;
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

function parseSettings(name: string, text: string, issues: Issue[]): JsonObject {
  let layer: JsonObject = {};
  for (const setting of text.split(',').filter((part) => part.trim() !== '')) {
    const [, path, value] = /^\s*([A-Za-z0-9_.\-\\/]+)=(.*)$/s.exec(setting) ?? [];
    if (path === undefined || value === undefined) {
      issues.push({
        code: 'malformed-setting',
        severity: 'error',
        path: setting,
        source: name,
        message: 'a setting is path=value, such as values.pilot.autoscaleMin=2',
      });
      continue;
    }
    const keys = path.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'));
    layer = mergeValues(layer, atPath(keys, scalar(value)));
  }
  return layer;
}

/** As `helm --set`: a number, a boolean, null or text. */
function scalar(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return /^-?(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
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
