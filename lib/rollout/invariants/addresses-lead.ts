import { isRolledOut } from '../gates/workloads';
import { generationOf } from '../gateway-generation';
import { deploymentOf } from '../look-up';
import { positionOf } from '../position-of';
import { isPatch } from '../patch/version-of';
import { gatewayKey, gatewaysOf } from '../wave-members';
import type { Invariant, RolloutStep } from './invariant';

/** A selector moves all of a gateway's traffic at once, whatever is behind it. */
export const addressesLead: Invariant = {
  rule: 'S19',
  name: 'no address leads to a generation alone that was not seen ready',
  check,
};

function check({ before, observation, decision: { record } }: RolloutStep): string | null {
  if (isPatch(record.plan) || before.plan.hash !== record.plan.hash) return null;
  const { workloads } = observation;
  const was = positionOf(before).gateways;
  const narrowed = Object.entries(positionOf(record).gateways).flatMap(([key, { serving }]) =>
    serving !== null && was[key]?.serving !== serving ? [{ key, serving }] : [],
  );
  for (const { key, serving } of narrowed) {
    if (!workloads.known) return `${key} leads to ${serving} although the workloads are unknown`;
    const gateway = gatewaysOf(record.plan.waves).find((one) => gatewayKey(one) === key);
    // What is no part of the plan stays where it is; what changes in place has no address to lead.
    if (gateway === undefined || gateway.inPlace === true) continue;
    const found = deploymentOf(generationOf(gateway, serving), workloads.value);
    if (found === undefined || !isRolledOut(found)) return `${key} leads to ${serving} alone`;
  }
  return null;
}
