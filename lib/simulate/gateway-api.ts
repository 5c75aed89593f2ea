import type { Action } from '../rollout/action';
import type { GatewayApiFact } from '../rollout/gateway-api/gateway-api-fact';
import { FIELD_MANAGER, REVISION_LABEL } from '../rollout/names';
import { isServing } from './inject';
import { namespaceOf } from './namespace-of';
import { SOMEBODY } from './new-namespace';
import { Refused } from './refused';
import { setMoving } from './set-moving';
import type { SimGatewayApi, SimState, SimWorkload } from './sim-state';

/** Who holds a label that was given back: not the one that holds it during a rollout. */
const GIVER = `${FIELD_MANAGER}-adopt`;

type Of<T extends Action['type']> = Extract<Action, { readonly type: T }>;

/**
 * Lets the istiod that each Gateway is of write its pod template, with a copy of the Gateway's label: as soon as it serves, whoever or
 * whatever led the Gateway to it.
 * Written apart from what the planner knows of that, so that a mistake there is seen here.
 */
export function renderGateways(state: SimState): void {
  for (const gateway of state.gatewayApis) {
    const workload = deploymentOf(state, gateway);
    const revision = istiodOf(state, gateway);
    if (workload === undefined || revision === null || !isServing(state, revision)) continue;
    if (workload.templateRev === revision && gateway.copied === gateway.label) continue;
    workload.templateRev = revision;
    gateway.copied = gateway.label;
    workload.generation += 1;
    setMoving(state, gateway.namespace);
  }
}

/** What is seen of the Gateways of the model. */
export function gatewayApiFacts({ gatewayApis }: SimState): GatewayApiFact[] {
  return gatewayApis.map(({ namespace, name, uid, deployment, label, managers }) => {
    const others = managers.filter((manager) => manager !== FIELD_MANAGER);
    return {
      namespace,
      name,
      uid,
      className: 'istio',
      label,
      revOwned: label !== null && managers.includes(FIELD_MANAGER) && others.length === 0,
      revManagers: others,
      deployment,
      copiesLabels: true,
      unprogrammed: null,
      addresses: [`${name}.${namespace}`],
    };
  });
}

/** The label in one write, and then ours alone; refused where it is not what was looked at. */
export function pinGateway(state: SimState, { target, seen, revision }: Of<'pin-gateway'>): void {
  const gateway = findGateway(state, target);
  if (gateway.label !== seen && gateway.label !== revision) throw labelledAnew(gateway);
  gateway.label = revision;
  gateway.managers = [FIELD_MANAGER];
}

/** Server-side apply of the label, never forced. */
export function moveGateway(state: SimState, { target, seen, revision }: Of<'move-gateway'>): void {
  const gateway = findGateway(state, target);
  if (gateway.label === revision) return;
  if (gateway.label !== seen) throw labelledAnew(gateway);
  const others = gateway.managers.filter((manager) => manager !== FIELD_MANAGER);
  if (others.length > 0) throw new Refused(`409: the label belongs to ${others.join(', ')}`);
  gateway.label = revision;
  gateway.managers = [FIELD_MANAGER];
}

/** Only what is ours alone. */
export function unpinGateway(state: SimState, { target }: Of<'unpin-gateway'>): void {
  const gateway = findGateway(state, target);
  if (gateway.managers.some((manager) => manager !== FIELD_MANAGER)) return;
  gateway.label = target.original;
  gateway.managers = target.original === null ? [] : [GIVER];
}

/** Somebody sets the label of a Gateway, or with `null` removes it, and holds it from then on. */
export function labelGatewayByHand(state: SimState, name: string, label: string | null): void {
  for (const gateway of state.gatewayApis.filter((one) => one.name === name)) {
    gateway.label = label;
    gateway.managers = label === null ? [] : [SOMEBODY];
  }
}

/** The Deployment of a Gateway. */
function deploymentOf(
  state: SimState,
  { namespace, deployment }: SimGatewayApi,
): SimWorkload | undefined {
  return namespaceOf(state, namespace)?.workloads.find(({ name }) => name === deployment);
}

/** Its own label comes before that of its namespace; without both the default tag decides, or else the default revision. */
function istiodOf(state: SimState, { namespace, label }: SimGatewayApi): string | null {
  const selected = label ?? namespaceOf(state, namespace)?.labels[REVISION_LABEL] ?? '';
  if (selected !== '') return state.tags[selected] ?? selected;
  return state.tags['default'] ?? state.validator;
}

/** @throws Refused */
function findGateway(
  { gatewayApis }: SimState,
  {
    namespace,
    name,
    uid,
  }: { readonly namespace: string; readonly name: string; readonly uid: string },
): SimGatewayApi {
  const found = gatewayApis.find((one) => one.namespace === namespace && one.name === name);
  if (found === undefined) throw new Refused(`404: Gateway ${namespace}/${name} does not exist`);
  if (found.uid !== uid) throw new Refused(`409: Gateway ${namespace}/${name} has another uid`);
  return found;
}

function labelledAnew({ namespace, name }: SimGatewayApi): Refused {
  return new Refused(`409: Gateway ${namespace}/${name} was labelled anew since it was looked at`);
}
