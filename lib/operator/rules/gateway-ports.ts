import type { Issue } from '../issue';
import type { Json } from '../json';
import { valueAt } from '../traced';
import { componentsOf } from './components-of';
import { issueAt } from './issue-at';
import { elementsOf, jsonAt } from '../json-at';
import type { Rule, RuleContext } from './rule';

/** Up to this one, only root may listen. */
const PRIVILEGED = 1024;

/**
 * A gateway that does not run as root cannot listen on low ports. istioctl looks at gateways that are switched off too.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/apis/validation/validation.go
 */
export const gatewayPorts: Rule = (context) => [
  ...componentsOf(context.resolved.spec)
    .filter(({ component }) => component.isGateway)
    .flatMap(({ component, settings, path }) =>
      lowPorts(context, component.valuesRoot, jsonAt(settings, ['k8s', 'service', 'ports']), [
        ...path,
        'k8s',
        'service',
        'ports',
      ]),
    ),
  ...lowPorts(context, INGRESS, valueAt(context.resolved.values, [...INGRESS, 'ingressPorts']), [
    'values',
    ...INGRESS,
    'ingressPorts',
  ]),
];

const INGRESS = ['gateways', 'istio-ingressgateway'];

function lowPorts(
  context: RuleContext,
  valuesRoot: readonly string[],
  ports: Json | undefined,
  path: readonly string[],
): Issue[] {
  if (valueAt(context.resolved.values, [...valuesRoot, 'runAsRoot']) === true) return [];
  return elementsOf(ports).flatMap(([place, { port, targetPort }]) => {
    if (typeof port !== 'number' || typeof targetPort === 'string' || !isLow(port, targetPort))
      return [];
    const found =
      typeof targetPort === 'number' && targetPort > 0
        ? `targetPort ${String(targetPort)}`
        : `port ${String(port)} without targetPort`;
    const message = `found ${found}, where only root may listen; set a targetPort above ${String(PRIVILEGED)}, such as ${String(port + 8000)}, or values.${valuesRoot.join('.')}.runAsRoot to true`;
    return [issueAt(context, 'port-needs-root', [...path, place], message)];
  });
}

/** Without a target port it is the port itself, where 1024 counts as low, as it does for istioctl. */
function isLow(port: number, targetPort: Json | undefined): boolean {
  const target = typeof targetPort === 'number' ? targetPort : 0;
  return target === 0 ? port <= PRIVILEGED : target < PRIVILEGED;
}
