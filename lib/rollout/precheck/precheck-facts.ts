import type { Fact } from '../fact';
import type { LabelSelector } from '../selector/label-selector';

/** A webhook of Istio: which objects it is called for, and what happens when it does not answer. */
export interface WebhookFact {
  /** `<configuration>/<webhook>`. */
  readonly name: string;
  readonly kind: 'MutatingWebhookConfiguration' | 'ValidatingWebhookConfiguration';
  readonly injects: boolean;
  readonly namespaceSelector: LabelSelector;
  readonly objectSelector: LabelSelector;
  readonly failurePolicy: string;
}

/** A CustomResourceDefinition of Istio. */
export interface DefinitionFact {
  readonly name: string;
  readonly served: readonly string[];
  /** Versions in which objects are, or were, kept. */
  readonly stored: readonly string[];
}

/** An EnvoyFilter, as far as it depends on what a revision brings. */
export interface EnvoyFilterFact {
  readonly namespace: string;
  readonly name: string;
  /** Proxy versions that its patches ask for, each once. */
  readonly proxyVersions: readonly string[];
  /** Operations of its patches that need something else to be there, such as `INSERT_BEFORE`, each once. */
  readonly relative: readonly string[];
  /** Label `istio.io/rev`. */
  readonly revision: string | null;
}

/** A HorizontalPodAutoscaler. */
export interface AutoscalerFact {
  readonly namespace: string;
  readonly name: string;
  /** `<kind>/<name>` of what it scales. */
  readonly target: string;
  readonly min: number;
}

/** A pod template, as far as observations do not have it. */
export interface TemplateFact {
  /** `<kind> <namespace>/<name>` of its workload. */
  readonly workload: string;
  readonly namespace: string;
  /** Annotations of Istio. */
  readonly annotations: readonly string[];
  readonly hostNetwork: boolean;
  /** Whether it is a gateway: Istio's chart injects it by the template of gateways. */
  readonly gateway: boolean;
  /** The revision that its selector asks for; `null` for none. */
  readonly selectsRevision: string | null;
  readonly replicas: number;
}

/** What a rollout never asks, and a precheck does. */
export interface PrecheckFacts {
  /** Such as `1.34`. */
  readonly kubernetes: Fact<string>;
  readonly webhooks: Fact<readonly WebhookFact[]>;
  readonly definitions: Fact<readonly DefinitionFact[]>;
  readonly envoyFilters: Fact<readonly EnvoyFilterFact[]>;
  readonly autoscalers: Fact<readonly AutoscalerFact[]>;
  readonly templates: Fact<readonly TemplateFact[]>;
  /** The MeshConfig of each revision that is installed, as its ConfigMap has it. */
  readonly meshConfigs: Fact<Readonly<Record<string, unknown>>>;
}
