/**
 * Versions under which one group serves the same objects. A chart or a stack that moves to another of them must find the
 * object that is there, not delete it and make it anew.
 */
export const ALIASES: Readonly<Record<string, readonly string[]>> = {
  'networking.istio.io': ['v1', 'v1beta1', 'v1alpha3'],
  'security.istio.io': ['v1', 'v1beta1'],
  'telemetry.istio.io': ['v1', 'v1alpha1'],
  autoscaling: ['v2', 'v2beta2', 'v1'],
  policy: ['v1', 'v1beta1'],
};
