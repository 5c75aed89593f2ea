import type { Issue } from './issue';
import { isObject, type Json } from './json';
import { parseOperatorPath, stepText, type PathStep } from './operator-path';
import {
  holds,
  isTracedObject,
  lay,
  tracedAt,
  under,
  valueAt,
  type Rank,
  type Setting,
  type Traced,
  type TracedObject,
} from './traced';

/** One `path=value` below the spec, of `--set` or of a variable. */
interface Assignment {
  readonly path: string;
  readonly steps: readonly PathStep[];
  readonly value: Json;
}

/** What is wrong with an assignment, in words. */
interface AssignmentProblem {
  readonly path: string;
  readonly problem: string;
}

/**
 * Lays settings over a spec, one after the other.
 * @param layerOf - what a setting is called in messages
 * @param issues - takes every setting that is wrong; the others are laid over all the same
 */
export function applyAssignments(
  below: TracedObject,
  texts: readonly string[],
  layerOf: (text: string) => string,
  rank: Rank,
  issues: Issue[],
): TracedObject {
  return texts.reduce((spec, text) => {
    const read = parseAssignment(text);
    const layer = layerOf(text);
    const changed = isProblem(read) ? read : applyAssignment(spec, read, { layer, rank });
    if (!isProblem(changed)) return changed;
    const { path, problem } = changed;
    issues.push({
      code: 'malformed-setting',
      severity: 'error',
      path,
      source: layer,
      message: problem,
    });
    return spec;
  }, below);
}

/** Paths whose values stay text, whatever they look like. */
const TEXT = [
  'tag',
  'compatibilityVersion',
  'values.compatibilityVersion',
  'values.global.tag',
  'meshConfig.defaultConfig.proxyMetadata.',
  'values.meshConfig.defaultConfig.proxyMetadata.',
];

/** Digits may have an underscore between them. */
const NUMBER = /^[-+]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[-+]?\d+)?$/i;

/** Numbers that no document can hold. */
const NO_NUMBER = /^[-+]?(inf|infinity|nan)$/i;

const TRUE = new Set(['t', 'T', 'true', 'TRUE', 'True']);
const FALSE = new Set(['f', 'F', 'false', 'FALSE', 'False']);

/**
 * Reads `path=value` as istioctl does: a value is a number, a boolean or text, and `\,` in it is a comma.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/values/map.go
 */
function parseAssignment(text: string): Assignment | AssignmentProblem {
  const [, path = text.trim(), value] = /^\s*(.*?)\s*=(.*)$/s.exec(text) ?? [];
  if (value === undefined)
    return {
      path,
      problem: 'it has no "=": a setting is path=value, such as values.pilot.autoscaleMin=2',
    };
  const steps = parseOperatorPath(path);
  if (steps === null || steps[0]?.type !== 'key') {
    return {
      path: path === '' ? text.trim() : path,
      problem: `"${path}" is no path: keys with dots between, and [0] or [name:value] for elements of a list`,
    };
  }
  const written = value.trim();
  if (!isText(path) && NO_NUMBER.test(written))
    return { path, problem: `"${written}" is a number that no document can hold` };
  return { path, steps, value: isText(path) ? written : scalarOf(written) };
}

/** Whether an assignment could not be read. */
function isProblem(read: object): read is AssignmentProblem {
  return 'problem' in read;
}

function isText(path: string): boolean {
  return TEXT.some((text) => path.startsWith(text));
}

function scalarOf(text: string): Json {
  if (NUMBER.test(text)) return Number(text.replaceAll('_', ''));
  if (TRUE.has(text) || FALSE.has(text)) return TRUE.has(text);
  return text.replaceAll('\\,', ',');
}

/**
 * Carries out an assignment: what is missing on the way is made, and an element that is not there is added at the end.
 * @returns what is wrong where the path leads through something that is no object and no list
 */
function applyAssignment(
  spec: TracedObject,
  { path, steps, value }: Assignment,
  from: Pick<Setting, 'layer' | 'rank'>,
): TracedObject | AssignmentProblem {
  const keys = leadingKeys(steps);
  const elements = steps.slice(keys.length);
  const at = keys.findIndex((_, depth) => isScalar(tracedAt(spec, keys.slice(0, depth))));
  if (at >= 0) return misfit(path, keys[at] ?? '', valueAt(spec, keys.slice(0, at)) ?? null);
  const changed = elements.length === 0 ? value : inList(valueAt(spec, keys), elements, value);
  if (changed instanceof Misfit) return misfit(path, changed.step, changed.at);
  const setting: Setting = { ...from, path: ['spec', ...keys], value: changed, isAssigned: true };
  return lay(spec, under(keys, { settings: [setting] }));
}

/** Where a path leads through something that it does not fit. */
class Misfit {
  readonly step: string;
  readonly at: Json;

  constructor(step: string, at: Json) {
    this.step = step;
    this.at = at;
  }
}

function misfit(path: string, step: string, at: Json): AssignmentProblem {
  return { path, problem: `"${step}" is looked for in ${JSON.stringify(at)}` };
}

function leadingKeys(steps: readonly PathStep[]): readonly string[] {
  const end = steps.findIndex(({ type }) => type !== 'key');
  const leading = end < 0 ? steps : steps.slice(0, end);
  return leading.flatMap((step) => (step.type === 'key' ? [step.key] : []));
}

function isScalar(traced: Traced | undefined): boolean {
  return traced !== undefined && !isTracedObject(traced) && holds(traced).value !== null;
}

function inList(at: Json | undefined, steps: readonly PathStep[], value: Json): Json | Misfit {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (step.type === 'key') {
    if (at !== undefined && at !== null && !isObject(at)) return new Misfit(step.key, at);
    const child = inList(at?.[step.key], rest, value);
    return child instanceof Misfit ? child : { ...at, [step.key]: child };
  }
  if (at !== undefined && at !== null && !Array.isArray(at)) return new Misfit(stepText(step), at);
  const list = (at ?? []) as readonly Json[];
  const index = placeIn(list, step);
  if (index === null) return new Misfit(stepText(step), list);
  const child = inList(list[index], rest, value);
  return child instanceof Misfit
    ? child
    : [...list.slice(0, index), child, ...list.slice(index + 1)];
}

type ElementStep = Exclude<PathStep, { readonly type: 'key' }>;

/** Only an element that is named by its place is added where there is none. */
function placeIn(list: readonly Json[], step: ElementStep): number | null {
  if (step.type === 'index')
    return step.index >= 0 && step.index < list.length ? step.index : list.length;
  const found = list.findIndex((one) => isObject(one) && one[step.key] === step.value);
  return found < 0 ? null : found;
}
