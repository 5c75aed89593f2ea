import type { ApiServerAddress, KubeconfigFacts, TokenClaims } from './remote-kubeconfig';
import { CLUSTER_ANNOTATION, remoteSecretName } from './names';

/** The access to a cluster that there should be. */
export interface WantedRemoteSecret {
  /** The cluster that is read. */
  readonly cluster: string;
  readonly address: ApiServerAddress;
  /** The reader's account there. */
  readonly account: { readonly namespace: string; readonly name: string; readonly uid: string };
}

/** The Secret of a cluster's access that istiods find, without what is secret in it. */
export interface FoundRemoteSecret {
  readonly annotations: Readonly<Record<string, string>>;
  /** Each key with what its kubeconfig says; `null` where it holds none. */
  readonly clusters: Readonly<Record<string, KubeconfigFacts | null>>;
  /** Whether our field manager holds a part of its data. */
  readonly isOurs: boolean;
  /** Other field managers that hold a part of it. */
  readonly others: readonly string[];
}

/** When and how a remote secret is judged. */
export interface JudgeOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether one that somebody else made is replaced. */
  readonly adopt: boolean;
  /** Secrets of other names that give access to the cluster too: istiod takes the first that it sees, and refuses the others. */
  readonly elsewhere: readonly string[];
}

/** What is to be done about one remote secret. */
export type RemoteSecretJudgement =
  | { readonly action: 'keep'; readonly expires: number }
  | { readonly action: 'issue'; readonly reasons: readonly string[] }
  | { readonly action: 'leave'; readonly reason: string };

/** The part of its life after which a token is renewed, so that two tries may fail before the third is too late. */
const RENEWED_AFTER = 2 / 3;

/**
 * Whether the access to a cluster is to be issued anew: because it is missing, because a third of its life or less is left, or because it
 * leads to another cluster, address or authority, or belongs to another account, than it should.
 * @param found - `null` when there is none
 */
export function judgeRemoteSecret(
  wanted: WantedRemoteSecret,
  found: FoundRemoteSecret | null,
  { now, adopt, elsewhere }: JudgeOptions,
): RemoteSecretJudgement {
  if (elsewhere.length > 0) {
    const reason = `${elsewhere.join(', ')} already gives access to it; delete that, since istiod takes one of them only`;
    return { action: 'leave', reason };
  }
  if (found === null) return { action: 'issue', reasons: ['there is none'] };
  const name = remoteSecretName(wanted.cluster);
  const foreign = Object.keys(found.clusters).filter((key) => key !== wanted.cluster);
  // An apply of one key leaves those of others, and istiod takes each for a cluster.
  if (foreign.length > 0) {
    const reason = `it is of other clusters too (${foreign.join(', ')}); move those into a Secret each, or delete ${name}`;
    return { action: 'leave', reason };
  }
  if (!found.isOurs || found.others.length > 0) {
    const reason = `${makerOf(found)} made it; adopt it, and it is renewed from then on`;
    if (!adopt) return { action: 'leave', reason };
    return { action: 'issue', reasons: [`it is taken over from ${makerOf(found)}`] };
  }
  const facts = found.clusters[wanted.cluster] ?? null;
  const token = facts?.token ?? null;
  if (facts === null || token === null)
    return { action: 'issue', reasons: ['it holds no token of an account that ends'] };
  const reasons = dueReasons(wanted, facts, token, now);
  if (found.annotations[CLUSTER_ANNOTATION] !== wanted.cluster)
    reasons.push(`its annotation ${CLUSTER_ANNOTATION} names another cluster, or none`);
  if (reasons.length > 0) return { action: 'issue', reasons };
  return { action: 'keep', expires: token.expires };
}

function makerOf({ others }: FoundRemoteSecret): string {
  return others.length === 0 ? 'somebody else' : others.join(', ');
}

function dueReasons(
  { address, account }: WantedRemoteSecret,
  found: KubeconfigFacts,
  token: TokenClaims,
  now: number,
): string[] {
  const reasons: string[] = [];
  if (found.server !== address.server)
    reasons.push(`it leads to ${found.server}, not to ${address.server}`);
  if (found.caData !== address.caData) reasons.push("the API server's authority is another");
  if (found.tlsServerName !== address.tlsServerName)
    reasons.push("the name in the API server's certificate is another");
  if (token.namespace !== account.namespace || token.account !== account.name)
    reasons.push(
      `it is of the account ${token.namespace}/${token.account}, not of ${account.namespace}/${account.name}`,
    );
  else if (token.accountUid !== account.uid) reasons.push('its account was made anew');
  if (now >= token.expires) reasons.push('it has expired');
  else if (now - token.issued >= (token.expires - token.issued) * RENEWED_AFTER)
    reasons.push('a third of its life is left, or less');
  return reasons;
}
