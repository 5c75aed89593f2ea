import type { Fact } from '../fact';
import type { PodFact, ProxyFact } from '../observation';
import type { InjectionProbe, ValidationProbe } from './dry-run-probes';

/** How far the istiod Deployment of a revision has come. */
export interface DeploymentHealth {
  /** What its specification is at, and what its controller has seen of it. */
  readonly generation: number;
  readonly observedGeneration: number;
  readonly desired: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  /** All replicas, those of older generations included. */
  readonly total: number;
  /** What its own conditions give as the reason why it does not get on; `null` when they give none. */
  readonly unavailable: {
    readonly reason: 'ProgressDeadlineExceeded' | 'ReplicaFailure';
    readonly message: string;
  } | null;
}

/** What an istiod answered to `/metrics`. */
export type MetricsAnswer =
  | { readonly served: true }
  /** What was found in their place, such as `/metrics answered 404`. */
  | { readonly served: false; readonly found: string };

/** One istiod pod of a revision with what it answers; what it could not be asked is unknown. */
export interface IstiodHealth {
  /** `<namespace>/<name>` */
  readonly pod: string;
  /** It still serves its proxies while it ends, and need not be ready any more. */
  readonly terminating: boolean;
  /** HTTP status that it answers to `/ready`: 200, or 503 while it is not. */
  readonly ready: Fact<number>;
  readonly metrics: Fact<MetricsAnswer>;
  readonly proxies: Fact<readonly ProxyFact[]>;
}

/** Where the API server calls a webhook. */
export type WebhookTarget =
  | {
      readonly type: 'service';
      readonly namespace: string;
      readonly name: string;
      readonly readyEndpoints: Fact<number>;
    }
  /** Outside of what the cluster knows: endpoints do not apply. */
  | { readonly type: 'url'; readonly url: string };

/** One webhook of a configuration. */
export interface WebhookFact {
  readonly name: string;
  readonly caBundle: boolean;
  readonly target: WebhookTarget;
}

/** A webhook configuration that calls a revision: its own, that of a tag that points to it, or the default validator. */
export interface WebhookConfigurationFact {
  readonly type: 'injector' | 'validator';
  readonly name: string;
  /** The revision tag that it stands for; `null` when it is the revision's own. */
  readonly tag: string | null;
  readonly webhooks: readonly WebhookFact[];
}

/** Everything that the health of one revision is judged by. */
export interface HealthFacts {
  readonly meshNamespace: string;
  /** `null` when there is none. */
  readonly deployment: Fact<DeploymentHealth | null>;
  readonly istiods: Fact<readonly IstiodHealth[]>;
  readonly webhooks: Fact<readonly WebhookConfigurationFact[]>;
  readonly injection: Fact<InjectionProbe>;
  readonly validation: Fact<ValidationProbe>;
  /** Pods of the whole cluster. */
  readonly pods: Fact<readonly PodFact[]>;
}
