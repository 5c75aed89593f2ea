import type { Issue } from '../issue';
import { holds, isTracedObject, tracedAt } from '../traced';
import { componentsOf } from './components-of';
import { issueAt } from './issue-at';
import type { Rule, RuleContext } from './rule';
import { saidAt } from './said';
import { shown } from '../shown';

/** Whether the injection templates are told that there is CNI. */
const CNI_SWITCH = ['pilot', 'cni', 'enabled'];

const GATEWAYS = [
  ['ingressGateways', 'istio-ingressgateway'],
  ['egressGateways', 'istio-egressgateway'],
] as const;

/**
 * Values that are overwritten by what the components say.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/render/manifest.go
 */
export const overwrittenValues: Rule = (context) => [
  ...cniSwitch(context),
  ...GATEWAYS.flatMap(([component, root]) => gatewaySwitch(context, component, root)),
];

function cniSwitch(context: RuleContext): Issue[] {
  const path = ['values', ...CNI_SWITCH];
  const said = saidAt(context.resolved.spec, path);
  const held = tracedAt(context.resolved.values, CNI_SWITCH);
  if (said === undefined || held === undefined || isTracedObject(held)) return [];
  const { value } = holds(held);
  if (value === said.value) return [];
  const message = `found ${shown(said.value)}, but it is always what components.cni.enabled says, here ${shown(value)}; set that, or unvalidatedValues.pilot.cni.enabled where another document installs CNI`;
  return [issueAt(context, 'overwritten-value', path, message)];
}

function gatewaySwitch(context: RuleContext, component: string, root: string): Issue[] {
  const { spec } = context.resolved;
  const path = ['values', 'gateways', root, 'enabled'];
  const isOn = componentsOf(spec).some(
    (one) => one.component.name === component && one.settings['enabled'] !== false,
  );
  if (!isOn || saidAt(spec, path)?.value !== false) return [];
  const message = `found false, but components.${component} lists a gateway that is on, and values switch none off; set its "enabled" to false`;
  return [issueAt(context, 'overwritten-value', path, message)];
}
