import { CATALOGUE, type IssueCode } from '../catalogue/catalogue';
import type { Issue } from '../issue';
import { pathText } from '../operator-path';
import { sourceOf } from '../source-of';
import { jsonAt } from '../json-at';
import type { RuleContext } from './rule';

/**
 * An issue of something in the merged spec, with the place where it was written.
 * @param path - below the spec; an element of a list by its index
 */
export function issueAt(
  { inputs, resolved }: RuleContext,
  code: IssueCode,
  path: readonly string[],
  message: string,
): Issue {
  const source = sourceOf(resolved.spec, inputs, path) ?? placeOfEmpty(inputs, path);
  return {
    code,
    severity: CATALOGUE[code].severity,
    path: pathText(['spec', ...path]),
    ...(source === undefined ? {} : { source }),
    message,
  };
}

/** An empty object has no setting that would know where it stands. */
function placeOfEmpty(
  { files }: RuleContext['inputs'],
  path: readonly string[],
): string | undefined {
  const inDocument = ['spec', ...path];
  const file = files.findLast(({ document }) => jsonAt(document, inDocument) !== undefined);
  return file?.locate?.(inDocument);
}
