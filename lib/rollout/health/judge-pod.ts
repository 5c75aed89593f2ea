import { imageVersion } from '../image-version';
import { REVISION_LABEL } from '../names';
import type { InjectionProbe } from './dry-run-probes';
import { probeRefusal, type ProbeAnswer } from './probe-refusal';

/** What the API server would have made of the pod. */
export interface PodAnswer {
  readonly annotations: Readonly<Record<string, string>>;
  /** Its containers, init containers among them: a native sidecar is one. */
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}

const PROXY = 'istio-proxy';

/** What the dry run of a pod shows, whoever injects it. */
export function judgePod(answer: ProbeAnswer<PodAnswer>): InjectionProbe {
  if (!answer.accepted) return probeRefusal(answer);
  const { annotations, containers } = answer.object;
  const proxy = containers.find(({ name }) => name === PROXY);
  if (proxy === undefined) return { outcome: 'not-injected' };
  const version = imageVersion(proxy.image);
  const revision = annotations[REVISION_LABEL] ?? null;
  return { outcome: 'injected', revision, ...(version === null ? {} : { version }) };
}
