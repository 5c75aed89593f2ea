import { digest } from '../digest';
import { injectedBy } from '../injected-by';
import { injectionLabels, type InjectionLabels } from '../injection-labels';
import { INJECTION_LABEL, ORIGINAL_ANNOTATION, REVISION_LABEL } from '../names';
import type { NamespaceFact } from '../observation';
import type { FrozenPlan, FrozenWave, NamespaceTarget } from '../record';
import type { GatewayRef, RolloutSpec } from '../rollout-spec';
import { isTerminal } from '../wave-scope';
import type { ClusterFacts } from './cluster-facts';
import { DEFAULT_DEADLINE_SECONDS, soakOf } from './defaults';

/** The plan, or everything that keeps it from being made. */
export type Frozen =
  | { readonly ok: true; readonly plan: FrozenPlan }
  | { readonly ok: false; readonly problems: string[] };

/** Kinds whose pods a restart replaces. */
const RESTARTABLE: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Fixes a spec to the namespaces and gateways as they are now, and finds what could not be moved. */
export function freezePlan(spec: RolloutSpec, facts: ClusterFacts): Frozen {
  const problems = istiodProblems(spec.from, facts);
  const waves = spec.waves.map((wave): FrozenWave => {
    const soakSeconds = soakOf(spec, wave);
    if ('gateways' in wave) {
      problems.push(...wave.gateways.flatMap((gateway) => gatewayProblems(spec, gateway, facts)));
      return { name: wave.name, kind: 'gateway', gateways: wave.gateways, soakSeconds };
    }
    const namespaces = wave.namespaces.flatMap((name) => {
      const found = facts.namespaces.find((namespace) => namespace.name === name);
      if (found === undefined) {
        problems.push(
          `namespace ${name} of wave "${wave.name}" does not exist; create it or leave it out`,
        );
        return [];
      }
      problems.push(...namespaceProblems(spec.from, found, facts), ...podProblems(found, facts));
      return [targetOf(found, spec.from, facts)];
    });
    return { name: wave.name, kind: 'namespace', namespaces, soakSeconds };
  });
  if (problems.length > 0) return { ok: false, problems };
  const deadlineSeconds = spec.deadlineSeconds ?? DEFAULT_DEADLINE_SECONDS;
  const agreed = { from: spec.from, to: spec.to, waves, deadlineSeconds };
  return { ok: true, plan: { ...agreed, hash: digest(agreed) } };
}

function istiodProblems(from: string, { istiods }: ClusterFacts): string[] {
  const own = istiods.filter((istiod) => istiod.revision === from);
  if (own.length === 0) {
    return [`no istiod of ${from} runs; "from" must name the revision that serves the mesh today`];
  }
  return own
    .filter((istiod) => !istiod.ready)
    .map(({ pod }) => `istiod ${pod} of ${from} is not ready; bring it up before moving anything`);
}

function namespaceProblems(
  from: string,
  namespace: NamespaceFact,
  { injectors }: ClusterFacts,
): string[] {
  const { revision, because } = injectedBy(injectionLabels(namespace.labels), injectors);
  if (revision === from) return [];
  const found = revision === null ? 'is not injected' : `is injected by ${revision}`;
  return [
    `namespace ${namespace.name} ${found} (${because}), not by ${from}; label it ` +
      `${REVISION_LABEL}=${from} and restart its pods, or leave it out of the rollout`,
  ];
}

function podProblems(namespace: NamespaceFact, { pods }: ClusterFacts): string[] {
  return pods
    .filter((pod) => pod.namespace === namespace.name)
    .filter((pod) => !isTerminal(pod) && !pod.terminating && !pod.optedOut)
    .flatMap((pod) => {
      const kind = pod.workload?.kind;
      if (kind !== undefined && RESTARTABLE.includes(kind)) return [];
      const subject = `pod ${pod.namespace}/${pod.name}`;
      return kind === undefined
        ? [
            `${subject} belongs to no workload, so it cannot be restarted; delete it or run it as a Deployment`,
          ]
        : [
            `${subject} belongs to a ${kind}, which is not restarted; wait until it ends or delete it`,
          ];
    });
}

function gatewayProblems(
  { from }: RolloutSpec,
  { namespace, name }: GatewayRef,
  { workloads, namespaces }: ClusterFacts,
): string[] {
  const subject = `gateway ${namespace}/${name}`;
  const found = workloads.find(
    (workload) =>
      workload.kind === 'Deployment' && workload.namespace === namespace && workload.name === name,
  );
  if (found === undefined) return [`${subject} has no Deployment; install it or leave it out`];
  const labels = namespaces.find((fact) => fact.name === namespace)?.labels ?? {};
  const deciding = [INJECTION_LABEL, REVISION_LABEL].find((label) => label in labels);
  const hidden =
    deciding === undefined
      ? []
      : [
          `namespace ${namespace} of ${subject} is labelled ${deciding}=${labels[deciding] ?? ''}, which decides ` +
            "over the gateway's own label; remove it from the namespace",
        ];
  if (found.templateRev === from) return hidden;
  const has =
    found.templateRev === null
      ? `has no label ${REVISION_LABEL}`
      : `is labelled ${REVISION_LABEL}=${found.templateRev}`;
  return [...hidden, `the pod template of ${subject} ${has}, not ${from}; set it to ${from} first`];
}

/** The labels that a driver whose record was lost found still count, if they mean the same as today's. */
function targetOf(
  { name, uid, labels, annotations }: NamespaceFact,
  from: string,
  { injectors }: ClusterFacts,
): NamespaceTarget {
  const before = remembered(annotations[ORIGINAL_ANNOTATION]);
  const isValid = before !== null && injectedBy(before, injectors).revision === from;
  return { name, uid, original: isValid ? before : injectionLabels(labels) };
}

function remembered(text: string | undefined): InjectionLabels | null {
  if (text === undefined) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { rev, injection } = value as { rev?: unknown; injection?: unknown };
    return isLabel(rev) && isLabel(injection) ? { rev, injection } : null;
  } catch {
    return null;
  }
}

function isLabel(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
