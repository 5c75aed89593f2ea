import { Construct } from 'constructs';
import type { GatewayRelease } from '../lib/operator/gateway/gateway-release';
import { renderGateway } from '../lib/render/render-gateway';
import { addObjects } from './add-objects';
import { keepAddress } from './keep-address';

/** One gateway. */
export interface GatewayProps extends GatewayRelease {
  /** @default process.env */
  readonly environmentVariables?: NodeJS.ProcessEnv;
}

/**
 * A gateway of Istio's gateway chart. It belongs to no revision: its Service, account and scaler outlive each of them, and
 * only the label of its pods says which revision injects them.
 */
export class Gateway extends Construct {
  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const { environmentVariables, ...release } = props;
    keepAddress(addObjects(this, renderGateway(release, environmentVariables ?? process.env)));
  }
}
