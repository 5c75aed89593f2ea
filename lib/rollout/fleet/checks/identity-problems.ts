import { nameSome } from '../../name-some';
import { seenMembers, type FleetCheck, type FleetProblem, type MemberFacts } from './fleet-facts';

/** Clusters that are taken for one another, or one that is taken for two. */
export const identityProblems: FleetCheck = (facts) => {
  const { members } = facts;
  return [
    ...shared(members, ({ name }) => name).map(([name, twins]) => ({
      member: name,
      message: `${twins.length} clusters are called "${name}"; istiods would mix up their endpoints: give each a name of its own`,
    })),
    ...shared(members, ({ context }) => context).map(([context, twins]) =>
      sameCluster(twins, `are reached by the context ${context}`),
    ),
    ...shared(members, ({ server }) => server).map(([server, twins]) =>
      sameCluster(twins, `have the API server ${server}`),
    ),
    ...shared(seenMembers(facts), ({ seen }) => seen.uid).map(([, twins]) =>
      sameCluster(twins, 'turned out to be one cluster, by the uid of its namespace kube-system'),
    ),
    ...members.flatMap(misnamed),
  ];
};

/** Members with something in common that each should have alone. */
function shared<M extends MemberFacts>(
  members: readonly M[],
  of: (member: M) => string,
): [string, readonly M[]][] {
  const groups = new Map<string, M[]>();
  for (const member of members) {
    const group = groups.get(of(member));
    if (group === undefined) groups.set(of(member), [member]);
    else group.push(member);
  }
  return [...groups].filter(([, group]) => group.length > 1);
}

function sameCluster(twins: readonly MemberFacts[], what: string): FleetProblem {
  const names = nameSome(twins.map(({ name }) => name));
  return {
    member: null,
    message: `${names} ${what}; correct the kubeconfig or the context of all but one`,
  };
}

/** Remote secrets are looked up by the name that a cluster's own istiods and proxies have for it. */
function misnamed({ name, revisions }: MemberFacts): FleetProblem[] {
  return revisions
    .filter(({ clusterName }) => clusterName !== name)
    .map(({ revision, clusterName }) => ({
      member: name,
      message: `revision ${revision} calls the cluster ${shownName(clusterName)}, the mesh calls it "${name}"; set values.global.multiCluster.clusterName to "${name}"`,
    }));
}

function shownName(clusterName: string | null): string {
  return clusterName === null ? '"Kubernetes", as every one without a name' : `"${clusterName}"`;
}
