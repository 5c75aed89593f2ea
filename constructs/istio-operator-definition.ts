import { Construct } from 'constructs';
import { ISTIO_OPERATOR_CRD } from '../lib/operator/istio-operator-crd';
import { addObjects } from './add-objects';

/**
 * The kind IstioOperator in the cluster: what an IstioOperator object may hold, the status that istio-revisions gives it, and
 * what `kubectl get istiooperators` prints. Group, version and names are those that Istio's base chart had until 1.23, so
 * objects of that time stay readable; a status that Istio's own operator wrote is not shown any more.
 *
 * The API server stores every spec: what is wrong with one is told by its status, with all problems at once.
 * One per cluster. Deleting it deletes every IstioOperator object.
 */
export class IstioOperatorDefinition extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    addObjects(this, [ISTIO_OPERATOR_CRD]);
  }
}
