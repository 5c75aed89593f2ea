import fc from 'fast-check';
import type { Definition, Definitions } from '../../../lib/generated/definition';
import { resolveDefinition } from '../../../lib/generated/resolve-definition';

const DEPTH = 6;

const ANYTHING = [
  null,
  true,
  'x',
  '1',
  '10s',
  '100m',
  '2001:db8::/32',
  '1.5',
  0,
  -1,
  1.5,
  2 ** 32,
  [],
  {},
];

const anything = fc.constantFrom(...ANYTHING);

/** Values that a definition allows, and now and then something else in any place of them. */
export function arbitraryOf(
  definitions: Definitions,
  reference: Definition,
  depth: number = DEPTH,
): fc.Arbitrary<unknown> {
  const definition = resolveDefinition(definitions, reference);
  const { items, properties = {}, additionalProperties } = definition;
  if (definition.enum !== undefined) return orAnything(fc.constantFrom(...definition.enum));
  if (depth === 0) return anything;
  const value = (inner: Definition) => arbitraryOf(definitions, inner, depth - 1);
  if (items !== undefined)
    return orAnything(fc.array(fc.constant(items).chain(value), { maxLength: 2 }));
  if (typeof additionalProperties === 'object') {
    return orAnything(fc.dictionary(fc.constantFrom('a', 'b'), value(additionalProperties)));
  }
  if (Object.keys(properties).length === 0) return anything;
  return orAnything(objects(properties, value));
}

function orAnything(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary }, { weight: 1, arbitrary: anything });
}

/** Some of the fields, by either name, and rarely one that is not known. */
function objects(
  properties: Readonly<Record<string, Definition>>,
  value: (definition: Definition) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const names = Object.entries(properties).flatMap(([name, { 'x-alias': alias }]) =>
    alias === undefined ? [name] : [name, alias],
  );
  const field = (name: string) =>
    Object.entries(properties).find(
      ([key, { 'x-alias': alias }]) => key === name || alias === name,
    );
  const entry = fc
    .oneof(
      { weight: 12, arbitrary: fc.constantFrom(...names) },
      { weight: 1, arbitrary: fc.constantFrom('unknown', 'constructor') },
    )
    .chain((name) => fc.tuple(fc.constant(name), value(field(name)?.[1] ?? {})));
  return fc.array(entry, { maxLength: 4 }).map((entries) => Object.fromEntries(entries));
}
