/**
 * The CRDs of Istio and the versions they serve, alike in 1.30 and 1.31.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/base/files/crd-all.gen.yaml
 */
export const SERVED_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  'authorizationpolicies.security.istio.io': ['v1', 'v1beta1'],
  'destinationrules.networking.istio.io': ['v1', 'v1alpha3', 'v1beta1'],
  'envoyfilters.networking.istio.io': ['v1alpha3'],
  'gateways.networking.istio.io': ['v1', 'v1alpha3', 'v1beta1'],
  'peerauthentications.security.istio.io': ['v1', 'v1beta1'],
  'proxyconfigs.networking.istio.io': ['v1beta1'],
  'requestauthentications.security.istio.io': ['v1', 'v1beta1'],
  'serviceentries.networking.istio.io': ['v1', 'v1alpha3', 'v1beta1'],
  'sidecars.networking.istio.io': ['v1', 'v1alpha3', 'v1beta1'],
  'telemetries.telemetry.istio.io': ['v1', 'v1alpha1'],
  'trafficextensions.extensions.istio.io': ['v1alpha1'],
  'virtualservices.networking.istio.io': ['v1', 'v1alpha3', 'v1beta1'],
  'wasmplugins.extensions.istio.io': ['v1alpha1'],
  'workloadentries.networking.istio.io': ['v1', 'v1alpha3', 'v1beta1'],
  'workloadgroups.networking.istio.io': ['v1', 'v1alpha3', 'v1beta1'],
};
