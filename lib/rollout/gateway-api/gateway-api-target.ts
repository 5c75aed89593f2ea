import type { GatewayRef } from '../rollout-spec';

/** A Gateway of the Gateway API as the frozen plan knows it. The uid tells it from one made anew under its name. */
export interface GatewayApiTarget extends GatewayRef {
  readonly uid: string;
  /** Name of the Deployment that istiod makes of it, in its namespace. */
  readonly deployment: string;
  /** What it was reached at when the rollout started: it stays so. */
  readonly addresses: readonly string[];
  /** Its own label `istio.io/rev` before the rollout, `null` without one; a rollback gives it back. */
  readonly original: string | null;
}
