/** Which cluster Argo CD applies to: by the URL of its API server, or by its name in Argo CD. */
export type ArgoDestination = { readonly server: string } | { readonly name: string };

/** How a tree in Git comes into a cluster. */
export interface GitSpec {
  /** The repository that is pulled, such as `https://git.example.org/mesh.git`. */
  readonly repository: string;
  /** The branch that is pulled, and that `rollout run --git` commits to. @default 'main' */
  readonly revision?: string;
  /** Folder of the tree in the repository, relative to its root. @default 'manifests' */
  readonly path?: string;
  /** Writes an `Application` for each layer. @default none is written */
  readonly argocd?: {
    /** Namespace of Argo CD. @default 'argocd' */
    readonly namespace?: string;
    /** Its project that the Applications belong to. */
    readonly project: string;
    /** @default the cluster of Argo CD itself, in a fleet the one that it knows by the cluster's name */
    readonly destination?: ArgoDestination;
  };
  /** Writes a `Kustomization` for each layer. @default none is written */
  readonly flux?: {
    /** Namespace of Flux. @default 'flux-system' */
    readonly namespace?: string;
    /** Name of the `GitRepository` in it that pulls `repository`. */
    readonly source: string;
    /** Secret with the kubeconfig of the cluster, under the key `value`. @default Flux applies to its own cluster */
    readonly kubeConfigSecret?: string;
  };
  /** Writes a `Stack` of the Pulumi Kubernetes Operator, which applies the program instead of the tree. @default none is written */
  readonly pulumi?: {
    /** Namespace of the Stack. */
    readonly namespace: string;
    /** Account that its workspace runs as, with the rights of a deployment. */
    readonly serviceAccount: string;
    /** Where the state of the stack is, such as `s3://states`. @default Pulumi Cloud */
    readonly backend?: string;
  };
  /**
   * Field manager under which the tree is applied.
   * @default 'argocd-controller' with `argocd`, 'kustomize-controller' with `flux`
   */
  readonly fieldManager?: string;
}

/** The branch of a delivery. */
export function branchOf({ revision }: GitSpec): string {
  return revision ?? 'main';
}

/** Under which field manager a tree is applied; `null` where nothing says it. */
export function managerOf({ fieldManager, argocd, flux }: GitSpec): string | null {
  if (fieldManager !== undefined) return fieldManager;
  if (argocd !== undefined) return 'argocd-controller';
  return flux === undefined ? null : 'kustomize-controller';
}
