import type { Fact } from '../lib/rollout/fact';
import type { Observation, PodFact } from '../lib/rollout/observation';
import { isTerminal } from '../lib/rollout/wave-scope';

/** What the demo says of the cluster when it is over. */
export interface DemoClaim {
  /** The revision that every injected pod is on. */
  readonly home: string;
  readonly gone: string;
  readonly namespaces: readonly string[];
  readonly outcome: 'moved' | 'rolled-back';
}

/** Where the cluster is not as the demo claims; what could not be read is no proof. */
export function demoProblems(observation: Observation, claim: DemoClaim): string[] {
  return [
    ...podProblems(observation, claim),
    ...proxyProblems(observation, claim),
    ...(claim.outcome === 'moved'
      ? leftObjects(observation, claim)
      : [...labelProblems(observation, claim), ...workloadProblems(observation, claim)]),
  ];
}

function podProblems({ pods }: Observation, { home }: DemoClaim): string[] {
  if (!pods.known) return [unread('pods', pods)];
  const injected = injectedPods(pods.value);
  if (injected.length === 0) return ['no pod is injected'];
  return injected
    .filter(({ revision }) => revision !== home)
    .map(
      ({ namespace, name, revision }) =>
        `pod ${namespace}/${name} is on ${String(revision)}, not on ${home}`,
    );
}

/** The pods as the API server lists them against the proxies as the istiods of the revision report them. */
function proxyProblems({ pods, istiods }: Observation, { home }: DemoClaim): string[] {
  if (!istiods.known) return [unread('istiods', istiods)];
  if (!pods.known) return [];
  const ours = istiods.value.filter(({ revision }) => revision === home);
  if (ours.length === 0) return [`no istiod of ${home} runs`];
  const reported = new Set<string>();
  for (const { pod, proxies } of ours) {
    if (!proxies.known) return [unread(`proxies of ${pod}`, proxies)];
    for (const { proxy } of proxies.value) reported.add(proxy);
  }
  const expected = new Set(
    injectedPods(pods.value).map(({ namespace, name }) => `${name}.${namespace}`),
  );
  return [
    ...[...expected]
      .filter((pod) => !reported.has(pod))
      .map((pod) => `no istiod of ${home} reports ${pod}`),
    ...[...reported]
      .filter((proxy) => !expected.has(proxy))
      .map((proxy) => `an istiod of ${home} reports ${proxy}, which is no injected pod`),
  ];
}

function leftObjects({ revisionObjects }: Observation, { gone }: DemoClaim): string[] {
  if (!revisionObjects.known) return [unread(`objects of ${gone}`, revisionObjects)];
  return (revisionObjects.value[gone] ?? []).map((object) => `${object} of ${gone} is left`);
}

/** A rollback gives namespaces the labels back that they had. */
function labelProblems({ namespaces }: Observation, claim: DemoClaim): string[] {
  if (!namespaces.known) return [unread('namespaces', namespaces)];
  return claim.namespaces.flatMap((name) => {
    const labels = namespaces.value.find((namespace) => namespace.name === name)?.labels;
    if (labels === undefined) return [`namespace ${name} is gone`];
    const rev = labels['istio.io/rev'] ?? 'nothing';
    const back = rev === claim.home && labels['istio-injection'] === undefined;
    return back
      ? []
      : [`namespace ${name} is labelled for ${rev}, not for ${claim.home} as before`];
  });
}

function workloadProblems({ workloads }: Observation, claim: DemoClaim): string[] {
  if (!workloads.known) return [unread('workloads', workloads)];
  return claim.namespaces.flatMap((name) => {
    const own = workloads.value.filter(({ namespace }) => namespace === name);
    if (own.length === 0) return [`namespace ${name} has no workload`];
    return own
      .filter(
        ({ observed, updated, ready, desired }) => !observed || Math.min(updated, ready) < desired,
      )
      .map(
        (workload) =>
          `${workload.kind} ${name}/${workload.name} has ${String(workload.ready)} of ${String(workload.desired)} ready`,
      );
  });
}

function injectedPods(pods: readonly PodFact[]): PodFact[] {
  return pods.filter((pod) => pod.revision !== null && !pod.terminating && !isTerminal(pod));
}

function unread(what: string, fact: Extract<Fact<unknown>, { known: false }>): string {
  return `${what} could not be read: ${fact.reason}`;
}
