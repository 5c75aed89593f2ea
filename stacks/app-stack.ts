import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { AppTraffic } from '../constructs/app-traffic';
import type { AppSpec } from './apps/app';

/** How the requests to the services of an application are led. */
export class AppStack extends Chart {
  /** @throws InvalidInputError with everything that would not do what it says. */
  constructor(scope: Construct, id: string, { traffic }: AppSpec) {
    super(scope, id, { disableResourceNameHashes: true });
    for (const spec of traffic) new AppTraffic(this, `${spec.namespace}-${spec.service}`, spec);
  }
}
