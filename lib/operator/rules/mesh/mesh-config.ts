import { definitionAt } from '../../../generated/definition-at';
import { definitionsOf } from '../../../generated/definitions-of';
import { MINORS } from '../../../generated/minors';
import { ROOTS } from '../../../generated/roots';
import type { IssueCode } from '../../catalogue/catalogue';
import type { Issue } from '../../issue';
import { isObject } from '../../json';
import { valueAt } from '../../traced';
import { issueAt } from '../issue-at';
import type { Rule } from '../rule';
import { connectionChecks } from './connection-checks';
import { localityChecks } from './locality-checks';
import type { MeshCheck } from './mesh-check';
import { meshPath } from './mesh-path';
import { doubtfulChecks } from './doubtful-checks';
import { providerChecks, unknownProviders } from './provider-checks';
import { scalarChecks } from './scalar-checks';
import { selectorChecks } from './selector-checks';
import { tracingChecks } from './tracing-checks';

/** Each check with the code of what it finds. */
const CHECKS: readonly (readonly [IssueCode, MeshCheck])[] = [
  ['invalid-mesh-config', scalarChecks],
  ['invalid-mesh-config', tracingChecks],
  ['invalid-mesh-config', localityChecks],
  ['invalid-mesh-config', connectionChecks],
  ['doubtful-mesh-config', doubtfulChecks],
  ['unusable-provider', providerChecks],
  ['unusable-selector', selectorChecks],
];

/** The mesh configuration as istiod gets it: what of it istiod refuses, and what it takes and cannot use. */
export const meshConfig: Rule = (context): readonly Issue[] => {
  const mesh = valueAt(context.resolved.values, ['meshConfig']);
  if (!isObject(mesh)) return [];
  const found = CHECKS.flatMap(([code, check]) =>
    check(mesh).map(({ path, message }) => ({ code, path, message })),
  );
  const unknown = unknownProviders(mesh, context).map((problem) => ({
    code: 'unknown-provider' as const,
    ...problem,
  }));
  const isField = fieldsOf(context.minor);
  return [...found, ...unknown]
    .filter(({ path }) => isField(path))
    .map(({ code, path, message }) => issueAt(context, code, meshPath(context, path), message));
};

/** Whether the istiod of a minor has a field: what it does not know, it does not look at. */
function fieldsOf(minor: string): (path: readonly string[]) => boolean {
  const known = MINORS.find((supported) => supported === minor);
  if (known === undefined) return () => true;
  const definitions = definitionsOf(known);
  return (path) => definitionAt(definitions, ROOTS.meshConfig, path) !== undefined;
}
