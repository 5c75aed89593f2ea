import type { Issue } from '../issue';
import type { Json } from '../json';
import { componentsOf, rankOf } from './components-of';
import { issueAt } from './issue-at';
import type { Rule, RuleContext } from './rule';
import { saidAt } from './said';
import { shown } from '../shown';
import { RANK } from '../traced';

/** What the tag of an image may be. */
const TAG = /^[A-Za-z0-9_.-]{1,128}$/;

/** The same with the digest of the image; the charts put it behind a colon, and istioctl looks at the tag of the spec alone. */
const PINNED = /^[A-Za-z0-9_.-]{1,128}@sha256:[0-9a-f]{64}$/;

/** The path of a repository below its registry. */
const REPOSITORY = /^[a-z0-9_./-]+$/;

/** Where images are named by hub and tag, below the spec. */
const ROOTS = [
  [],
  ...['values', 'unvalidatedValues'].flatMap((values) =>
    ['global', 'pilot', 'cni', 'ztunnel'].map((root) => [values, root]),
  ),
];

/**
 * Hubs and tags that no image can have. istioctl looks at those of the spec alone.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/apis/validation/validation.go
 * @see https://github.com/google/go-containerregistry/tree/main/pkg/name for the forms
 */
export const images: Rule = (context) => [
  ...ROOTS.flatMap((root) => [
    ...ofSpec(context, [...root, 'hub'], hubProblem),
    ...ofSpec(context, [...root, 'tag'], (value) => tagProblem(value, root.length > 0)),
  ]),
  ...componentsOf(context.resolved.spec).flatMap(({ settings, path }) => [
    ...ofComponent(context, [...path, 'hub'], hubProblem(settings['hub'])),
    ...ofComponent(context, [...path, 'tag'], tagProblem(settings['tag'], true)),
  ]),
];

function ofSpec(
  context: RuleContext,
  path: readonly string[],
  problemOf: (value: Json | undefined) => Problem | null,
): Issue[] {
  const problem = problemOf(saidAt(context.resolved.spec, path)?.value);
  return problem === null ? [] : [issueAt(context, problem.code, path, problem.message)];
}

function ofComponent(
  context: RuleContext,
  path: readonly string[],
  problem: Problem | null,
): Issue[] {
  if (problem === null || rankOf(context.resolved.spec, path) === RANK.shipped) return [];
  return [issueAt(context, problem.code, path, problem.message)];
}

interface Problem {
  readonly code: 'invalid-value' | 'number-as-tag';
  readonly message: string;
}

function hubProblem(value: Json | undefined): Problem | null {
  if (typeof value !== 'string' || value === '') return null;
  const image = `${value}/pilot`;
  const [first = '', ...rest] = image.split('/');
  const isRegistry = /[.:]/.test(first) || first === 'localhost';
  const repository = isRegistry ? rest.join('/') : image;
  if (REPOSITORY.test(repository) && !value.includes('://')) return null;
  const message = `found ${shown(value)}; a hub is a registry and a path of lower-case letters, digits, "-", "_", "." and "/", without a scheme and without a tag, such as "registry.istio.io/release"`;
  return { code: 'invalid-value', message };
}

function tagProblem(value: Json | undefined, mayBePinned: boolean): Problem | null {
  if (value === undefined || value === null || typeof value === 'object' || value === '')
    return null;
  if (typeof value === 'number' && !Number.isInteger(value)) {
    const message = `found the number ${String(value)}, of which trailing zeros are lost: 1.30 means 1.3; write the tag in quotes`;
    return { code: 'number-as-tag', message };
  }
  const text = String(value);
  if (TAG.test(text) || (mayBePinned && PINNED.test(text))) return null;
  const message = `found ${shown(value)}; a tag has at most 128 letters, digits, "_", "." and "-", such as "1.31.0"`;
  return { code: 'invalid-value', message };
}
