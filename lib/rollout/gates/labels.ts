import { gatewayLabelProblem, returnedGatewayProblem } from '../gateway-api/gateway-problems';
import { injectedBy } from '../injected-by';
import { injectionLabels } from '../injection-labels';
import { INJECTION_LABEL, REVISION_LABEL } from '../names';
import type { NamespaceFact, Observation, WorkloadFact } from '../observation';
import { revisionOf, versionOf } from '../patch/version-of';
import type { FrozenWave } from '../record';
import type { GateResult } from '../verdict';
import { tagProblem, tagServiceProblem } from '../tags/tag-problem';
import { labelFor, tagOf } from '../wave-members';
import { scopeOf } from '../wave-scope';
import { pass, unreadable, type Gate } from './gate';

const GATE = 'labels';

type Judge = (namespace: NamespaceFact) => GateResult | null;

/**
 * Passes when every namespace of the wave, and every gateway's pod template, is labelled with the revision; or with the tag of
 * the wave, whose injector and Service are known to be those of the revision. In a patch any label counts that leads to it.
 */
export const labelsGate: Gate = (wave, observation, revision) => {
  if (versionOf(revision) !== null) return returnedLabelsGate(wave, observation, revision);
  const tag = tagOf(wave);
  const problem =
    tag === null
      ? null
      : (tagProblem(tag, revision, observation) ?? tagServiceProblem(tag, revision, observation));
  const label = labelFor(wave, revision);
  if (wave.kind === 'gateway-api')
    return judgeGateway(wave, revision, gatewayLabelProblem(GATE, wave, revision, observation));
  return problem === null
    ? judge(wave, observation, revision, (namespace) => namespaceProblem(namespace, label))
    : { ...problem, gate: GATE };
};

/** The same for the way back, where a namespace may have its former labels again: whatever they are, they must mean it. */
export const returnedLabelsGate: Gate = (wave, observation, revision) => {
  if (wave.kind === 'gateway-api')
    return judgeGateway(wave, revision, returnedGatewayProblem(GATE, wave, revision, observation));
  return judge(wave, observation, revision, (namespace) => {
    const tag = tagOf(wave);
    const problem = namespaceProblem(namespace, labelFor(wave, revision));
    if (problem === null) {
      const astray = tag === null ? null : tagProblem(tag, revision, observation);
      return astray === null ? null : { ...astray, gate: GATE };
    }
    const { injectors } = observation;
    if (!injectors.known) return unreadable(GATE, problem.subject, injectors.reason);
    const labels = injectionLabels(namespace.labels);
    return injectedBy(labels, injectors.value).revision === revision ? null : problem;
  });
};

function judgeGateway(
  { name }: FrozenWave,
  revision: string,
  problem: GateResult | null,
): GateResult {
  return problem ?? pass(GATE, revision, `the Gateway of wave ${name} is labelled ${revision}`);
}

function judge(
  wave: FrozenWave,
  observation: Observation,
  revision: string,
  ofNamespace: Judge,
): GateResult {
  const read = scopeOf(wave, observation);
  if (!read.known) return unreadable(GATE, `wave ${wave.name}`, read.reason);
  const { namespaces, workloads, missingGateways } = read.scope;
  const missing = missingGateways[0];
  if (missing !== undefined) return absent(missing);
  const problem =
    wave.kind === 'namespace'
      ? first(namespaces, ofNamespace)
      : first(workloads, (gateway) => gatewayProblem(gateway, revision));
  return problem ?? pass(GATE, revision, `everything in wave ${wave.name} is labelled ${revision}`);
}

function first<T>(
  items: readonly T[],
  problemOf: (item: T) => GateResult | null,
): GateResult | null {
  return items.map(problemOf).find((problem) => problem !== null) ?? null;
}

function absent(gateway: string): GateResult {
  return {
    gate: GATE,
    verdict: 'Inconclusive',
    namespace: gateway.split('/')[0] ?? '',
    subject: `Deployment ${gateway}`,
    value: 'absent',
    message: `gateway ${gateway} has no Deployment`,
  };
}

function namespaceProblem(namespace: NamespaceFact, label: string): GateResult | null {
  const injection = namespace.labels[INJECTION_LABEL];
  const rev = namespace.labels[REVISION_LABEL];
  if (injection === undefined && rev === label) return null;
  // With both labels Istio follows istio-injection and ignores the revision.
  const value =
    injection !== undefined
      ? `${INJECTION_LABEL}=${injection}`
      : rev === undefined
        ? 'no label'
        : `${REVISION_LABEL}=${rev}`;
  const holders = namespace.revManagers.join(', ');
  const hint =
    holders === ''
      ? ''
      : `; ${holders} set it: kubectl label namespace ${namespace.name} ${REVISION_LABEL}-`;
  return {
    gate: GATE,
    verdict: 'Inconclusive',
    namespace: namespace.name,
    subject: `Namespace ${namespace.name}`,
    value,
    message: `namespace ${namespace.name} has ${value}, it belongs on ${label}${hint}`,
  };
}

function gatewayProblem(gateway: WorkloadFact, revision: string): GateResult | null {
  if (gateway.templateRev === revisionOf(revision)) return null;
  const subject = `Deployment ${gateway.namespace}/${gateway.name}`;
  const value = gateway.templateRev ?? 'no label';
  return {
    gate: GATE,
    verdict: 'Inconclusive',
    namespace: gateway.namespace,
    subject,
    value,
    message: `the pod template of gateway ${subject} has ${value}, it belongs on ${revision}`,
  };
}
