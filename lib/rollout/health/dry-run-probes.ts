import type { ProbeRefusal } from './probe-refusal';

/** What the dry run of a pod that asks for a revision showed. */
export type InjectionProbe =
  | {
      readonly outcome: 'injected';
      /** The one that the injector wrote on the pod; `null` when it wrote none. */
      readonly revision: string | null;
      /** Istio version of the proxy, by the tag of its image; absent where it names none. */
      readonly version?: string;
    }
  | { readonly outcome: 'not-injected' }
  /** The namespace has a label that comes before the pod's own, so the pod could ask for nothing. */
  | { readonly outcome: 'namespace-decides'; readonly label: string }
  | ProbeRefusal;

/** What the dry run of an invalid Istio object showed. */
export type ValidationProbe = { readonly outcome: 'accepted' } | ProbeRefusal;
