import type { AppTrafficSpec } from '../../lib/layers/app-traffic';

/** An application and how requests to it are led, as data: a stack of its own in each environment, called `<environment>-app-<name>`. */
export interface AppSpec {
  readonly name: string;
  /** Name of the team whose namespaces it is in, and with it the environments that it is in. */
  readonly team: string;
  /** The requests to each of its services. */
  readonly traffic: readonly AppTrafficSpec[];
}
