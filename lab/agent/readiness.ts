import { strikes, type Fault } from './faults';

/** What decides whether an injected pod becomes ready. */
export interface ProxyState {
  /** What its pod says now. */
  readonly ready: boolean;
  /** First clusters and listeners were acknowledged; Envoy stays ready after that, with or without istiod. */
  readonly configured: boolean;
  /** Revision that injected the pod, `''` when it says none. */
  readonly revision: string;
  readonly namespace: string;
}

/** Whether a pod has to be made ready now. A fault holds back those that are not ready yet, and only those. */
export function becomesReady(state: ProxyState, faults: readonly Fault[]): boolean {
  return !state.ready && state.configured && !strikes(faults, 'never-ready', state);
}
