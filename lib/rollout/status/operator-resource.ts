/**
 * The resource of IstioOperator objects: Istio's own group, version and names until 1.23, so that an API server that has
 * them keeps its objects.
 * @see https://github.com/istio/istio/blob/21fab3f8f0304051592ea82ea35706a0bbf43341/manifests/charts/base/crds/crd-operator.yaml
 */
export const OPERATOR_RESOURCE = {
  group: 'install.istio.io',
  version: 'v1alpha1',
  plural: 'istiooperators',
  kind: 'IstioOperator',
} as const;

/** Field manager of the status of our objects, whoever writes it. */
export const STATUS_FIELD_MANAGER = 'istio-revisions-status';

/** One object of a namespace. */
export interface ObjectRef {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}
