import { INJECTION_LABEL, REVISION_LABEL } from '../rollout/names';
import { revisionOf } from '../rollout/patch/version-of';
import { namespaceOf } from './namespace-of';
import type { SimIstiod, SimState, SimWorkload } from './sim-state';

/**
 * What the API server makes of a pod. Written apart from what the planner knows of injection, so that a mistake there is
 * seen here.
 */
export type Injection =
  | { readonly type: 'injected'; readonly revision: string }
  /** No webhook asks for the pod: it comes without a sidecar. */
  | { readonly type: 'none' }
  /** A webhook asks for it and does not answer: the pod is refused, and tried again. */
  | { readonly type: 'refused' };

/** Which revision injects a new pod of a workload now. */
export function inject(state: SimState, workload: SimWorkload): Injection {
  const { templateRev } = workload;
  if (templateRev !== null && isMadeByIstiod(state, workload))
    return { type: 'injected', revision: standing(state, templateRev) };
  const selected = selectedBy(state, workload);
  if (selected === null) return { type: 'none' };
  const named = state.tags[selected] ?? selected;
  const revision = standing(state, named);
  if (!isInstalled(state, revision)) return { type: 'none' };
  // The webhook of a tag trusts one CA only.
  if (selected in state.tags && state.authorities[selected] !== named) return { type: 'refused' };
  return isServing(state, revision) ? { type: 'injected', revision } : { type: 'refused' };
}

/** A Gateway of the Gateway API has pods that are made whole by istiod, and ask for no injection. */
export function isMadeByIstiod(
  { gatewayApis }: SimState,
  { namespace, name }: Pick<SimWorkload, 'namespace' | 'name'>,
): boolean {
  return gatewayApis.some((one) => one.namespace === namespace && one.deployment === name);
}

/** A revision at the version that its istiods have, where they are told apart by version. */
export function standing({ istiods }: SimState, revision: string): string {
  return istiods.find((one) => revisionOf(one.revision) === revision)?.revision ?? revision;
}

/** Whether any istiod of a revision is there, ready or not; its webhook comes and goes with it, unless istiods are elsewhere. */
export function isInstalled({ istiods, remote }: SimState, revision: string): boolean {
  if (remote !== null) return remote.includes(revisionOf(revision));
  return istiods.some((istiod) => revisionOf(istiod.revision) === revisionOf(revision));
}

/** Whether a revision has an istiod that answers. */
export function isServing(state: SimState, revision: string): boolean {
  return state.istiods.some(
    (one) => revisionOf(one.revision) === revisionOf(revision) && isReady(state, one),
  );
}

/** Whether an istiod answers. */
export function isReady({ conditions, now, timing }: SimState, istiod: SimIstiod): boolean {
  const { revision, startedAt, restart } = istiod;
  const isBroken = restart !== null && conditions.restartFails.includes(revision);
  const isDown = isBroken || conditions.istiodDown.includes(revision);
  return !isDown && now >= startedAt + timing.istiodStartMs;
}

/** The revision or tag that labels select; those of the namespace come before that of the pod. */
function selectedBy(state: SimState, { namespace, templateRev }: SimWorkload): string | null {
  const labels = namespaceOf(state, namespace)?.labels ?? {};
  const injection = labels[INJECTION_LABEL];
  if (injection !== undefined) return injection === 'enabled' ? 'default' : null;
  return labels[REVISION_LABEL] ?? templateRev;
}
