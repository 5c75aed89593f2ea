import type { Issue } from './issue';
import { isObject, type Json, type JsonObject } from './json';
import type { OperatorInputs } from './operator-inputs';

/**
 * What is left of inputs once everything that is wrong with them is taken out, so that the rest can be looked at further.
 * Settings are left out with all the others if one of them is wrong.
 */
export function withoutErrors(inputs: OperatorInputs, issues: readonly Issue[]): OperatorInputs {
  const errors = issues.filter(({ severity }) => severity === 'error');
  const paths = errors.map(({ path }) => keysOf(path));
  const settings = inputs.settings ?? [];
  const isWrong = errors.some(({ source }) => settings.some((text) => source === `--set ${text}`));
  return {
    files: inputs.files.map((file) => ({
      ...file,
      document: paths.reduce<JsonObject>(
        (document, path) => without(document, path) as JsonObject,
        file.document,
      ),
    })),
    settings: isWrong ? [] : settings,
  };
}

function keysOf(path: string): string[] {
  return path.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'));
}

/** An element of a list is emptied rather than taken out: the places of the others stay theirs. */
function without(value: Json, [key, ...rest]: readonly string[]): Json {
  if (key === undefined) return value;
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((element, index) => {
      if (String(index) !== key) return element;
      return rest.length === 0 ? {} : without(element, rest);
    });
  }
  if (!isObject(value) || value[key] === undefined) return value;
  if (rest.length > 0) return { ...value, [key]: without(value[key], rest) };
  const others = Object.entries(value).filter(([name]) => name !== key);
  return Object.fromEntries<Json | undefined>(others);
}
