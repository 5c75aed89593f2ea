import { INJECTION_LABEL, REVISION_LABEL } from '../rollout/names';
import type { NamespaceFact, Observation, WorkloadFact } from '../rollout/observation';
import { pointerKey, VALIDATOR_KEY } from '../rollout/pointers/pointer-key';
import type { RolloutSpec } from '../rollout/rollout-spec';
import { ISTIO_CLASS } from '../rollout/gateway-api/start-problems';
import { revisionOf } from '../rollout/patch/version-of';
import {
  declaredGatewayApis,
  declaredGateways,
  declaredNamespaces,
  gatewayKey,
} from '../rollout/wave-members';
import type { SimStart, SimWorkloadStart } from './sim-state';
import { namedVersions, type Assumed } from './start-of-spec';

/**
 * A cluster as it is now, as far as a rollout touches it: its namespaces with their labels, workloads with their replicas,
 * revision tags and the default validator, with whose they are.
 * @returns `null` where something of that could not be read
 */
export function startOfObservation(
  spec: RolloutSpec,
  { namespaces, workloads, injectors, pointers, gatewayApi }: Observation,
  assumed: Assumed,
): SimStart | null {
  const { from, to, waves } = spec;
  if (!namespaces.known || !workloads.known || !injectors.known) return null;
  if (!pointers.known || !gatewayApi.known) return null;
  const named = new Set([
    ...declaredNamespaces(waves),
    ...declaredGateways(waves).map(({ namespace }) => namespace),
    ...declaredGatewayApis(waves).map(({ namespace }) => namespace),
  ]);
  // A wave may select any namespace that is injected.
  const isTouched = ({ name, labels }: NamespaceFact) =>
    named.has(name) || REVISION_LABEL in labels || INJECTION_LABEL in labels;
  const gateways = gatewayApi.value.filter(({ className }) => className === ISTIO_CLASS);
  const tags = injectors.value.flatMap(({ tag, revision }) =>
    tag === null ? [] : [[tag, revision] as const],
  );
  return {
    from,
    to,
    namespaces: namespaces.value.filter(isTouched).map(({ name, labels }) => ({
      name,
      labels,
      workloads: workloads.value
        .filter(({ namespace, desired }) => namespace === name && desired > 0)
        .map((one) => {
          const isMade = gateways.some(
            ({ namespace, deployment }) => namespace === name && deployment === one.name,
          );
          return { ...workloadStart(one), ...(isMade && { templateRev: revisionOf(from) }) };
        }),
    })),
    tags: Object.fromEntries(tags),
    gatewayApis: gateways.map(({ namespace, name, deployment, label }) => {
      return { namespace, name, deployment, label };
    }),
    gateways: declaredGateways(waves).map(gatewayKey),
    validator: pointers.value.find((fact) => pointerKey(fact) === VALIDATOR_KEY)?.revision ?? null,
    foreign: [
      ...new Set(
        pointers.value.filter(({ ours }) => !ours).flatMap((fact) => pointerKey(fact) ?? []),
      ),
    ],
    versions: namedVersions(spec),
    ...assumed,
  };
}

function workloadStart(fact: WorkloadFact): SimWorkloadStart {
  const { kind, name, desired, templateRev, replacedBy } = fact;
  return { kind, name, replicas: desired, templateRev, replacedBy };
}
