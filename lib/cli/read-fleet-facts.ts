import { messageOf } from '../cluster/api-error';
import { addressOf } from '../cluster/remote/address-of';
import { readFoundMember } from '../cluster/remote/read-found-member';
import { known, unknown, type Fact } from '../rollout/fact';
import type { FleetFacts, FoundMember, MemberFacts } from '../rollout/fleet/checks/fleet-facts';
import { declaredGateways } from '../rollout/wave-members';
import type { EnvironmentContext } from './environment-context';
import { nameInMesh } from './name-in-mesh';
import { readBy } from './read-by';

/** What the clusters of a fleet are checked for before its rollout begins: one that cannot be read is unknown. */
export async function readFleetFacts(contexts: readonly EnvironmentContext[]): Promise<FleetFacts> {
  return { members: await Promise.all(contexts.map(memberFacts)) };
}

async function memberFacts(context: EnvironmentContext): Promise<MemberFacts> {
  const { environment, client } = context;
  const { mesh, fleet } = environment;
  const { network = null } = mesh;
  return {
    name: nameInMesh(environment),
    network,
    meshNamespace: mesh.namespace,
    context: contextOf(context),
    server: addressOf(client.config).server,
    controlPlane: fleet?.controlPlane?.cluster ?? null,
    reads: readBy(environment),
    revisions: mesh.revisions.map(({ revision, values }) => ({
      revision,
      clusterName: values?.global?.multiCluster?.clusterName ?? null,
      network: values?.global?.network ?? network,
    })),
    found: await foundIn(context),
  };
}

/** Every cluster of the lab has a kubeconfig of its own, in which the context is called alike. */
function contextOf({ environment: { cluster }, client }: EnvironmentContext): string {
  const place = cluster.lab === undefined ? cluster.kubeconfig : String(cluster.lab);
  const context = client.config.getCurrentContext();
  return place === undefined ? context : `${place}: ${context}`;
}

async function foundIn({ client, environment }: EnvironmentContext): Promise<Fact<FoundMember>> {
  const { mesh, rollout } = environment;
  const lookedFor = {
    meshNamespace: mesh.namespace,
    gateways: declaredGateways(rollout?.waves ?? []),
  };
  try {
    return known(await readFoundMember(client, lookedFor, Date.now), Date.now());
  } catch (error) {
    return unknown(messageOf(error), Date.now());
  }
}
