/** A Gateway of the Gateway API, as far as a rollout asks. */
export interface GatewayApiFact {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Its GatewayClass. */
  readonly className: string;
  /** Its own label `istio.io/rev`, a revision or a revision tag; `null` without one. */
  readonly label: string | null;
  /** True when that label is owned by our field manager's Apply entry and by nobody else. */
  readonly revOwned: boolean;
  /** Other field managers that own it. */
  readonly revManagers: readonly string[];
  /** Name of the Deployment that istiod makes of it, in its namespace. */
  readonly deployment: string;
  /** Whether istiod copies its labels into its pods: unless its `spec.infrastructure.labels` say which ones they get. */
  readonly copiesLabels: boolean;
  /** Why its condition `Programmed` is not true of its newest generation; `null` when it is. */
  readonly unprogrammed: string | null;
  /** What its status says that it is reached at, sorted. */
  readonly addresses: readonly string[];
}
