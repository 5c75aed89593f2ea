import type { Definitions } from '../generated/definition';
import { definitionsOf } from '../generated/definitions-of';
import { findProblems, type Problem } from '../generated/find-problems';
import { ROOTS } from '../generated/roots';
import { UnsupportedMinorError } from '../generated/supported-minor';
import { CATALOGUE, type IssueCode } from './catalogue/catalogue';
import type { Issue } from './issue';
import type { Json } from './json';
import { nearestName } from './nearest-name';
import type { OperatorInputs } from './operator-inputs';
import { pathText } from './operator-path';
import { nearestAt, plain, settingsOf, type TracedObject } from './traced';
import { shown } from './shown';
import type { UserLayers } from './user-layers';

/** How many names are listed where none of them is near. */
const LISTED = 12;

/** What each form of text means, by the schema's name of it. */
const FORMS: Readonly<Record<string, string>> = {
  base64: 'base64',
  duration: 'a duration such as 10s or 1h30m',
  'IP ranges': 'ranges of addresses with commas between, such as 10.0.0.0/8, or "*"',
  ports: 'ports with commas between, such as 80,443',
  quantity: 'a quantity such as 500m, 2 or 1Gi',
  time: 'a time such as 2026-01-01T00:00:00Z',
};

/**
 * Every problem that the schema of a minor finds: in each document, and in what variables and settings say.
 * @param minor - such as `1.31`; one that is not supported is a problem itself
 */
export function schemaIssues(
  { files }: OperatorInputs,
  { environment, document }: UserLayers,
  minor: string,
): Issue[] {
  const reading = files.flatMap(({ issues = [] }) => issues);
  return [
    ...reading,
    ...withDefinitions(minor, 'spec.tag', (definitions) => {
      const ofFiles = files.flatMap((file) =>
        findProblems(definitions, ROOTS.istioOperator, file.document).flatMap((problem) =>
          issuesOf(problem, problem.path, file.locate?.(problem.path)),
        ),
      );
      const ofLayer = (layer: TracedObject) =>
        findProblems(definitions, ROOTS.istioOperatorSpec, plain(layer)).flatMap((problem) => {
          const source = writtenBy(layer, problem.path);
          // What stands in a file was found there.
          return source === null ? [] : issuesOf(problem, ['spec', ...problem.path], source);
        });
      return [...ofFiles, ...ofLayer(environment), ...ofLayer(document)];
    }),
  ];
}

/**
 * Every problem of the values of a gateway.
 * @param path - of the values, for messages
 * @param minor - of the gateway chart, such as `1.31`; one that is not supported is a problem itself
 */
export function gatewayValuesIssues(
  values: object,
  path: readonly string[],
  minor: string,
): Issue[] {
  return withDefinitions(minor, pathText(path), (definitions) =>
    findProblems(definitions, ROOTS.gatewayValues, values).flatMap((problem) =>
      issuesOf(problem, [...path, ...problem.path], undefined),
    ),
  );
}

function withDefinitions(
  minor: string,
  path: string,
  find: (definitions: Definitions) => Issue[],
): Issue[] {
  try {
    return find(definitionsOf(minor));
  } catch (error) {
    if (!(error instanceof UnsupportedMinorError)) throw error;
    return [{ code: error.code, severity: 'error', path, message: error.message }];
  }
}

/** The variable or the setting that wrote what stands at a path; `null` for a document. */
function writtenBy(layer: TracedObject, path: readonly string[]): string | null {
  const found = nearestAt(layer, path);
  const setting = found === undefined ? undefined : settingsOf(found).at(-1);
  return setting?.isAssigned === true ? setting.layer : null;
}

/** Second names of fields of the mesh configuration that istiod drops, since it looks for the first ones only. */
const DROPPED = new Set(['default_config', 'default_providers']);

function issuesOf(problem: Problem, path: readonly string[], source: string | undefined): Issue[] {
  const description = descriptionOf(problem, path);
  if (description === null) return [];
  const [code, message] = description;
  return [
    {
      code,
      severity: CATALOGUE[code].severity,
      path: pathText(path) || 'document',
      ...(source === undefined ? {} : { source }),
      message,
    },
  ];
}

/** @returns `null` of what is no problem: whatever istioctl and istiod read, and what only the charts know */
function descriptionOf(problem: Problem, path: readonly string[]): ReturnType<Description> | null {
  const { kind } = problem;
  if (kind === 'chart-only-field') return null;
  if (kind !== 'second-name') return DESCRIPTIONS[kind](problem);
  const isOfMesh = path.includes('meshConfig');
  if (isOfMesh ? !DROPPED.has(path.at(-1) ?? '') : path[1] !== 'values') return null;
  const name = problem.allowed.join('');
  return ['no-effect', `nothing reads the field by this name; write "${name}"`];
}

type Description = (problem: Problem) => readonly [code: IssueCode, message: string];

const DESCRIPTIONS: Readonly<
  Record<Exclude<Problem['kind'], 'second-name' | 'chart-only-field'>, Description>
> = {
  'unknown-field': ({ path, allowed }) => [
    'unknown-field',
    `unknown field; ${hint(path, allowed)}`,
  ],
  'wrong-type': ({ value, definition }) => [
    'wrong-type',
    `found ${shown(value as Json)}, must be ${typesOf(definition.type ?? [])}`,
  ],
  'not-in-enum': ({ value, allowed }) => [
    'invalid-value',
    `found ${shown(value as Json)}, must be one of ${allowed.join(', ')}`,
  ],
  malformed: ({ value, definition }) => [
    'invalid-value',
    `found ${shown(value as Json)}, must be ${FORMS[definition.format ?? ''] ?? `of the form ${definition.pattern ?? ''}`}`,
  ],
  'out-of-range': ({ value, definition }) => [
    'invalid-value',
    `found ${shown(value as Json)}, must be ${rangeOf(definition)}`,
  ],
  'exclusive-fields': ({ allowed }) => [
    'exclusive-fields',
    `found ${allowed.join(' and ')}, of which one at most can be set`,
  ],
  'deprecated-field': () => ['deprecated-field', 'Istio has deprecated this field'],
};

function hint(path: readonly string[], allowed: readonly string[]): string {
  const field = path.at(-1) ?? '';
  const nearest = nearestName(field, allowed);
  if (nearest !== null) return `did you mean "${nearest}"?`;
  const more = allowed.length - LISTED;
  const listed = allowed.slice(0, LISTED).join(', ');
  return more > 0 ? `known: ${listed} and ${String(more)} more` : `known: ${listed}`;
}

function typesOf(types: readonly string[]): string {
  const named = types.filter((type) => type !== 'null');
  return named.join(' or ');
}

function rangeOf({ minimum, maximum }: Problem['definition']): string {
  return `from ${String(minimum ?? '-∞')} to ${String(maximum ?? '∞')}`;
}
