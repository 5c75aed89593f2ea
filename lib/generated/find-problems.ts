import type { Definition, Definitions, JsonType } from './definition';
import { referenceTo, resolveDefinition } from './resolve-definition';

/** Something about a value that its definition does not allow, or that is worth telling. */
export interface Problem {
  readonly kind: ProblemKind;
  /** From the value that was checked; an element of a list by its index. */
  readonly path: readonly string[];
  /** What was found there. */
  readonly value: unknown;
  /** What is defined there; for an unknown field its parent. */
  readonly definition: Definition;
  /** Allowed names of fields, values of an enum, the fields of which one is allowed, or the proper name of a field. */
  readonly allowed: readonly string[];
}

/**
 * The last three are no mistakes: istioctl takes a deprecated field and, like istiod, a second name; a value that only the
 * charts know it takes as an unvalidated one.
 */
export type ProblemKind =
  | 'unknown-field'
  | 'wrong-type'
  | 'not-in-enum'
  | 'malformed'
  | 'out-of-range'
  | 'exclusive-fields'
  | 'deprecated-field'
  | 'second-name'
  | 'chart-only-field';

/**
 * Compares a value with a definition, and returns everything at once. Nothing below an unknown field is looked at.
 * @param root - name of the definition
 */
export function findProblems(definitions: Definitions, root: string, value: unknown): Problem[] {
  return [...problemsOf(definitions, referenceTo(root), value, [])];
}

function* problemsOf(
  definitions: Definitions,
  reference: Definition,
  value: unknown,
  path: readonly string[],
): Generator<Problem> {
  const definition = resolveDefinition(definitions, reference);
  const problem = scalarProblem(definition, value);
  if (problem !== null) {
    const allowed = problem === 'not-in-enum' ? namesOf(definition) : [];
    yield { kind: problem, path, value, definition, allowed };
  } else if (Array.isArray(value)) {
    const { items } = definition;
    if (items === undefined) return;
    for (const [index, item] of value.entries()) {
      yield* problemsOf(definitions, items, item, [...path, String(index)]);
    }
  } else if (typeof value === 'object' && value !== null) {
    yield* objectProblems(definitions, definition, value, path);
  }
}

/** What is wrong with a value, its elements and fields apart. */
function scalarProblem(definition: Definition, value: unknown): ProblemKind | null {
  const { type, pattern, minimum, maximum } = definition;
  if (definition.enum !== undefined) {
    return definition.enum.some((allowed) => allowed === value) ? null : 'not-in-enum';
  }
  if (type !== undefined && !typesOf(value).some((found) => type.includes(found))) {
    return 'wrong-type';
  }
  if (typeof value === 'string' && pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
    return 'malformed';
  }
  const below = typeof value === 'number' && minimum !== undefined && value < minimum;
  const above = typeof value === 'number' && maximum !== undefined && value > maximum;
  return below || above ? 'out-of-range' : null;
}

function typesOf(value: unknown): readonly JsonType[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (typeof value === 'number')
    return Number.isInteger(value) ? ['integer', 'number'] : ['number'];
  const type = typeof value;
  return type === 'string' || type === 'boolean' || type === 'object' ? [type] : [];
}

function namesOf(definition: Definition): string[] {
  return (definition.enum ?? []).flatMap((value) =>
    typeof value === 'number' || value === null || value === '' ? [] : [String(value)],
  );
}

function* objectProblems(
  definitions: Definitions,
  definition: Definition,
  value: object,
  path: readonly string[],
): Generator<Problem> {
  const { properties = {}, additionalProperties } = definition;
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined) continue;
    const at = [...path, key];
    const name = Object.hasOwn(properties, key) ? key : nameOf(properties, key);
    const known = name === undefined ? additionalProperties : properties[name];
    if (known === false) {
      const allowed = Object.keys(properties);
      yield { kind: 'unknown-field', path: at, value: field, definition, allowed };
    } else if (known !== undefined) {
      yield* remarks(known, at, field, name ?? key);
      yield* problemsOf(definitions, known, field, at);
    }
  }
  for (const allowed of definition['x-oneof'] ?? []) {
    const set = allowed.filter((name) => isSet(value, name));
    if (set.length > 1) yield { kind: 'exclusive-fields', path, value, definition, allowed: set };
  }
}

function nameOf(
  properties: Readonly<Record<string, Definition>>,
  alias: string,
): string | undefined {
  return Object.keys(properties).find((name) => properties[name]?.['x-alias'] === alias);
}

function isSet(value: object, name: string): boolean {
  const field = (value as Readonly<Record<string, unknown>>)[name];
  return field !== undefined && field !== null;
}

/** What is worth telling about a field that is allowed. */
function* remarks(
  definition: Definition,
  path: readonly string[],
  value: unknown,
  name: string,
): Generator<Problem> {
  const remark = (kind: ProblemKind, allowed: readonly string[]): Problem => ({
    kind,
    path,
    value,
    definition,
    allowed,
  });
  if (path.at(-1) !== name) yield remark('second-name', [name]);
  if (definition.deprecated === true) yield remark('deprecated-field', []);
  if (definition['x-chart-only'] === true) yield remark('chart-only-field', []);
}
