/** Kinds of objects by which the API server, or a proxy, is led to an istiod. */
export type PointerKind =
  'MutatingWebhookConfiguration' | 'ValidatingWebhookConfiguration' | 'Service';

/** A webhook configuration of Istio, or the Service of a revision tag, and where it leads. */
export interface PointerFact {
  readonly kind: PointerKind;
  /** `<namespace>/<name>` of a Service, else `<name>`. */
  readonly name: string;
  /** Label `istio.io/rev`: whose istiod keeps its CA bundle, or serves it; `null` when absent. */
  readonly revision: string | null;
  /** The revision tag that it stands for, `null` for none. */
  readonly tag: string | null;
  /** What its webhooks call, each once: `<namespace>/<name>` of a Service, or a URL. */
  readonly calls: readonly string[];
  /** Fingerprint of the CA bundle that all its webhooks share; `null` when one has none, or they differ. */
  readonly caBundle: string | null;
  /** Whether this program manages it as a whole. */
  readonly ours: boolean;
  /** Who else does, the first that has written it, istiods left out; empty when nobody says so. */
  readonly manager: string;
}

/** An object of a user that asks for a revision by its label: Istio configuration, or a Gateway of the Gateway API. */
export interface PinnedFact {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly revision: string;
}
