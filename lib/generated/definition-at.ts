import type { Definition, Definitions } from './definition';
import { referenceTo, resolveDefinition } from './resolve-definition';

/**
 * What is defined at a path; any element of a list and any key of a map is the same.
 * @param root - name of the definition that the path begins at
 * @returns undefined where the path leads nowhere; an empty definition, which allows anything, below a free-form value
 */
export function definitionAt(
  definitions: Definitions,
  root: string,
  path: readonly string[],
): Definition | undefined {
  return below(definitions, referenceTo(root), path);
}

function below(
  definitions: Definitions,
  definition: Definition,
  path: readonly string[],
): Definition | undefined {
  const at = resolveDefinition(definitions, definition);
  const [key, ...rest] = path;
  if (key === undefined) return at;
  const { type, properties = {}, additionalProperties, items } = at;
  if (type === undefined && at.enum === undefined) return {};
  if (items !== undefined) return below(definitions, items, rest);
  const named = Object.entries(properties).find(
    ([name, field]) => name === key || field['x-alias'] === key,
  );
  if (named !== undefined) return below(definitions, named[1], rest);
  if (additionalProperties === undefined) return type?.includes('object') === true ? {} : undefined;
  return additionalProperties === false
    ? undefined
    : below(definitions, additionalProperties, rest);
}
