import type { Fact } from '../../fact';
import type { LabelSelector } from '../../selector/label-selector';

/** What a rollout over clusters is checked for before its first write. */
export interface FleetFacts {
  readonly members: readonly MemberFacts[];
}

/** One cluster, as it is declared and as it was found. */
export interface MemberFacts {
  /** Its name in the mesh. */
  readonly name: string;
  /** Network of its pods; `null` where none is declared. */
  readonly network: string | null;
  readonly meshNamespace: string;
  /** Path of the kubeconfig and context in it by which it is reached. */
  readonly context: string;
  /** Address of its API server, as istiods of other clusters reach it. */
  readonly server: string;
  /** The member whose istiods it uses; `null` where it has its own. */
  readonly controlPlane: string | null;
  /** Members that its istiods read. */
  readonly reads: readonly string[];
  readonly revisions: readonly DeclaredRevision[];
  /** Unknown where the cluster cannot be reached: what follows from that is not decided here. */
  readonly found: Fact<FoundMember>;
}

/** What a revision of a member says of the cluster. */
export interface DeclaredRevision {
  readonly revision: string;
  /** `values.global.multiCluster.clusterName` */
  readonly clusterName: string | null;
  /** `values.global.network` */
  readonly network: string | null;
}

/** What was found in a cluster. */
export interface FoundMember {
  /** What no two clusters have in common: the uid of the namespace `kube-system`. */
  readonly uid: string;
  /** Label `topology.istio.io/network` of the mesh's namespace; `null` where there is none. */
  readonly networkLabel: string | null;
  /** How far the API server's clock is ahead of ours, in milliseconds. */
  readonly clockAhead: number;
  /** SHA-256 fingerprints of the roots that proxies trust. */
  readonly roots: readonly string[];
  readonly secrets: readonly FoundAccess[];
  readonly meshConfigs: readonly FoundMeshConfig[];
  /** `<namespace>/<name>` of each Service of the mesh's namespace. */
  readonly services: readonly string[];
  readonly gateways: readonly FoundGateway[];
  /** Every namespace of the mesh: that of istiods, of gateways, and each that is injected. */
  readonly namespaces: readonly LabelledNamespace[];
}

/** Access to another cluster. */
export interface FoundAccess {
  /** `<namespace>/<name>` of the Secret. */
  readonly secret: string;
  /** Its key, which istiod takes for the name of the cluster. */
  readonly cluster: string;
  /** What its annotation says; `null` where it has none. */
  readonly annotated: string | null;
  /** Address that it leads to; `null` where it holds no kubeconfig. */
  readonly server: string | null;
}

/** The MeshConfig of a revision. */
export interface FoundMeshConfig {
  readonly revision: string;
  /** Such as `istiod-1-31.istio-system.svc:15012`; `null` where it is not said. */
  readonly discoveryAddress: string | null;
  readonly discoverySelectors: readonly LabelSelector[];
}

/** The address of a gateway and what is to be behind it. */
export interface FoundGateway {
  /** `<namespace>/<name>` */
  readonly gateway: string;
  readonly selector: Readonly<Record<string, string>>;
  /** Its Deployments, with the labels of their pods. */
  readonly workloads: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
  }[];
}

/** A namespace with its labels. */
export interface LabelledNamespace {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Why a rollout over clusters must not start, with what mends it. */
export interface FleetProblem {
  /** The member that it is about; `null` for all of them. */
  readonly member: string | null;
  readonly message: string;
}

/** One check. */
export type FleetCheck = (facts: FleetFacts) => readonly FleetProblem[];

/** A member that was found, with what was found. */
export type SeenMember = MemberFacts & { readonly seen: FoundMember };

/** The members that could be read. */
export function seenMembers({ members }: FleetFacts): SeenMember[] {
  return members.flatMap((member) =>
    member.found.known ? [{ ...member, seen: member.found.value }] : [],
  );
}
