type Path = readonly string[];

/**
 * Settings of a component and the values of its chart that say the same: paths below the component, and below its values. A chart
 * that lacks one has no such value.
 */
export const TWINS: readonly (readonly [setting: Path, value: Path])[] = [
  [['hub'], ['hub']],
  [['tag'], ['tag']],
  [['label'], ['labels']],
  ...(
    [
      'affinity',
      'nodeSelector',
      'podAnnotations',
      'replicaCount',
      'resources',
      'tolerations',
    ] as const
  ).map((name) => [['k8s', name], [name]] as const),
  [['k8s', 'serviceAnnotations'], ['serviceAnnotations']],
  [['k8s', 'hpaSpec', 'minReplicas'], ['autoscaleMin']],
  [['k8s', 'hpaSpec', 'maxReplicas'], ['autoscaleMax']],
  [['k8s', 'hpaSpec', 'behavior'], ['autoscaleBehavior']],
  [['k8s', 'strategy', 'rollingUpdate', 'maxSurge'], ['rollingMaxSurge']],
  [['k8s', 'strategy', 'rollingUpdate', 'maxUnavailable'], ['rollingMaxUnavailable']],
  [['k8s', 'podDisruptionBudget'], ['pdb']],
  [['k8s', 'service', 'ports'], ['ports']],
  [['k8s', 'service', 'type'], ['type']],
  ...(
    [
      'externalTrafficPolicy',
      'ipFamilies',
      'ipFamilyPolicy',
      'loadBalancerIP',
      'loadBalancerSourceRanges',
    ] as const
  ).map((name) => [['k8s', 'service', name], [name]] as const),
];
