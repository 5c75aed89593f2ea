/** Names of the definitions that a check or a patch begins with. */
export const ROOTS = {
  /** A whole IstioOperator document. */
  istioOperator: 'operator.IstioOperator',
  /** `spec` of such a document. */
  istioOperatorSpec: 'operator.IstioOperatorSpec',
  /** Values of Istio's charts, as they stand below `spec.values`. */
  values: 'values.Values',
  meshConfig: 'mesh.MeshConfig',
  /** Values of the gateway chart. */
  gatewayValues: 'gatewayChart.GatewayValues',
} as const;

/** Definitions of the kinds that settings of a component are merged into. */
export const PATCHED_KINDS: Readonly<Record<string, string>> = {
  DaemonSet: 'apps.DaemonSet',
  Deployment: 'apps.Deployment',
  HorizontalPodAutoscaler: 'autoscaling.HorizontalPodAutoscaler',
  PodDisruptionBudget: 'policy.PodDisruptionBudget',
  Service: 'core.Service',
};
