import { elementsOf, textOf, textsOf } from '../../json-at';
import { shown } from '../../shown';
import type { MeshCheck, MeshProblem } from './mesh-check';
import type { JsonObject } from '../../json';

const SELECTORS = 'discoverySelectors';

/** Operators of label selectors, and whether they take values. */
const OPERATORS: Readonly<Record<string, boolean>> = {
  In: true,
  NotIn: true,
  Exists: false,
  DoesNotExist: false,
};

/**
 * Selectors of namespaces that istiod cannot read: it ignores all of them together, and looks at every namespace.
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/kube/namespace/filter.go
 */
export const selectorChecks: MeshCheck = (mesh) =>
  elementsOf(mesh[SELECTORS]).flatMap(([place, selector]) =>
    elementsOf(selector['matchExpressions']).flatMap(([index, expression]) =>
      expressionProblems([SELECTORS, place, 'matchExpressions', index], expression),
    ),
  );

function expressionProblems(path: readonly string[], expression: JsonObject): MeshProblem[] {
  const { key, operator, values } = expression;
  const count = textsOf(values).length;
  const problem = (message: string): MeshProblem[] => [{ path, message }];
  if (textOf(key) === undefined) return problem('it has no key; set the name of a label');
  const takesValues = OPERATORS[typeof operator === 'string' ? operator : ''];
  if (takesValues === undefined) {
    const found = shown(operator);
    return problem(`found ${found} as operator, must be ${Object.keys(OPERATORS).join(', ')}`);
  }
  if (takesValues === count > 0) return [];
  return problem(
    takesValues ? 'it needs values; list them' : 'its operator takes no values; remove them',
  );
}
