import type { AdmissionFact } from './admission/admission-fact';
import type { CapacityFact, PodNeeds } from './capacity/capacity-fact';
import type { Fact } from './fact';
import type { ClusterFact } from './fleet/cluster-fact';
import type { GatewayApiFact } from './gateway-api/gateway-api-fact';
import type { MetricsFact } from './metrics/metrics-fact';
import type { HandOverProbes } from './pointers/hand-over-probes';
import type { PinnedFact, PointerFact } from './pointers/pointer-fact';

/** A namespace's identity and the labels that decide injection. */
export interface NamespaceFact {
  readonly name: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** True when `istio.io/rev` is owned by our field manager's Apply entry and by nobody else. */
  readonly revOwned: boolean;
  /** Other field managers that own `istio.io/rev`. */
  readonly revManagers: readonly string[];
}

/** Kinds whose pods a rollout restarts. */
export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'DaemonSet';

/** A workload with the numbers that tell whether its newest generation is fully rolled out. */
export interface WorkloadFact {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Why a new pod template would not replace its pods, such as `is paused`; `null` when it would. */
  readonly unrestartable: string | null;
  /** `eviction` where its update strategy leaves pods as they are until somebody deletes them. */
  readonly replacedBy: 'template' | 'eviction';
  /** Value of the restart annotation on the pod template, `null` when absent. */
  readonly restart: string | null;
  /** Label `istio.io/rev` of the pod template, `null` when absent (gateways have it). */
  readonly templateRev: string | null;
  /** Whether the API server's controller has seen the newest generation. */
  readonly observed: boolean;
  readonly desired: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  /** All pods, old generations included. */
  readonly total: number;
  /** How many pods of it may be new and not ready yet at one time while it is restarted, by its update strategy. */
  readonly atOnce: number;
  /** How many pods of it stay ready while it is restarted, by its update strategy. */
  readonly staying: number;
  /** Labels of its pod template, by which disruption budgets select; only where its pods are replaced by eviction. */
  readonly podLabels?: Readonly<Record<string, string>>;
}

/** One pod. Terminal pods (Succeeded, Failed) are listed but never block. */
export interface PodFact {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly terminating: boolean;
  readonly createdAt: number;
  /** The workload above its ReplicaSet, `null` for a bare pod. */
  readonly workload: { readonly kind: string; readonly name: string } | null;
  /** Annotation `istio.io/rev` that the injector writes: the revision that really injected; `null` when not injected. */
  readonly revision: string | null;
  /** Istio version of its proxy, by the tag of the image; `null` where there is no proxy, or the tag names none. */
  readonly version: string | null;
  /** True when the pod asks not to be injected (`sidecar.istio.io/inject: "false"`) or cannot be (host network). */
  readonly optedOut: boolean;
  /** Template stamp that the pod was made from (restart annotation), `null` when absent. */
  readonly restart: string | null;
  readonly needs: PodNeeds;
  /** Why the scheduler finds no node for it, in its words; `null` where it did, or has not looked. */
  readonly unschedulable: string | null;
}

/** One proxy as one istiod reports it in `/debug/syncz`. */
export interface ProxyFact {
  /** `<pod>.<namespace>` */
  readonly proxy: string;
  readonly version: string;
  /** Worst state over CDS, LDS, EDS and RDS. */
  readonly state: 'synced' | 'stale' | 'not-sent' | 'error';
  readonly message: string;
}

/** What one istiod counted since it started. */
export interface IstiodCounters {
  /** For how long its process has run, in milliseconds. */
  readonly uptimeMs: number;
  /** Certificates that it was asked for, and that it issued. */
  readonly requested: number;
  readonly issued: number;
  /** Certificates that it could not sign: its authority failed, or it could not read the request. */
  readonly signErrors: number;
  /** Configurations that proxies refused. */
  readonly rejects: number;
  /** Pushes that it could not make of its own accord. */
  readonly internalErrors: number;
  /** When the root of its authority expires, epoch milliseconds; `null` when it has none of its own. */
  readonly rootExpiresAt: number | null;
}

