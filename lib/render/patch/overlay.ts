import { RE2JS } from 're2js';
import { isObject, type Json, type JsonObject } from '../../operator/json';
import { parseOperatorPath, stepText, type PathStep } from '../../operator/operator-path';
import { shown } from '../../operator/shown';
import { readYamlStream } from '../kubernetes-yaml';

/** One change of an overlay. */
export interface OverlayPatch {
  /** As istioctl has it, such as `spec.template.spec.containers.[name:discovery].args.[-1]`. */
  readonly path: string;
  /** What is put there. Absent or null takes away what is there. */
  readonly value?: Json;
}

/** Thrown when a change does not fit the object. */
export class OverlayError extends Error {
  override readonly name = 'OverlayError';
}

/** How much of a value stands in a message: enough for the names of the elements of a list. */
const LONGEST = 120;

/** Marks that something goes. */
const GONE = Symbol('gone');

/**
 * Changes an object at one path. Objects that are missing on the way are made, elements of lists are not, but for one that is
 * added at the end by `[-1]`.
 *
 * A path ends at a key, at an element (`[0]`, `[name:x]`), or, in a list of plain values, at the first one that a regular
 * expression matches (`[:x]`). A value that is a text of YAML with a key is put there as the object that it describes.
 *
 * @throws OverlayError where the path leads nowhere
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/tpath/tree.go
 */
export function applyOverlayPatch(object: JsonObject, { path, value }: OverlayPatch): JsonObject {
  const steps = parseOperatorPath(path);
  if (steps === null) throw new OverlayError(`"${path}" is no path`);
  const put = value === undefined || value === null ? GONE : objectFromText(value);
  return changed(object, steps, put) as JsonObject;
}

function changed(
  at: Json | undefined,
  steps: readonly PathStep[],
  put: Json | typeof GONE,
): Json | typeof GONE {
  const [step, ...rest] = steps;
  if (step === undefined) return put;
  if (step.type !== 'key') return changedList(at, step, rest, put);
  if (at !== undefined && at !== null && !isObject(at))
    throw new OverlayError(`"${stepText(step)}" is looked for in ${shown(at, LONGEST)}`);
  const fields = at ?? {};
  const own = Object.hasOwn(fields, step.key) ? fields[step.key] : undefined;
  if (put === GONE && own === undefined)
    throw new OverlayError(`there is no "${stepText(step)}" that could be taken away`);
  const child = changed(own, rest, put);
  if (child !== GONE) return { ...fields, [step.key]: child };
  const others = Object.entries(fields).filter(([key]) => key !== step.key);
  return Object.fromEntries<Json | undefined>(others);
}

function changedList(
  at: Json | undefined,
  step: Exclude<PathStep, { readonly type: 'key' }>,
  rest: readonly PathStep[],
  put: Json | typeof GONE,
): Json {
  const list: readonly Json[] = Array.isArray(at) ? (at as readonly Json[]) : [];
  if (at !== undefined && at !== null && !Array.isArray(at))
    throw new OverlayError(
      `"${stepText(step)}" is looked for in ${shown(at, LONGEST)}, which is no list`,
    );
  const index = placeOf(list, step);
  if (index < 0 || (put === GONE && index >= list.length))
    throw new OverlayError(`no element is "${stepText(step)}"; there is ${shown(list, LONGEST)}`);
  const child = changed(list[index], rest, put);
  const [before, after] = [list.slice(0, index), list.slice(index + 1)];
  return child === GONE ? [...before, ...after] : [...before, child, ...after];
}

/** @returns -1 where no element is meant */
function placeOf(list: readonly Json[], step: Exclude<PathStep, { readonly type: 'key' }>): number {
  if (step.type === 'index')
    return step.index < 0 || step.index > list.length ? list.length : step.index;
  const { key, value } = step;
  const pattern = patternOf(key === '' ? value : `${key}:${value}`);
  return list.findIndex((one) =>
    isObject(one) ? key !== '' && textOf(one[key]) === value : pattern.matcher(textOf(one)).find(),
  );
}

/** As Go prints it, which is what such paths were written for. */
function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function patternOf(text: string): RE2JS {
  try {
    return RE2JS.compile(text);
  } catch {
    throw new OverlayError(`"${text}" is no regular expression`);
  }
}

/** A text becomes an object where it can only have been meant as one. */
function objectFromText(value: Json): Json {
  if (typeof value !== 'string') return value;
  const isLikely = value.includes('\n') ? value.includes(':') : value.includes(': ');
  if (!isLikely || value.trimStart().startsWith('{')) return value;
  try {
    const [read] = readYamlStream(value);
    return isObject(read) ? read : value;
  } catch {
    return value;
  }
}
