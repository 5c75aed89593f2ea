import type { Definition, Definitions } from '../../lib/generated/definition';
import { resolveDefinition } from '../../lib/generated/resolve-definition';
import type { Json } from '../../lib/operator/json';
import { pathText } from '../../lib/operator/operator-path';
import { scalarSamples } from './scalar-samples';

/** A value with many leaves set at once. */
export interface Sample {
  readonly value: Json;
  readonly leaves: readonly SampledLeaf[];
}

/** One leaf in a sample. */
export interface SampledLeaf {
  /** Path of the leaf, as `leavesOf` has it, as text. */
  readonly leaf: string;
  /** Where it is in the value. */
  readonly at: readonly string[];
  /** What it can be set to; the first is in the value. */
  readonly samples: readonly Json[];
}

/** What the definitions do not say of a leaf. */
export interface SampleHints {
  /** What it can be set to; `undefined` where anything of its type will do. */
  readonly samplesOf: (leaf: string) => readonly Json[] | undefined;
  /** Fields of the object at a path of which one at most takes effect. */
  readonly exclusiveAt: (path: string) => readonly (readonly string[])[];
  /** A key of the map at a path; `undefined` where any will do. */
  readonly keyAt: (path: string) => string | undefined;
  /** Whether the leaf, where it is set, leaves nothing to be seen of others. */
  readonly isAlone: (leaf: string) => boolean;
}

/**
 * Values that together set every leaf of a definition. There are several only where fields exclude each other.
 * @param path - of the definition, as `leavesOf` has it
 */
export function samplesOf(
  definitions: Definitions,
  reference: Definition,
  path: readonly string[],
  hints: SampleHints,
): readonly Sample[] {
  const definition = resolveDefinition(definitions, reference);
  const { properties, additionalProperties, items } = definition;
  const below = (key: string, field: Definition) =>
    samplesOf(definitions, field, [...path, key], hints);
  if (items !== undefined) return [listOf(below('[]', items))];
  if (properties === undefined && typeof additionalProperties !== 'object')
    return [leafOf(definition, pathText(path), hints)];
  return objectsOf(definition, pathText(path), hints, below);
}

function listOf(elements: readonly Sample[]): Sample {
  return join(
    elements.map((sample, index) => [String(index), sample]),
    (values) => Object.values(values),
  );
}

function leafOf(definition: Definition, leaf: string, hints: SampleHints): Sample {
  const samples = hints.samplesOf(leaf) ?? scalarSamples(definition, leaf);
  if (samples[0] === undefined) throw new Error(`${leaf}: there is no sample of it`);
  return { value: samples[0], leaves: [{ leaf, at: [], samples }] };
}

function objectsOf(
  { properties = {}, additionalProperties, 'x-oneof': oneOf = [] }: Definition,
  path: string,
  hints: SampleHints,
  below: (key: string, field: Definition) => readonly Sample[],
): readonly Sample[] {
  const fields = Object.entries(properties).map(
    ([key, field]) => [key, below(key, field)] as const,
  );
  const choices = choicesOf(Object.fromEntries(fields), [...oneOf, ...hints.exclusiveAt(path)]);
  const isMap = typeof additionalProperties === 'object';
  const entries = isMap ? below('*', additionalProperties) : [];
  const mapKey = hints.keyAt(path) ?? 'leaf-key';
  const ofMap = entries.map((sample, index) => [`${mapKey}${'x'.repeat(index)}`, sample] as const);
  const count = Math.max(1, ...choices.map((choice) => choice.length));
  return Array.from({ length: count }, (_, index) => {
    const chosen = choices.flatMap((choice) => choice[index % choice.length] ?? []);
    return join([...chosen, ...ofMap], (values) => values);
  });
}

type Field = readonly [key: string, sample: Sample];

/** What can be had of each field, or of those of which one alone can be had. */
function choicesOf(
  fields: Readonly<Record<string, readonly Sample[]>>,
  exclusive: readonly (readonly string[])[],
): (readonly Field[][])[] {
  const together = exclusive.flat();
  const choicesOfField = (key: string): Field[][] =>
    (fields[key] ?? []).map((sample) => [[key, sample]]);
  return [
    ...Object.keys(fields)
      .filter((key) => !together.includes(key))
      .map(choicesOfField),
    ...exclusive.map((keys) => keys.flatMap(choicesOfField)),
  ];
}

function join(
  parts: readonly Field[],
  build: (values: Readonly<Record<string, Json>>) => Json,
): Sample {
  return {
    value: build(Object.fromEntries(parts.map(([key, { value }]) => [key, value]))),
    leaves: parts.flatMap(([key, { leaves }]) =>
      leaves.map((leaf) => ({ ...leaf, at: [key, ...leaf.at] })),
    ),
  };
}