/** One istiod pod with what it reports, be it of the cluster or of the one whose istiods that uses; what it could not be asked is unknown. */
export interface IstiodFact {
  /** `<namespace>/<name>` */
  readonly pod: string;
  readonly revision: string;
  /** Istio version, by the tag of the image; `null` where it names none. */
  readonly version: string | null;
  readonly ready: boolean;
  readonly proxies: Fact<readonly ProxyFact[]>;
  /**
   * Proxies of other clusters that are connected to it, as `<pod>.<namespace> (<cluster>)`; known where `proxies` are.
   * @default none
   */
  readonly elsewhere?: readonly string[];
  readonly counters: Fact<IstiodCounters>;
  /** Fingerprint of the trusted root that the chain leads to which it serves to proxies; `null` when none does. */
  readonly servedRoot: Fact<string | null>;
}

/** A PeerAuthentication: which traffic a namespace or the mesh takes. */
export interface PeerAuthenticationFact {
  readonly namespace: string;
  readonly name: string;
  /** `UNSET` takes what is above it. */
  readonly mode: string;
  /** Whether it is about some workloads only. */
  readonly selective: boolean;
  /** Label `istio.io/rev`: only istiods of that revision or tag read it; `null` means all. */
  readonly revision: string | null;
}

/** The Service of a gateway: its address, and what is behind it. */
export interface AddressFact {
  readonly namespace: string;
  readonly name: string;
  /** The revision whose generation alone it selects; `null` where it selects every one. */
  readonly serving: string | null;
  /** Names of the pods that are ready behind it. */
  readonly endpoints: readonly string[];
}

/** A mutating webhook that injects: a revision's own, or a tag's. */
export interface InjectorFact {
  readonly name: string;
  readonly revision: string;
  readonly tag: string | null;
  /** Whether every webhook in it has a CA bundle. */
  readonly caBundle: boolean;
  /** Fingerprint of where its webhooks are called and which CA bundle is trusted there. */
  readonly client: string;
}

/** Everything one tick knows. */
export interface Observation {
  /** When reading began, epoch milliseconds; every fact in it is at least this new. */
  readonly at: number;
  readonly namespaces: Fact<readonly NamespaceFact[]>;
  readonly workloads: Fact<readonly WorkloadFact[]>;
  readonly pods: Fact<readonly PodFact[]>;
  readonly istiods: Fact<readonly IstiodFact[]>;
  /** Those of the rollout's gateways. */
  readonly addresses: Fact<readonly AddressFact[]>;
  /** Every Gateway of the Gateway API; none where the cluster does not know the kind. */
  readonly gatewayApi: Fact<readonly GatewayApiFact[]>;
  readonly injectors: Fact<readonly InjectorFact[]>;
  /** Every webhook configuration of Istio, and the Services of revision tags. */
  readonly pointers: Fact<readonly PointerFact[]>;
  /** What of users' objects is labelled for one revision. */
  readonly pinned: Fact<readonly PinnedFact[]>;
  /**
   * Objects of each revision by label or by name, other than pods, namespaces and what is `pinned`: `<Kind> <ns>/<name>`.
   */
  readonly revisionObjects: Fact<Readonly<Record<string, readonly string[]>>>;
  /** Fingerprints of the roots in each namespace's `istio-ca-root-cert`, which its proxies trust. */
  readonly roots: Fact<Readonly<Record<string, readonly string[]>>>;
  readonly peerAuthentications: Fact<readonly PeerAuthenticationFact[]>;
  /** What decides whether pods can be made anew; `null` where no rollout asks. */
  readonly capacity: Fact<CapacityFact> | null;
  /** What dry runs showed of the new revision; `null` where none were due. */
  readonly admission: Fact<AdmissionFact> | null;
  /** What dry runs show of what was handed over; `null` where nothing was, or it was not tried. */
  readonly handOver: Fact<HandOverProbes> | null;
  /** The other clusters of the mesh; `null` where it is in one, or they were not looked at. */
  readonly clusters: Fact<readonly ClusterFact[]> | null;
  /** What Prometheus said; `null` where the rollout asks for no metrics, or not yet. */
  readonly metrics: Fact<MetricsFact> | null;
}
