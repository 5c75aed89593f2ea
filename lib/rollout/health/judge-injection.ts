import { injectionLabels } from '../injection-labels';
import { INJECTION_LABEL, REVISION_LABEL } from '../names';
import type { InjectionProbe } from './dry-run-probes';
import { judgePod, type PodAnswer } from './judge-pod';
import type { ProbeAnswer } from './probe-refusal';

/**
 * What the dry run of a pod labelled `istio.io/rev=<revision>` shows.
 * @param namespaceLabels - of the namespace that it was tried in: the labels of a namespace come before those of a pod
 */
export function judgeInjection(
  revision: string,
  answer: ProbeAnswer<PodAnswer>,
  namespaceLabels: Readonly<Record<string, string>>,
): InjectionProbe {
  const probe = judgePod(answer);
  const isInjected = probe.outcome === 'injected' && probe.revision === revision;
  if (!answer.accepted || isInjected) return probe;
  const label = decidingLabel(revision, namespaceLabels);
  return label === null ? probe : { outcome: 'namespace-decides', label };
}

function decidingLabel(
  revision: string,
  namespaceLabels: Readonly<Record<string, string>>,
): string | null {
  const { injection, rev } = injectionLabels(namespaceLabels);
  if (injection !== null) return `${INJECTION_LABEL}=${injection}`;
  return rev === null || rev === revision ? null : `${REVISION_LABEL}=${rev}`;
}
