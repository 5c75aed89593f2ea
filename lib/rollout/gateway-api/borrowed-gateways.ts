import { known, type Fact } from '../fact';
import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';
import { gatewayApisOf } from '../wave-members';
import type { GatewayApiTarget } from './gateway-api-target';
import { isSettled } from './is-settled';
import { ledBy } from './led-by';
import { livingGateway } from './living-gateway';

/** What is left to do until every Gateway has the label that it had. */
export interface BorrowedGateways {
  /** Those that have it again, and whose pods are being replaced for that. */
  readonly returning: readonly GatewayApiTarget[];
  /** Those that still have the label which pins them. */
  readonly borrowed: readonly GatewayApiTarget[];
}

/**
 * The Gateways of a plan that had another label before the rollout than the one that pins them, or none: a rollback gives it back.
 * One that it would not leave on `from` keeps the label that it was given, since it would be moved by giving it back.
 */
export function borrowedGateways(
  { plan }: Pick<RolloutRecord, 'plan'>,
  observation: Observation,
): Fact<BorrowedGateways> {
  const { namespaces, injectors, pointers, workloads, pods } = observation;
  const { from } = plan;
  const changed = gatewayApisOf(plan.waves).filter(({ original }) => original !== from);
  const returning: GatewayApiTarget[] = [];
  const borrowed: GatewayApiTarget[] = [];
  if (changed.length === 0) return known({ returning, borrowed }, observation.at);
  for (const fact of [namespaces, injectors, pointers]) if (!fact.known) return fact;
  if (!workloads.known) return workloads;
  if (!pods.known) return pods;
  const seen = { workloads: workloads.value, pods: pods.value };
  for (const target of changed) {
    const living = livingGateway(target, observation);
    if (!living.known) return living;
    const gateway = living.value;
    if (gateway === null || ledBy(target.original, target, observation) !== from) continue;
    if (gateway.label === from && gateway.revOwned) borrowed.push(target);
    if (gateway.label === target.original && !isSettled(from, gateway, seen))
      returning.push(target);
  }
  return known({ returning, borrowed }, observation.at);
}
