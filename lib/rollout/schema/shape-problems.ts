import { findProblems, type Problem } from '../../generated/find-problems';
import { nearestName } from '../../operator/nearest-name';
import type { RolloutSpec } from '../rollout-spec';
import { ROLLOUT_DEFINITION } from './rollout-definition';

/** What is wrong with the fields of a rollout and their types, before anything is made of their values. */
export interface Shape {
  readonly problems: readonly string[];
  /** Whether the values can be read all the same: what is not known is left out, and nothing is of another type. */
  readonly readable: boolean;
}

const ROOT = 'rollout';

/** Without these there is nothing to check. */
const REQUIRED = ['from', 'to', 'waves'] as const satisfies readonly (keyof RolloutSpec)[];

/** Compares a rollout with its schema; data does not keep to types. */
export function shapeProblems(spec: RolloutSpec): Shape {
  const found = findProblems({ [ROOT]: ROLLOUT_DEFINITION }, ROOT, spec);
  const missing = REQUIRED.filter((name) => (spec as Partial<RolloutSpec>)[name] === undefined);
  const waves: readonly unknown[] = Array.isArray(spec.waves) ? spec.waves : [];
  const nameless = [...waves.entries()].filter(([, wave]) => !isNamed(wave));
  const lacking = [...missing, ...nameless.map(([index]) => `waves[${index}].name`)];
  return {
    problems: [...found.map(textOf), ...lacking.map((path) => `${path}: it is missing`)],
    readable: lacking.length === 0 && found.every(({ kind }) => kind === 'unknown-field'),
  };
}

function isNamed(wave: unknown): boolean {
  return typeof wave === 'object' && wave !== null && 'name' in wave && wave.name !== undefined;
}

function textOf(problem: Problem): string {
  return `${pathOf(problem)}: ${whatIsWrong(problem)}`;
}

function pathOf({ path }: Problem): string {
  return path
    .map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

function whatIsWrong({ kind, path, value, definition, allowed }: Problem): string {
  if (kind === 'unknown-field') {
    const nearest = nearestName(path.at(-1) ?? '', allowed);
    const hint = nearest === null ? `known: ${allowed.join(', ')}` : `did you mean "${nearest}"?`;
    return `unknown field; ${hint}`;
  }
  const found = `found ${JSON.stringify(value)}`;
  return kind === 'not-in-enum'
    ? `${found}, must be one of ${allowed.join(', ')}`
    : `${found}, must be of type ${(definition.type ?? []).join(' or ')}`;
}
