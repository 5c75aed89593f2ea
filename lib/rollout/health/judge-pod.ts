import { REVISION_LABEL } from '../names';
import type { InjectionProbe } from './dry-run-probes';
import { probeRefusal, type ProbeAnswer } from './probe-refusal';

/** What the API server would have made of the pod. */
export interface PodAnswer {
  readonly annotations: Readonly<Record<string, string>>;
  /** Names of its containers, init containers among them: a native sidecar is one. */
  readonly containers: readonly string[];
}

const PROXY = 'istio-proxy';

/** What the dry run of a pod shows, whoever injects it. */
export function judgePod(answer: ProbeAnswer<PodAnswer>): InjectionProbe {
  if (!answer.accepted) return probeRefusal(answer);
  const { annotations, containers } = answer.object;
  return containers.includes(PROXY)
    ? { outcome: 'injected', revision: annotations[REVISION_LABEL] ?? null }
    : { outcome: 'not-injected' };
}
