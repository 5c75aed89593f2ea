import type { ObjectRef } from './object-change';

const DERIVED = /^ConfigMap [^/]+\/values(-|$)|^IstioOperator /;

/**
 * Whether an object only renders the values, or the document: nothing in the cluster acts on it, and what it means shows in the
 * other objects.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-control/istio-discovery/templates/configmap-values.yaml
 */
export function isDerived({ kind, namespace = '', name }: ObjectRef): boolean {
  return DERIVED.test(`${kind} ${namespace}/${name}`);
}
