import type { Issue } from '../issue';
import type { JsonObject } from '../json';
import { valueAt } from '../traced';
import { issueAt } from './issue-at';
import { elementsOf, jsonAt, textsOf } from '../json-at';
import { meshPath } from './mesh/mesh-path';
import type { Rule } from './rule';

/** Label that every namespace has, with its name. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

const SELECTORS = 'discoverySelectors';

/**
 * Selectors that leave the Istio namespace out: istiod then sees neither gateways nor objects of the whole mesh in it. Only
 * what selects by name can be told from a document; other labels may be on the namespace.
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/kube/namespace/filter.go
 */
export const discoverySelectors: Rule = (context): readonly Issue[] => {
  const { values, istioNamespace } = context.resolved;
  const selectors = elementsOf(valueAt(values, ['meshConfig', SELECTORS])).map(([, one]) => one);
  if (selectors.length === 0 || selectors.some((one) => maySelect(one, istioNamespace))) return [];
  const message = `no selector takes the namespace ${istioNamespace}, so istiod would see neither gateways nor objects of the whole mesh in it; add one with ${NAME_LABEL}: ${istioNamespace}`;
  return [issueAt(context, 'namespace-not-discovered', meshPath(context, [SELECTORS]), message)];
};

function maySelect(selector: JsonObject, namespace: string): boolean {
  const named = jsonAt(selector, ['matchLabels', NAME_LABEL]);
  if (named !== undefined && named !== namespace) return false;
  return elementsOf(selector['matchExpressions']).every(([, expression]) =>
    mayMatch(expression, namespace),
  );
}

function mayMatch({ key, operator, values }: JsonObject, namespace: string): boolean {
  if (key !== NAME_LABEL) return true;
  const isListed = textsOf(values).some(([, value]) => value === namespace);
  if (operator === 'In') return isListed;
  if (operator === 'NotIn') return !isListed;
  return operator !== 'DoesNotExist';
}
