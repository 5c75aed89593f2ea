import type { WorkloadFact, WorkloadKind } from '../rollout/observation';
import type { RolloutRecord } from '../rollout/record';
import type { SimHarm, SimTraffic } from './sim-traffic';

/** A namespace of the model. Times everywhere are epoch milliseconds. */
export interface SimNamespace {
  readonly name: string;
  readonly uid: string;
  /** Grows with every write, as a resourceVersion does. */
  version: number;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** Field managers of `istio.io/rev`; several where they agree. */
  managers: string[];
  readonly workloads: SimWorkload[];
}

/** A workload of the model; a new pod template is a new generation. */
export interface SimWorkload {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  replicas: number;
  /** Why a new template does not replace its pods, such as `is paused`; `null` when it does. */
  unrestartable: string | null;
  /** `eviction` where its controller makes anew only what somebody deleted. */
  readonly replacedBy: WorkloadFact['replacedBy'];
  restart: string | null;
  templateRev: string | null;
  /** Version of the chart that made its template; `null` where no patch tells versions apart. */
  chart: string | null;
  generation: number;
  /** Those that are going included. */
  pods: SimPod[];
}

/** A pod of the model. */
export interface SimPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly workload: string;
  readonly kind: WorkloadKind;
  readonly generation: number;
  /** What injected it; `null` where nothing did. */
  readonly revision: string | null;
  /** Proxy version that it was injected with, which it keeps. */
  readonly version: string;
  readonly restart: string | null;
  readonly createdAt: number;
  readyAt: number | null;
  /** When it is gone; `null` while nobody deleted it. */
  goneAt: number | null;
}

/** An istiod of the model with what it counted since it started. */
export interface SimIstiod {
  readonly name: string;
  readonly revision: string;
  readonly startedAt: number;
  /** Restart that it was made by; `null` for none. */
  readonly restart: string | null;
  issued: number;
  /** When another one has taken its place; `null` while none does. */
  goneAt: number | null;
}

/** What is broken in the model just now; faults set it, and clear it again. */
export interface SimConditions {
  /** Pods of a namespace never get ready on a revision. */
  neverReady: { readonly namespace: string; readonly revision: string } | null;
  /** Revisions of which no istiod answers. */
  istiodDown: string[];
  /** Revisions of which no istiod gets ready that a restart made. */
  restartFails: string[];
  /** How many of the next pods an injector that has not seen a new label yet gives to the old revision. */
  staleInjections: number;
  engineFails: boolean;
  /** The API server answers nothing. */
  apiDown: boolean;
  /** Since when Prometheus neither scrapes nor answers; `null` while it does. */
  prometheusDown: number | null;
  /** The proxies of a namespace refuse what a revision sends them. */
  rejecting: { readonly namespace: string; readonly revision: string } | null;
  /** A revision that signs with a root which nobody trusts. */
  otherRoot: string | null;
  /** Namespaces whose quota leaves no room for a pod beside those that are wanted. */
  quotaFull: string[];
  readonly harms: SimHarm[];
  /** Names of what happens one time and has. */
  readonly happened: string[];
}

/** How long things take, in milliseconds. */
export interface SimTiming {
  readonly podStartMs: number;
  readonly podStopMs: number;
  readonly istiodStartMs: number;
}

/** Everything that is true in the model: plain JSON, so that a run can be forked and states can be told apart. */
export interface SimState {
  now: number;
  /** Counts up for everything that needs a number of its own. */
  counter: number;
  readonly from: string;
  /** What the source names as the target now. */
  to: string;
  /** Every revision that the source ever named. */
  readonly revisions: string[];
  /** Proxy version by revision. */
  readonly versions: Record<string, string>;
  readonly timing: SimTiming;
  /** Where one comes or goes, another array takes the place of this one. */
  namespaces: readonly SimNamespace[];
  /** Names of those in which pods come, go or are not ready. */
  moving: readonly string[];
  istiods: SimIstiod[];
  /**
   * Of a cluster that uses the istiods of another, which are then in `istiods`: the revisions that a Service and an injector here lead
   * to. `null` where it has its own.
   */
  remote: readonly string[] | null;
  /** The last restart of each revision's istiods: the annotation of their pod template. */
  restarted: Record<string, string>;
  /** Revision tags and the revision that each points at. */
  tags: Record<string, string>;
  /** The revision whose istiod wrote its CA into a tag last. */
  authorities: Record<string, string>;
  /** The revision that validates by default; `null` for none. */
  validator: string | null;
  /** By `<namespace>/<name>` what is behind the address of a gateway, and how many replicas it has as a whole. */
  gateways: Record<string, SimGateway>;
  /** Gateways of the Gateway API, whose pods istiod makes. */
  readonly gatewayApis: SimGatewayApi[];
  /** Keys of what leads to a revision and is somebody else's: the engine has none of it in its tree. */
  readonly foreign: readonly string[];
  /** Revisions whose istiod left its leader locks behind. */
  leases: string[];
  /** What the engine wrote last, by object: it compares with this, not with what lives. */
  written: Record<string, string>;
  readonly conditions: SimConditions;
  /** The ConfigMap with the record. */
  readonly store: SimStore;
  /** What users do, `null` where nobody asks for it. */
  readonly traffic: SimTraffic | null;
  /** Pods that are gone, which Prometheus remembers; none without traffic. */
  gone: SimPod[];
  /** Times in which Prometheus did not scrape. */
  readonly holes: { readonly from: number; readonly to: number }[];
}

/** The Service of a gateway. */
export interface SimGateway {
  /** The revision whose generation alone it selects; `null` where it selects all. */
  readonly serving: string | null;
  readonly replicas: number;
}

/** A Gateway of the Gateway API. */
export interface SimGatewayApi {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Name of its Deployment. */
  readonly deployment: string;
  /** Its own label `istio.io/rev`, `null` for none. */
  label: string | null;
  /** Field managers of that label. */
  managers: string[];
  /** The label that istiod has copied into its pods. */
  copied: string | null;
}

/** The record, written by compare-and-swap. */
export interface SimStore {
  record: RolloutRecord | null;
  version: number;
}

/** Replicas of a pod template as a cluster has them before anything happens. */
export type SimWorkloadStart = Pick<SimWorkload, 'kind' | 'name' | 'replicas' | 'templateRev'> &
  Partial<Pick<SimWorkload, 'replacedBy'>>;

/** A cluster as it is before a rollout: `from` is installed and serves. */
export interface SimStart {
  readonly from: string;
  readonly to: string;
  readonly versions?: Readonly<Record<string, string>>;
  readonly namespaces: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly workloads: readonly SimWorkloadStart[];
  }[];
  readonly tags?: Readonly<Record<string, string>>;
  /** Gateways as `<namespace>/<name>`, each with its generation of `from` among the workloads. @default none */
  readonly gateways?: readonly string[];
  /** Gateways of the Gateway API, each with its Deployment among the workloads. @default none */
  readonly gatewayApis?: readonly Pick<
    SimGatewayApi,
    'namespace' | 'name' | 'deployment' | 'label'
  >[];
  /** Keys of those, and of the default validator, that somebody else manages. @default none */
  readonly foreign?: readonly string[];
  /** The revision that validates by default, `null` for none. @default that of the tag `default` */
  readonly validator?: string | null;
  readonly timing?: SimTiming;
  /** @default none: nothing is measured */
  readonly traffic?: SimTraffic;
}
