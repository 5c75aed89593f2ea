import type { networking } from '../generated/newest';

/** A version of a service, such as the one that runs and its canary. */
export interface AppVersion {
  /** What its pods have as label `version`, unless `labels` say otherwise. */
  readonly name: string;
  /** Labels of its pods. @default { version: name } */
  readonly labels?: Readonly<Record<string, string>>;
  /** Its own Service, by which an HTTPRoute tells it from others. @default `<service>-<name>` */
  readonly service?: string;
  /** Its share of the requests, 0 to 100; all of them make 100. */
  readonly weight: number;
}

/** A gateway of the platform, as an application needs to know it. */
export interface AppGateway {
  readonly namespace: string;
  readonly name: string;
  /** Hosts that it serves, such as `*.example.org`. */
  readonly hosts: readonly string[];
}

/** Where users come in. */
export interface AppEntry {
  readonly gateway: AppGateway;
  /** Under which hosts, each served by the gateway. */
  readonly hosts: readonly string[];
}

/** The API whose objects lead requests: Istio's own, or the Gateway API, which says less and is not Istio's alone. */
export type TrafficApi = 'networking.istio.io' | 'gateway.networking.k8s.io';

/** How the requests to a service are led. */
export interface AppTrafficSpec {
  /** With the Gateway API the gateway is one of it, too. @default 'networking.istio.io' */
  readonly api?: TrafficApi;
  /** Namespace of the service, and of every object that this makes. */
  readonly namespace: string;
  /** The Service. */
  readonly service: string;
  /** Its port, needed where it has several, and always by the Gateway API. */
  readonly port?: number;
  /** @default one, which has every pod of the service */
  readonly versions?: readonly AppVersion[];
  /** @default nobody comes in from outside of the mesh */
  readonly entry?: AppEntry;
  /** How long a request may take with all its tries, such as `2s`. @default no limit */
  readonly timeout?: string;
  /** @default Istio's: two more tries where no connection came about */
  readonly retries?: networking.HTTPRetry;
  /** When a pod that fails gets no requests for a while. @default never */
  readonly outlierDetection?: networking.OutlierDetection;
}
