import { known } from '../rollout/fact';
import { imageVersion } from '../rollout/image-version';
import type { IstiodFact, ProxyFact } from '../rollout/observation';
import { revisionOf } from '../rollout/patch/version-of';
import { isReady } from './inject';
import { ROOT } from './istiod-workload';
import type { SimIstiod, SimPod, SimState } from './sim-state';

const YEAR_MS = 365 * 24 * 3_600_000;

/** What an istiod says of itself. Every proxy that is ready is connected to the first istiod of its revision that serves. */
export function istiodFact(
  state: SimState,
  istiod: SimIstiod,
  pods: readonly SimPod[],
): IstiodFact {
  const at = state.now;
  const own = revisionOf(istiod.revision);
  const ready = isReady(state, istiod);
  const isFirst =
    state.istiods.find((one) => revisionOf(one.revision) === own && isReady(state, one)) === istiod;
  const proxies = isFirst ? pods.filter((pod) => isConnected(pod, own)) : [];
  const facts = proxies.map((pod) => proxyFact(state, pod));
  const { otherRoot } = state.conditions;
  return {
    pod: `istio-system/${istiod.name}`,
    revision: own,
    version: imageVersion(`:${state.versions[istiod.revision] ?? ''}`),
    ready,
    proxies: known(facts, at),
    counters: known(
      {
        uptimeMs: at - istiod.startedAt,
        requested: istiod.issued,
        issued: istiod.issued,
        signErrors: 0,
        rejects: facts.filter((proxy) => proxy.state === 'error').length,
        internalErrors: 0,
        rootExpiresAt: istiod.startedAt + YEAR_MS,
      },
      at,
    ),
    servedRoot: known(otherRoot === istiod.revision ? `other-${ROOT}` : ROOT, at),
  };
}

function isConnected({ readyAt, revision }: SimPod, to: string): boolean {
  return readyAt !== null && revision !== null && revisionOf(revision) === to;
}

function proxyFact({ conditions }: SimState, pod: SimPod): ProxyFact {
  const { namespace, name, version, revision } = pod;
  const { rejecting } = conditions;
  const isRejecting = rejecting?.namespace === namespace && rejecting.revision === revision;
  return {
    proxy: `${name}.${namespace}`,
    version,
    state: isRejecting ? 'error' : 'synced',
    message: isRejecting ? 'unknown field in a filter' : '',
  };
}
