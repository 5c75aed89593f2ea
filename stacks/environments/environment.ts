import type { gatewayValues, mesh, networking } from '../../lib/generated/newest';
import type { GitSpec } from '../../lib/git/git-spec';
import type { RevisionProps } from '../../lib/operator/to-istio-operator';
import type { PrecheckWaiver } from '../../lib/rollout/precheck/waiver';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';

/** Where an environment is deployed. */
export type ClusterSpec =
  | {
      /** The local lab, of one with several clusters the name of one; its kubeconfig, engine and charts are used. */
      readonly lab: true | string;
      readonly kubeconfig?: never;
      readonly context?: never;
    }
  | {
      readonly lab?: never;
      /** Path of a kubeconfig. @default KUBECONFIG, then ~/.kube/config */
      readonly kubeconfig?: string;
      /** Context in the kubeconfig. @default the current one */
      readonly context?: string;
    };

/** The istiods of another cluster of the mesh, for a cluster that has none of its own (primary-remote). */
export interface ControlPlaneSpec {
  /** Name of the cluster that they run in, which exposes them: `exposeIstiod` of an east-west gateway. */
  readonly cluster: string;
  /**
   * IP address of that gateway, as pods and the API server of this cluster reach it. A name does not do: of a Service that stands for a
   * name API servers call the port of the Service, 443, where the gateway has 15017 for them.
   */
  readonly address: string;
}

/** A gateway of an environment. */
export interface GatewaySpec {
  readonly name: string;
  readonly namespace: string;
  /** The revision that injects it while no rollout says otherwise. */
  readonly revision: string;
  /**
   * Whether its one Deployment keeps the gateway's own name and changes in place when the gateway moves, as one that Helm or istioctl
   * made and that was adopted. Without it every revision has a Deployment of its own behind the gateway's Service, and traffic
   * moves between them. To leave it out later is a change that `up` makes without a gap, before a rollout of the gateway begins or
   * once none is declared.
   * @default false
   */
  readonly inPlace?: boolean;
  /**
   * Makes it the gateway through which other networks of the mesh reach `mesh.network`, in place of one for traffic from
   * outside. Its name must be that of no other gateway.
   * @default false
   */
  readonly eastWest?: boolean;
  /**
   * Whether clusters without an istiod of their own reach those of this one through it, by the SNI of each revision's Service
   * (primary-remote). For an east-west gateway only, whose address is then `controlPlane.address` of these clusters; in them it
   * exposes nothing.
   * @default false
   */
  readonly exposeIstiod?: boolean;
  /**
   * What it listens to: the `Gateway` of its name that routes of applications name, `networking.istio.io`. Not of an east-west gateway,
   * which has its own.
   * @default none: whoever needs one makes it
   */
  readonly servers?: readonly networking.Server[];
  /** Values for Istio's gateway chart. @default the chart's own */
  readonly values?: gatewayValues.GatewayValues;
}

/** A namespace that the platform labels. */
export interface MeshNamespaceSpec {
  readonly name: string;
  /** The revision that it comes into the mesh by while no rollout says otherwise. */
  readonly revision: string;
}

/** The Prometheus that scrapes the proxies of the mesh. */
export type PrometheusSpec =
  | {
      /** Such as `https://prometheus.example.org`, or with the path below which its API is, as Mimir and Thanos have it. */
      readonly url: string;
      /** A file with the certificates, as PEM, that the server's may lead to. @default those that Node trusts */
      readonly caFile?: string;
      /** A file with the bearer token; only for https, since it would be readable on its way. @default no token */
      readonly tokenFile?: string;
      /** More headers, such as the tenant: `{ 'X-Scope-OrgID': 'shop' }`. @default none */
      readonly headers?: Readonly<Record<string, string>>;
      /** How long one request may take, from 1. @default 10 */
      readonly timeoutSeconds?: number;
    }
  | {
      /** A Service of the cluster, reached through its API server. */
      readonly namespace: string;
      readonly service: string;
      readonly port: number;
    };

/** One mesh in one cluster, as data. */
export interface EnvironmentSpec {
  readonly name: string;
  readonly cluster: ClusterSpec;
  readonly mesh: {
    /** @default nothing: always written, usually `istio-system` */
    readonly namespace: string;
    readonly base: {
      readonly version: string;
      /**
       * The revision that validates Istio objects which name none, and injects where `istio-injection=enabled` or a pod asks for
       * no revision: the default validator and the revision tag `default` lead to it. A rollout hands both over. `none` for
       * neither.
       */
      readonly defaultRevision: string;
      /** Name of the Helm release that installed Istio's base chart, where Helm did. @default 'istio' */
      readonly release?: string;
    };
    readonly hub?: string;
    /**
     * Network of the cluster's pods, in a mesh that spans networks: the value of the label `topology.istio.io/network`. The
     * mesh's namespace carries it, every revision tells it to its proxies, and east-west gateways lead to it.
     * @default none: all of the mesh is one network
     */
    readonly network?: string;
    readonly meshConfig?: mesh.MeshConfig;
    readonly revisions: readonly RevisionProps[];
    readonly gateways: readonly GatewaySpec[];
    /**
     * Namespaces that the platform labels, of teams that leave it to the platform what injects them: made with their label where they
     * are not there yet, so that no pod starts without a proxy, and moved by rollouts only from then on. Taken out of here, a namespace
     * stays as it is.
     * @default none
     */
    readonly namespaces?: readonly MeshNamespaceSpec[];
  };
  /** The fleet that this is one cluster of; `environmentsOf` sets it. @default the mesh is in one cluster */
  readonly fleet?: {
    readonly name: string;
    /** Name of this cluster. */
    readonly cluster: string;
    /** @default its own */
    readonly controlPlane?: ControlPlaneSpec;
    /** The other clusters. */
    readonly others: readonly {
      readonly name: string;
      readonly cluster: ClusterSpec;
      readonly prometheus?: PrometheusSpec;
      /** Name of the cluster whose istiods it uses. @default its own */
      readonly controlPlane?: string;
    }[];
  };
  /**
   * What `up` does about changes that somebody made in the cluster: put them back, or only show them.
   * @default 'correct'
   */
  readonly drift?: 'correct' | 'report';
  /** Needed where the rollout judges metrics. */
  readonly prometheus?: PrometheusSpec;
  readonly rollout?: RolloutSpec;
  /** How its tree comes from Git into the cluster, for `rollout run --git`. @default `up` deploys it */
  readonly git?: GitSpec;
  /** What `precheck` finds and somebody answers for. @default nothing is waived */
  readonly precheck?: { readonly waive: readonly PrecheckWaiver[] };
  /**
   * Who is told that a rollout waits for a person, goes back, or is over: a webhook that takes JSON by POST.
   * @default nobody
   */
  readonly notify?: {
    /** Environment variable with its address, which often holds a secret, such as `MESH_WEBHOOK`. */
    readonly urlVariable: string;
  };
}
