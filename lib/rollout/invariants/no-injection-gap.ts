import type { Action } from '../action';
import { injectedBy } from '../injected-by';
import { injectionLabels, type InjectionLabels } from '../injection-labels';
import { namespacesByName, workloadsByNamespace } from '../look-up';
import type { Observation } from '../observation';
import type { Invariant, RolloutStep } from './invariant';

/** No injection gap: pods are replaced, and labels changed, only where an injector takes what comes. */
export const noInjectionGap: Invariant = {
  rule: 'S18',
  name: 'no pod is made where neither label nor tag leads to an injector',
  check,
};

function check({ observation, decision: { record, actions } }: RolloutStep): string | null {
  // An istiod has no sidecar.
  if (record.phase === 'proving') return null;
  const { injectors } = observation;
  for (const action of actions) {
    const labels = labelsAfter(action, observation);
    if (labels === null) continue;
    if (!injectors.known) return `${action.type} although the injectors are unknown`;
    const { revision, because } = injectedBy(labels, injectors.value);
    if (revision === null) return `${action.type} although ${because}`;
  }
  return null;
}

/** The labels by which the new pods of a namespace are injected after an action; `null` where it makes none. */
function labelsAfter(
  action: Action,
  { namespaces, workloads }: Observation,
): InjectionLabels | null {
  // Nobody injects the pods of Gateways of the Gateway API: istiod makes them with all that they have.
  if (isOfGateway(action)) return null;
  switch (action.type) {
    case 'adopt':
    case 'relabel':
      return { rev: action.revision, injection: null };
    case 'restore':
      return action.target.original;
    case 'evict':
    case 'restart': {
      const all = namespacesByName(namespaces.known ? namespaces.value : []);
      const labels = injectionLabels(all.get(action.namespace)?.labels ?? {});
      // A gateway carries the label itself; that of its namespace would come before.
      const own = workloadsByNamespace(workloads.known ? workloads.value : []);
      const workload = own.get(action.namespace)?.find(({ uid }) => uid === action.uid);
      const templateRev = workload?.templateRev ?? null;
      return { ...labels, rev: labels.rev ?? (action.type === 'restart' ? templateRev : null) };
    }
    case 'apply':
    case 'retag':
    case 'cleanup':
      return null;
  }
}

type GatewayAction = Extract<Action, { type: 'pin-gateway' | 'move-gateway' | 'unpin-gateway' }>;

function isOfGateway(action: Action): action is GatewayAction {
  return ['pin-gateway', 'move-gateway', 'unpin-gateway'].includes(action.type);
}
