import { seenMembers, type FleetCheck, type FleetProblem, type MemberFacts } from './fleet-facts';

const NETWORK_LABEL = 'topology.istio.io/network';

/** Networks of a cluster that do not go by one name: proxies then call pods directly that they cannot reach. */
export const networkProblems: FleetCheck = (facts) => [
  ...unnamed(facts.members),
  ...facts.members.flatMap(ofRevisions),
  ...seenMembers(facts).flatMap(({ name, network, meshNamespace, seen }) =>
    seen.networkLabel === network
      ? []
      : [
          {
            member: name,
            message: `namespace ${meshNamespace} ${labelText(seen.networkLabel)}, but the cluster's network is ${textOf(network)}; ${labelFix(network)}`,
          },
        ],
  ),
];

/** Where one cluster is in a network, all are: one without is taken to be reached from everywhere. */
function unnamed(members: readonly MemberFacts[]): FleetProblem[] {
  const other = members.find(({ network }) => network !== null);
  if (other === undefined) return [];
  return members
    .filter(({ network }) => network === null)
    .map(({ name }) => ({
      member: name,
      message: `no network is declared, while ${other.name} is in ${textOf(other.network)}, so its pods would be called directly from there; declare its network, the same one where pods do reach each other`,
    }));
}

function ofRevisions({ name, network, revisions }: MemberFacts): FleetProblem[] {
  return revisions
    .filter((one) => one.network !== network)
    .map((one) => ({
      member: name,
      message: `revision ${one.revision} puts its proxies into ${textOf(one.network)}, the cluster is in ${textOf(network)}; leave values.global.network out, since mesh.network sets it`,
    }));
}

function textOf(network: string | null): string {
  return network === null ? 'no network' : `"${network}"`;
}

function labelText(label: string | null): string {
  return label === null ? `has no label ${NETWORK_LABEL}` : `is labelled ${NETWORK_LABEL}=${label}`;
}

function labelFix(network: string | null): string {
  return network === null ? 'remove the label, or declare the network' : '"up" sets it';
}
