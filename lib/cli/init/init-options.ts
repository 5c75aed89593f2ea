/** What a new project is drafted from: the options of `init`, or what was answered in their place. */
export interface InitOptions {
  readonly env: string;
  readonly lab?: true;
  readonly from?: string;
  readonly fromCluster?: true;
  readonly istio?: string;
  /** Gateways as `namespace/name`. */
  readonly gateway: readonly string[];
  readonly kubeconfig?: string;
  readonly context?: string;
}
