import { Construct } from 'constructs';
import { InvalidInputError } from '../lib/operator/issue';
import {
  networkProblem,
  renderEastWestGateway,
  type EastWestGatewayRelease,
} from '../lib/render/render-east-west-gateway';
import { addGatewayObjects, type GatewayDeployment } from './add-gateway-objects';

/** One east-west gateway. */
export interface EastWestGatewayProps extends EastWestGatewayRelease, GatewayDeployment {
  /** Where Helm, the charts and their cache are found. @default process.env */
  readonly environmentVariables?: NodeJS.ProcessEnv;
}

/**
 * The gateway through which proxies of other networks reach the services of this one, in a mesh that spans networks. It
 * consists of Istio's gateway chart with `networkGateway` (the ports 15021, 15443, 15012 and 15017 in place of
 * `service.ports`) and of an Istio `Gateway` that passes TLS through to every `*.local` service by its SNI on 15443. Nothing
 * is terminated here, so only proxies of the same root of trust get in.
 *
 * Istiods find it by the label `topology.istio.io/network` of its Service. They take a pod for one of this network when the
 * mesh's namespace carries the same label, and proxies need it as `values.global.network` of their revision: an environment
 * with `mesh.network` has both.
 *
 * Like a `Gateway` it has generations behind one address. Its `Gateway` object means all of them: it selects pods by the labels
 * `app` and `istio`, in every namespace, so no other gateway of the mesh may share its name.
 *
 * @see https://github.com/istio/istio/tree/1.31.0/manifests/charts/gateway
 * @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/
 */
export class EastWestGateway extends Construct {
  /** Network of the pods that it leads to. */
  readonly network: string;

  /**
   * @throws InvalidInputError when the network is no value of a label, and with every problem of the generations and the values.
   * @throws ChartsError when there are no charts of a version.
   * @throws HelmError when Helm is missing or the chart refuses the values.
   */
  constructor(scope: Construct, id: string, props: EastWestGatewayProps) {
    super(scope, id);
    const { environmentVariables, ...release } = props;
    const problem = networkProblem(release.network);
    if (problem !== null) {
      const path = `${this.node.path}.network`;
      throw new InvalidInputError([
        { code: 'invalid-network', severity: 'error', path, message: problem },
      ]);
    }
    this.network = release.network;
    const objects = renderEastWestGateway(release, environmentVariables ?? process.env);
    addGatewayObjects(this, objects, release);
  }
}
