import { accessProblems } from './access-problems';
import { clockProblems } from './clock-problems';
import { discoveryProblems } from './discovery-problems';
import type { FleetCheck, FleetFacts, FleetProblem } from './fleet-facts';
import { gatewayServiceProblems } from './gateway-service-problems';
import { identityProblems } from './identity-problems';
import { networkProblems } from './network-problems';
import { trustProblems } from './trust-problems';

const CHECKS: readonly FleetCheck[] = [
  identityProblems,
  networkProblems,
  accessProblems,
  trustProblems,
  clockProblems,
  discoveryProblems,
  gatewayServiceProblems,
];

/**
 * Everything that keeps a rollout over clusters from starting, each with what mends it. A cluster that cannot be read is left out: it
 * has its own reason to wait. What a plan says of itself, such as its coverage, and labels of gateways' namespaces are checked where the plan of
 * each member is made.
 */
export function fleetProblems(facts: FleetFacts): readonly FleetProblem[] {
  return CHECKS.flatMap((check) => check(facts));
}
