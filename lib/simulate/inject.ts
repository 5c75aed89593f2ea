import { INJECTION_LABEL, REVISION_LABEL } from '../rollout/names';
import type { SimState, SimWorkload } from './sim-state';

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
  const selected = selectedBy(state, workload);
  if (selected === null) return { type: 'none' };
  const revision = state.tags[selected] ?? selected;
  if (!isInstalled(state, revision)) return { type: 'none' };
  // The webhook of a tag trusts one CA only.
  if (selected in state.tags && state.authorities[selected] !== revision)
    return { type: 'refused' };
  return isServing(state, revision) ? { type: 'injected', revision } : { type: 'refused' };
}

/** Whether any istiod of a revision is there, ready or not; its webhook comes and goes with it. */
export function isInstalled({ istiods }: SimState, revision: string): boolean {
  return istiods.some((istiod) => istiod.revision === revision);
}

/** Whether a revision has an istiod that answers. */
export function isServing({ istiods, conditions, now, timing }: SimState, revision: string) {
  return (
    !conditions.istiodDown.includes(revision) &&
    istiods.some((one) => one.revision === revision && now >= one.startedAt + timing.istiodStartMs)
  );
}

/** The revision or tag that labels select; those of the namespace come before that of the pod. */
function selectedBy(state: SimState, { namespace, templateRev }: SimWorkload): string | null {
  const labels = state.namespaces.find(({ name }) => name === namespace)?.labels ?? {};
  const injection = labels[INJECTION_LABEL];
  if (injection !== undefined) return injection === 'enabled' ? 'default' : null;
  return labels[REVISION_LABEL] ?? templateRev;
}
