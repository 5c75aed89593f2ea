import type { FleetMember } from './fleet';

/** Where pods of a lab of one cluster have their addresses. */
export const ONE_CLUSTER_PODS = '10.244.0.0/16';

/** How many Services of type LoadBalancer a cluster can have. */
export const MOST_LOAD_BALANCERS = 254;

/** Where an address of the mesh leads: into a cluster, to one of its pods or to what it balances. */
export interface Place {
  readonly member: FleetMember;
  readonly kind: 'pod' | 'load-balancer';
}

/** Where the pods of a cluster have their addresses. */
export function podCidr({ number }: Pick<FleetMember, 'number'>): string {
  return `10.${String(number)}.0.0/16`;
}

/** The n-th address that a cluster can give to a Service of type LoadBalancer, from 1. */
export function loadBalancerAddress({ number }: Pick<FleetMember, 'number'>, nth: number): string {
  return `172.31.${String(number)}.${String(nth)}`;
}

/** Finds the cluster behind an address; `null` when it is none of theirs. */
export function placeOf(members: readonly FleetMember[], address: string): Place | null {
  const [first, second, third] = address.split('.').map(Number);
  const isBalancer = first === 172 && second === 31;
  if (!isBalancer && first !== 10) return null;
  const number = isBalancer ? third : second;
  const member = members.find((one) => one.number === number);
  return member === undefined ? null : { member, kind: isBalancer ? 'load-balancer' : 'pod' };
}
