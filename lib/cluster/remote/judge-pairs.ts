import type { V1Secret, V1ServiceAccount } from '@kubernetes/client-node';
import {
  judgeRemoteSecret,
  type FoundRemoteSecret,
  type RemoteSecretJudgement,
  type WantedRemoteSecret,
} from '../../rollout/fleet/remote/judge-remote-secret';
import {
  readerAccountName,
  remoteSecretName,
  REMOTE_SECRET_SELECTOR,
} from '../../rollout/fleet/remote/names';
import { messageOf } from '../api-error';
import { listAll } from '../list-all';
import { addressOf } from './address-of';
import { foundRemoteSecret } from './found-remote-secret';
import type { RemoteMember } from './remote-member';

/** A cluster whose istiods read another. */
export interface Pair {
  readonly reader: RemoteMember;
  readonly read: RemoteMember;
}

/** What is to be done about one pair. */
export interface JudgedPair extends Pair {
  readonly wanted: WantedRemoteSecret;
  readonly judgement: RemoteSecretJudgement;
}

/** A pair of which nothing can be said. */
export type FailedPair = Pair & { readonly failure: string };

/**
 * What is to be done about the access of each member to those that it reads. Each member is asked once; one that cannot be reached
 * fails its own pairs only.
 * @throws Error for a member that reads one which is not there.
 */
export async function judgePairs(
  members: readonly RemoteMember[],
  { now, adopt = false }: { readonly now: Date; readonly adopt?: boolean },
): Promise<(JudgedPair | FailedPair)[]> {
  const secrets = lookUp(members, ({ client, meshNamespace }) => secretsOf(client, meshNamespace));
  const accounts = lookUp(members, ({ client, meshNamespace }) => uidsOf(client, meshNamespace));
  return Promise.all(
    pairsOf(members).map(async (pair) => {
      try {
        const there = await secrets(pair.reader);
        const wanted = wantedOf(pair, await accounts(pair.read));
        const name = remoteSecretName(wanted.cluster);
        const elsewhere = [...there]
          .filter(([other, { clusters }]) => other !== name && wanted.cluster in clusters)
          .map(([other]) => other);
        const judged = { now: now.getTime(), adopt, elsewhere };
        return {
          ...pair,
          wanted,
          judgement: judgeRemoteSecret(wanted, there.get(name) ?? null, judged),
        };
      } catch (error) {
        return { ...pair, failure: messageOf(error) };
      }
    }),
  );
}

function pairsOf(members: readonly RemoteMember[]): Pair[] {
  const byName = new Map(members.map((member) => [member.name, member]));
  return members.flatMap((reader) => {
    const names = reader.reads ?? [...byName.keys()].filter((name) => name !== reader.name);
    return names.map((name) => {
      const read = byName.get(name);
      if (read === undefined)
        throw new Error(`"${reader.name}" reads "${name}", which is no cluster of this mesh`);
      return { reader, read };
    });
  });
}

/** Asks each member once, however many pairs want to know; one that cannot be reached fails those pairs only. */
function lookUp<T>(
  members: readonly RemoteMember[],
  ask: (member: RemoteMember) => Promise<T>,
): (member: RemoteMember) => Promise<T> {
  const answers = new Map(
    members.map((member) => {
      const answer = ask(member).catch((error: unknown) => {
        throw new Error(`cluster "${member.name}": ${messageOf(error)}`);
      });
      // Each pair tells it; without any nobody would have looked.
      answer.catch(() => undefined);
      return [member, answer];
    }),
  );
  return (member) => answers.get(member) ?? ask(member);
}

async function secretsOf(
  client: RemoteMember['client'],
  namespace: string,
): Promise<ReadonlyMap<string, FoundRemoteSecret>> {
  const labelSelector = REMOTE_SECRET_SELECTOR;
  const found = await listAll<V1Secret>(client, 'v1', 'Secret', { namespace, labelSelector });
  return new Map(found.map((secret) => [secret.metadata?.name ?? '', foundRemoteSecret(secret)]));
}

async function uidsOf(
  client: RemoteMember['client'],
  namespace: string,
): Promise<ReadonlyMap<string, string>> {
  const found = await listAll<V1ServiceAccount>(client, 'v1', 'ServiceAccount', { namespace });
  return new Map(found.map(({ metadata }) => [metadata?.name ?? '', metadata?.uid ?? '']));
}

function wantedOf({ reader, read }: Pair, uids: ReadonlyMap<string, string>): WantedRemoteSecret {
  const name = readerAccountName(reader.name);
  const uid = uids.get(name);
  if (uid === undefined)
    throw new Error(
      `cluster "${read.name}" has no account ${read.meshNamespace}/${name}; a RemoteReader for "${reader.name}" makes it`,
    );
  const account = { namespace: read.meshNamespace, name, uid };
  const address = read.address ?? addressOf(read.client.config);
  return { cluster: read.name, address, account };
}
