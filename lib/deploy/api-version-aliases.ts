/**
 * Versions under which one group served or serves the same objects. A chart or a stack that moves to another of them must
 * find the object that is there, not delete it and make it anew.
 */
const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  'admissionregistration.k8s.io': ['v1', 'v1beta1', 'v1alpha1'],
  'apiextensions.k8s.io': ['v1', 'v1beta1'],
  apps: ['v1', 'v1beta2', 'v1beta1'],
  autoscaling: ['v2', 'v2beta2', 'v2beta1', 'v1'],
  batch: ['v1', 'v1beta1', 'v2alpha1'],
  'coordination.k8s.io': ['v1', 'v1beta1'],
  'discovery.k8s.io': ['v1', 'v1beta1'],
  'gateway.networking.k8s.io': ['v1', 'v1beta1', 'v1alpha3', 'v1alpha2'],
  'networking.istio.io': ['v1', 'v1beta1', 'v1alpha3'],
  'networking.k8s.io': ['v1', 'v1beta1'],
  policy: ['v1', 'v1beta1'],
  'rbac.authorization.k8s.io': ['v1', 'v1beta1', 'v1alpha1'],
  'security.istio.io': ['v1', 'v1beta1'],
  'telemetry.istio.io': ['v1', 'v1alpha1'],
};

/** Kinds that once lived in group `extensions`. */
const FORMER_EXTENSIONS = ['DaemonSet', 'Deployment', 'Ingress', 'NetworkPolicy', 'ReplicaSet'];

/** Types that the same object has, or had, under other versions of its API. */
export function aliasTypes(apiVersion: string, kind: string): string[] {
  const [group = '', version = ''] = apiVersion.split('/');
  const others = (VERSIONS[group] ?? []).filter((other) => other !== version);
  return [
    ...others.map((other) => `kubernetes:${group}/${other}:${kind}`),
    ...(FORMER_EXTENSIONS.includes(kind) ? [`kubernetes:extensions/v1beta1:${kind}`] : []),
  ];
}
