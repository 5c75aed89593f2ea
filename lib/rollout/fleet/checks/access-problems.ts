import { nameSome } from '../../name-some';
import {
  seenMembers,
  type FleetCheck,
  type FleetFacts,
  type FleetProblem,
  type SeenMember,
} from './fleet-facts';

const ISSUE = '"remote-secrets" issues it';

/** Remote secrets that are missing, or that lead to another cluster than they say. */
export const accessProblems: FleetCheck = (facts) =>
  seenMembers(facts).flatMap((reader) => [
    ...missing(reader),
    ...doubled(reader),
    ...reader.seen.secrets.flatMap((access) =>
      wrongAccess(facts, reader, access).map((message) => ({
        member: reader.name,
        message: `${access.secret} ${message}`,
      })),
    ),
  ]);

function missing({ name, reads, seen }: SeenMember): FleetProblem[] {
  const there = new Set(seen.secrets.map(({ cluster }) => cluster));
  const unread = reads.filter((cluster) => !there.has(cluster));
  if (unread.length === 0) return [];
  const message = `its istiods have no access to ${nameSome(unread)}, so its proxies know no endpoint there; ${ISSUE}`;
  return [{ member: name, message }];
}

/** istiod takes the Secret that it sees first, which may be another one after a restart. */
function doubled({ name, seen }: SeenMember): FleetProblem[] {
  const clusters = new Set(seen.secrets.map(({ cluster }) => cluster));
  return [...clusters].flatMap((cluster) => {
    const secrets = seen.secrets.filter((one) => one.cluster === cluster);
    if (secrets.length < 2) return [];
    const names = nameSome(secrets.map(({ secret }) => secret));
    return [
      { member: name, message: `${names} are all for cluster "${cluster}"; delete all but one` },
    ];
  });
}

function wrongAccess(
  { members }: FleetFacts,
  { name }: SeenMember,
  { cluster, annotated, server }: SeenMember['seen']['secrets'][number],
): string[] {
  const meant = members.find((one) => one.name === cluster);
  const led = members.find((one) => one.server === server);
  if (cluster === name)
    return [
      `is for "${cluster}", the cluster that it is in, whose endpoints would be there twice; delete it`,
    ];
  if (meant === undefined)
    return [
      `is for "${cluster}", which is no cluster of this mesh; delete it, or declare the cluster`,
    ];
  if (server === null)
    return [`holds no kubeconfig under its key "${cluster}"; ${ISSUE} anew once it is deleted`];
  if (led !== undefined && led.name !== cluster)
    return [
      `is for "${cluster}" but leads to ${server}, which is "${led.name}"; ${ISSUE} anew once it is deleted`,
    ];
  if (annotated !== null && annotated !== cluster)
    return [
      `is annotated for "${annotated}" but istiods go by its key, "${cluster}"; correct the one that is wrong`,
    ];
  return [];
}
