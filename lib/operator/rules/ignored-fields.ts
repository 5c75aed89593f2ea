import type { Issue } from '../issue';
import { isObject } from '../json';
import { CATALOGUE } from '../catalogue/catalogue';
import { issueAt } from './issue-at';
import type { Rule, RuleContext } from './rule';
import { saidAt } from './said';
import { shown } from '../shown';

/**
 * Namespaces that nothing reads. What else changes nothing is listed in idle-leaves.ts.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/render/manifest.go
 */
export const ignoredFields: Rule = (context) => [
  ...namespaceOfSpec(context),
  ...namespacesOfDocuments(context),
];

function namespaceOfSpec(context: RuleContext): Issue[] {
  const { spec, istioNamespace } = context.resolved;
  const said = saidAt(spec, ['namespace']);
  if (said === undefined || said.value === istioNamespace) return [];
  return [
    issueAt(
      context,
      'ignored-field',
      ['namespace'],
      `found ${shown(said.value)}, which nothing reads; everything goes to ${istioNamespace}, as values.global.istioNamespace says: set that instead`,
    ),
  ];
}

function namespacesOfDocuments({ inputs, resolved: { istioNamespace } }: RuleContext): Issue[] {
  return inputs.files.flatMap(({ document: { metadata }, locate }) => {
    const namespace = isObject(metadata) ? metadata['namespace'] : undefined;
    if (typeof namespace !== 'string' || [istioNamespace, ''].includes(namespace)) return [];
    const source = locate?.(['metadata', 'namespace']);
    const issue: Issue = {
      code: 'ignored-field',
      severity: CATALOGUE['ignored-field'].severity,
      path: 'metadata.namespace',
      ...(source === undefined ? {} : { source }),
      message: `found ${shown(namespace)}, which decides nothing; everything goes to ${istioNamespace}, as values.global.istioNamespace says: set that instead`,
    };
    return [issue];
  });
}
