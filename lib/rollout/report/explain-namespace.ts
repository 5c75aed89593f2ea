import { injectedBy } from '../injected-by';
import { injectionLabels, type InjectionLabels } from '../injection-labels';
import { ORIGINAL_ANNOTATION } from '../names';
import type { Observation, PodFact } from '../observation';
import { ownerKey, workloadKey } from '../restart/workload-key';
import { isWhole, movedWaves, namespacesOf } from '../wave-members';
import { isTerminal, RESTARTABLE } from '../wave-scope';
import { proxyOf } from './group-pods';
import type { ReportInput } from './report-input';

/** A pod of a namespace: which revision made its proxy, and what istiod says of it. */
export interface ExplainedPod {
  readonly name: string;
  readonly ready: boolean;
  /** The revision that injected it; `null` without a sidecar. */
  readonly injectedBy: string | null;
  /** Which revision its proxy is connected to, and how it is; `''` when to none that could be asked. */
  readonly proxy: string;
  /** What is special about it, such as that no restart moves it; `''` for nothing. */
  readonly note: string;
}

/** Why a namespace is on the revision that it is on. */
export interface NamespaceExplanation {
  readonly labels: InjectionLabels;
  /** The revision that injects its new pods, `null` for none or when it is not known, and why. */
  readonly injectedBy: string | null;
  readonly because: string;
  /** Other field managers that hold the label. */
  readonly heldBy: readonly string[];
  /** The labels before a rollout took it over; `null` when none did. */
  readonly original: string | null;
  /** The revision that it belongs on; `null` for one in no wave. */
  readonly belongsOn: string | null;
  /** At most 100, those that are not where they belong first. */
  readonly pods: readonly ExplainedPod[];
  readonly podCount: number;
  /** What keeps it from being where it belongs; empty when nothing does. */
  readonly problems: readonly string[];
}

const TOLD = 100;

/** Looks into one namespace; `null` when there is none of that name, or namespaces could not be read. */
export function explainNamespace(input: ReportInput, name: string): NamespaceExplanation | null {
  const { observation, record } = input;
  const { namespaces, injectors } = observation;
  if (!namespaces.known) return null;
  const found = namespaces.value.find((namespace) => namespace.name === name);
  if (found === undefined) return null;
  const labels = injectionLabels(found.labels);
  const resolved = injectors.known
    ? injectedBy(labels, injectors.value)
    : { revision: null, because: injectors.reason };
  const belongsOn = belongs(input, found.uid);
  const pods = podsOf(name, observation);
  const isWaiting = waitsIn(input, found.uid);
  const astray = pods.filter(
    (pod) => belongsOn !== null && pod.revision !== belongsOn && !pod.optedOut && !isWaiting(pod),
  );
  const others = pods.filter((pod) => !astray.includes(pod));
  const toldOf = explainer(observation, belongsOn, isWaiting);
  return {
    labels,
    injectedBy: resolved.revision,
    because: resolved.because,
    heldBy: found.revManagers,
    original: found.annotations[ORIGINAL_ANNOTATION] ?? null,
    belongsOn,
    pods: [...astray, ...others].slice(0, TOLD).map(toldOf),
    podCount: pods.length,
    problems: [
      ...(belongsOn === null
        ? [`namespace ${name} is in no wave of the rollout ${record.plan.from} → ${record.plan.to}`]
        : resolved.revision === belongsOn
          ? []
          : [
              `its new pods are injected by ${resolved.revision ?? 'nobody'} (${resolved.because})`,
            ]),
      ...(found.revManagers.length === 0
        ? []
        : [`its label is held by ${found.revManagers.join(', ')}, so the rollout cannot set it`]),
      ...(astray.length === 0
        ? []
        : [`${astray.length} of ${pods.length} pods are not on ${belongsOn ?? ''}`]),
    ],
  };
}

/** The revision that a member belongs on at the rollout's position. */
function belongs({ record }: ReportInput, uid: string): string | null {
  const { plan, phase, released, kept } = record;
  const index = plan.waves.findIndex((wave) => namespacesOf([wave]).some((one) => one.uid === uid));
  if (index < 0) return null;
  const isBack = phase === 'rolling-back' || phase === 'rolled-back';
  return index < (isBack ? kept : released) ? plan.to : plan.from;
}

/** While single workloads of a namespace lead, which of its pods wait for the wave of the namespace. */
function waitsIn({ record }: ReportInput, uid: string): IsWaiting {
  const moved = movedWaves(record).filter((wave) =>
    namespacesOf([wave]).some((one) => one.uid === uid),
  );
  if (moved.length === 0 || moved.some(isWhole)) return () => false;
  const ahead = new Set<string | null>(
    moved
      .flatMap((wave) => (wave.kind === 'namespace' ? (wave.workloads ?? []) : []))
      .map(workloadKey),
  );
  return (pod) => !ahead.has(ownerKey(pod));
}

type IsWaiting = (pod: PodFact) => boolean;

function podsOf(namespace: string, { pods }: Observation): readonly PodFact[] {
  if (!pods.known) return [];
  return pods.value.filter((pod) => pod.namespace === namespace && !isTerminal(pod));
}

function explainer(
  { istiods }: Observation,
  belongsOn: string | null,
  isWaiting: IsWaiting,
): (pod: PodFact) => ExplainedPod {
  const connections = new Map(
    (istiods.known ? istiods.value : []).flatMap(({ revision, proxies }) =>
      proxies.known
        ? proxies.value.map(({ proxy, state }) => [proxy, `${state} with ${revision}`] as const)
        : [],
    ),
  );
  return (pod) => ({
    name: pod.name,
    ready: pod.ready,
    injectedBy: pod.revision,
    proxy: connections.get(proxyOf(pod)) ?? '',
    note: noteOf(pod, belongsOn, isWaiting(pod)),
  });
}

function noteOf(pod: PodFact, belongsOn: string | null, isWaiting: boolean): string {
  if (pod.terminating) return 'is terminating';
  if (pod.optedOut) return 'opted out of injection';
  if (pod.revision === belongsOn || belongsOn === null) return '';
  if (pod.workload === null) return 'is a bare pod: nothing makes it anew';
  return RESTARTABLE.includes(pod.workload.kind)
    ? `waits for ${isWaiting ? 'the wave of its namespace' : 'its restart'}`
    : `belongs to ${pod.workload.kind} ${pod.workload.name}, which no restart replaces`;
}
