import { Construct } from 'constructs';
import type { GatewayRelease } from '../lib/operator/gateway/gateway-release';
import { renderGateway } from '../lib/render/render-gateway';
import { addGatewayObjects, type GatewayDeployment } from './add-gateway-objects';

/** One gateway. */
export interface GatewayProps extends GatewayRelease, GatewayDeployment {
  /** Where Helm, the charts and their cache are found. @default process.env */
  readonly environmentVariables?: NodeJS.ProcessEnv;
}

/**
 * A gateway of Istio's gateway chart: one address with generations behind it. The Service, the account, its role and a network
 * policy have the gateway's name and belong to no revision. Each generation has a Deployment of its own, with its autoscaler
 * and its disruption budget, called `<name>-<revision>`, whose pods that revision injects; `serving` says to which one the
 * address leads. So a new revision comes up beside the old one, and a change of one selector moves the traffic, there and back.
 * Where one generation takes the place of another at once, the deployment waits until its pods are ready, then changes the selector,
 * and then removes the old one.
 *
 * Pods of every generation have the labels `app` and `istio` of the gateway, by which Istio `Gateway`s, policies and telemetry
 * find them, and the same account; what tells them apart is the label `istio-revisions.dev/generation`.
 *
 * With `kind: DaemonSet` in its values it has one generation, under its own name, which is moved in place.
 *
 * @see https://github.com/istio/istio/tree/1.31.0/manifests/charts/gateway
 */
export class Gateway extends Construct {
  /**
   * @throws InvalidInputError with every problem of the generations and the values.
   * @throws ChartsError when there are no charts of a version.
   * @throws HelmError when Helm is missing or the chart refuses the values.
   */
  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const { environmentVariables, ...release } = props;
    addGatewayObjects(this, renderGateway(release, environmentVariables ?? process.env), release);
  }
}
