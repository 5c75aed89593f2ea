import { createHash } from 'node:crypto';
import type { Definition } from '../../lib/generated/definition';
import type { Json } from '../../lib/operator/json';

/**
 * Values that a leaf can be set to, the first one the best: text and numbers follow from the path, so that two leaves have
 * different ones and that none is a default of the charts.
 * @param path - the leaf, as text
 */
export function scalarSamples(definition: Definition, path: string): readonly Json[] {
  const { type, format, pattern, additionalProperties } = definition;
  const names = (definition.enum ?? []).filter((name) => typeof name === 'string' && name !== '');
  if (definition.enum !== undefined) return names;
  const text = textOf(path);
  if (type === undefined) return [text];
  const texts = pattern === undefined && format === undefined ? [text] : formatted(format, path);
  return [
    ...(type.includes('integer') || type.includes('number') ? [numberOf(definition, path)] : []),
    ...(type.includes('string') ? texts : []),
    ...(type.includes('boolean') ? [true, false] : []),
    ...(type.includes('object') ? [additionalProperties === false ? {} : { [text]: text }] : []),
  ].sort((a, b) => rank(a, type) - rank(b, type));
}

/** Where anything scalar goes, text shows best that it arrived. */
function rank(sample: Json, type: readonly string[]): number {
  return type.includes('boolean') && typeof sample === 'number' ? 1 : 0;
}

function formatted(format: string | undefined, path: string): readonly Json[] {
  const small = smallNumber(path);
  switch (format) {
    case 'base64':
      return [Buffer.from(textOf(path)).toString('base64')];
    case 'duration':
      return [`${String(small)}s`];
    case 'IP ranges':
      return [`10.${String(small)}.0.0/16`];
    case 'ports':
      return [String(2_000 + small)];
    case 'quantity':
      return [`${String(small)}m`];
    case 'time':
      return [`2030-01-01T00:00:${String(small % 60).padStart(2, '0')}Z`];
    case undefined:
      // The text of a number, of which there is a number already.
      return [];
    default:
      throw new Error(`${path}: there is no sample of a ${format}`);
  }
}

function numberOf({ type = [], minimum = 0, maximum = Infinity }: Definition, path: string): Json {
  const fraction = type.includes('integer') ? 0 : 0.5;
  return Math.min(maximum, Math.max(minimum, smallNumber(path) + fraction));
}

function textOf(path: string): string {
  return `leaf-${digest(path).slice(0, 8)}`;
}

/** From 101 to 190: none of them is anybody's default. */
function smallNumber(path: string): number {
  return 101 + (parseInt(digest(path).slice(0, 6), 16) % 90);
}

function digest(path: string): string {
  return createHash('sha256').update(path).digest('hex');
}
