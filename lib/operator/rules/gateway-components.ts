import { COMPONENTS } from '../component';
import type { Issue } from '../issue';
import { isObject } from '../json';
import { RANK } from '../traced';
import { componentsOf, rankOf } from './components-of';
import { issueAt } from './issue-at';
import { jsonAt, textOf } from '../json-at';
import type { Rule, RuleContext } from './rule';
import { saidAt, saidBelow, specPath } from './said';

/** Label that says which revision a pod is of. */
const REVISION_LABEL = 'istio.io/rev';

/** Names that an object may have, as istioctl has it. */
const NAME = /^[a-z0-9.-]{1,254}$/;

/** Gateways that cannot work as they are listed, or that a rollout of the control plane would move. */
export const gatewayComponents: Rule = (context) => [
  ...names(context),
  ...duplicates(context),
  ...selectors(context),
  ...inRevision(context),
];

function gatewaysOf({ components }: RuleContext) {
  return components.filter(
    ({ component }) => component === 'ingressGateways' || component === 'egressGateways',
  );
}

/** @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/apis/validation/validation.go for the form of names */
function names(context: RuleContext): Issue[] {
  return componentsOf(context.resolved.spec)
    .filter(({ component }) => component.isGateway)
    .flatMap(({ settings, path }) => {
      const name = textOf(settings['name']);
      if (name === undefined && settings['enabled'] !== false) {
        const message =
          'the gateway has no name, and so do its objects, which no API server takes; name it';
        return [issueAt(context, 'gateway-without-name', path, message)];
      }
      if (name === undefined || NAME.test(name)) return [];
      const message = `found "${name}"; a name has lower-case letters, digits, "-" and ".", such as "istio-ingressgateway"`;
      return [issueAt(context, 'invalid-value', [...path, 'name'], message)];
    });
}

/** Two gateways of one name and namespace are the same objects, twice. */
function duplicates(context: RuleContext): Issue[] {
  const gateways = gatewaysOf(context);
  return gateways.flatMap((gateway, index) => {
    const first = gateways.findIndex(
      ({ resourceName, namespace }) =>
        resourceName === gateway.resourceName && namespace === gateway.namespace,
    );
    if (first === index) return [];
    const message = `there is a gateway ${gateway.namespace}/${gateway.resourceName} already; give this one another name or another namespace`;
    return [issueAt(context, 'duplicate-gateway', gateway.path, message)];
  });
}

/**
 * Labels of a gateway select its pods. The pod's revision is written over by whoever injects it: with another value the
 * Deployment finds none of its pods, and makes ever more.
 * @see https://github.com/istio/istio/issues/33237
 */
function selectors(context: RuleContext): Issue[] {
  const listed = componentsOf(context.resolved.spec).flatMap(({ component, settings, path }) =>
    component.isGateway &&
    isObject(jsonAt(settings, ['label'])) &&
    jsonAt(settings, ['label', REVISION_LABEL]) !== undefined
      ? [[...path, 'label', REVISION_LABEL]]
      : [],
  );
  const values = COMPONENTS.filter(({ isGateway }) => isGateway).flatMap(({ valuesRoot }) =>
    saidBelow(context.resolved.values, [...valuesRoot, 'labels', REVISION_LABEL]).map(
      ([, setting]) => specPath(setting),
    ),
  );
  return [...listed, ...values].map((path) =>
    issueAt(
      context,
      'revision-in-selector',
      path,
      'the labels of a gateway select its pods, and a revision changes; remove it: the chart labels the pods with their revision itself',
    ),
  );
}

/**
 * A gateway in the document of a named revision is changed in place when the document's revision changes, before any
 * workload, and goes with the revision.
 * @see https://github.com/istio/istio/issues/33822
 */
function inRevision(context: RuleContext): Issue[] {
  const { revision, spec, values } = context.resolved;
  if (revision === '') return [];
  const issue = (names: readonly string[], path: readonly string[]) => {
    const message = `${names.join(', ')} would be part of revision ${revision}: installing another revision changes it in place, and removing this one removes it; switch it off here ("enabled: false", or a profile without gateways) and install it apart`;
    return issueAt(context, 'gateway-in-revision', path, message);
  };
  const gateways = gatewaysOf(context);
  const listed = gateways.filter(({ path }) => rankOf(spec, path) !== RANK.shipped);
  // Those of the profile stand nowhere in the document; that there is a revision does.
  const others = gateways.filter((gateway) => !listed.includes(gateway));
  const named = saidAt(values, ['revision']);
  return [
    ...listed.map(({ resourceName, path }) => issue([resourceName], path)),
    ...(others.length === 0
      ? []
      : [
          issue(
            others.map(({ resourceName }) => resourceName),
            named === undefined ? ['revision'] : specPath(named),
          ),
        ]),
  ];
}
