import type { FleetCheck } from './fleet-facts';

/** A threshold of coverage that is never reached, or always. */
export const coverageProblems: FleetCheck = ({ coverage }) => {
  if (coverage === null || (coverage > 0 && coverage <= 100)) return [];
  const message = `found ${coverage} % as coverage at which east-west gateways hand over; it is a share of all proxies: more than 0 and at most 100`;
  return [{ member: null, message }];
};
