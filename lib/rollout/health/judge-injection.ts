import { injectionLabels } from '../injection-labels';
import { INJECTION_LABEL, REVISION_LABEL } from '../names';
import type { InjectionProbe } from './dry-run-probes';
import { probeRefusal, type ProbeAnswer } from './probe-refusal';

/** What the API server would have made of the pod. */
export interface PodAnswer {
  readonly annotations: Readonly<Record<string, string>>;
  /** Names of its containers, init containers among them: a native sidecar is one. */
  readonly containers: readonly string[];
}

const PROXY = 'istio-proxy';

/**
 * What the dry run of a pod labelled `istio.io/rev=<revision>` shows.
 * @param namespaceLabels - of the namespace that it was tried in: the labels of a namespace come before those of a pod
 */
export function judgeInjection(
  revision: string,
  answer: ProbeAnswer<PodAnswer>,
  namespaceLabels: Readonly<Record<string, string>>,
): InjectionProbe {
  if (!answer.accepted) return probeRefusal(answer);
  const { annotations, containers } = answer.object;
  const injector = annotations[REVISION_LABEL] ?? null;
  const hasProxy = containers.includes(PROXY);
  if (hasProxy && injector === revision) return { outcome: 'injected', revision };
  const label = decidingLabel(revision, namespaceLabels);
  if (label !== null) return { outcome: 'namespace-decides', label };
  return hasProxy ? { outcome: 'injected', revision: injector } : { outcome: 'not-injected' };
}

function decidingLabel(
  revision: string,
  namespaceLabels: Readonly<Record<string, string>>,
): string | null {
  const { injection, rev } = injectionLabels(namespaceLabels);
  if (injection !== null) return `${INJECTION_LABEL}=${injection}`;
  return rev === null || rev === revision ? null : `${REVISION_LABEL}=${rev}`;
}
