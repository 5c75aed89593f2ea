import { PatchStrategy, type V1Secret } from '@kubernetes/client-node';
import type { WantedRemoteSecret } from '../../rollout/fleet/remote/judge-remote-secret';
import {
  CLUSTER_ANNOTATION,
  remoteSecretName,
  REMOTE_FIELD_MANAGER,
  REMOTE_SECRET_LABELS,
  SHORTEST_LIFE_SECONDS,
} from '../../rollout/fleet/remote/names';
import { remoteKubeconfig, tokenClaims } from '../../rollout/fleet/remote/remote-kubeconfig';
import { messageOf, statusOf } from '../api-error';
import { judgePairs, type FailedPair, type JudgedPair, type Pair } from './judge-pairs';
import type { RemoteMember } from './remote-member';

/** A week: long enough for a person to notice that nobody renews them. */
const DEFAULT_LIFE_SECONDS = 7 * 24 * 3600;

/** How remote secrets are issued. */
export interface RemoteSecretOptions {
  readonly now: Date;
  /**
   * Life that tokens are asked for, in seconds, from 600; an API server may give less. They are renewed when a third of what it gave
   * is left, so whatever calls this has to do so more often.
   * @default a week
   */
  readonly lifeSeconds?: number;
  /** Whether those that somebody else made are replaced, such as those of `istioctl create-remote-secret`. @default false */
  readonly adopt?: boolean;
}

/** What became of the access of one cluster to another, or what would. There is nothing secret in it. */
export interface RemoteSecretReport {
  /** The cluster whose istiods read. */
  readonly reader: string;
  /** The cluster that they read. */
  readonly cluster: string;
  /** `<namespace>/<name>` of the Secret, in the cluster of the reader. */
  readonly secret: string;
  /** `due` is only planned, `left` is somebody else's, and `failed` is to be tried again. */
  readonly outcome: 'kept' | 'due' | 'issued' | 'left' | 'failed';
  /** Why it is due, left or failed; empty for what is kept. */
  readonly why: readonly string[];
  /** When the token that is there ends, as ISO 8601; absent where none is there, or not known. */
  readonly expires?: string;
}

/**
 * What `issueRemoteSecrets` would do; nothing is written, and no token is asked for.
 * @throws Error for a life that is too short, and for a member that reads one which is not there.
 */
export async function planRemoteSecrets(
  members: readonly RemoteMember[],
  options: RemoteSecretOptions,
): Promise<RemoteSecretReport[]> {
  requireLife(options);
  const judged = await judgePairs(members, options);
  return judged.map((pair) => ('failure' in pair ? failed(pair) : reportOf(pair, 'due')));
}

/**
 * Gives the istiods of each member access to those that they read, and renews it in time: asks each read cluster for a token of the
 * reader's account there, which ends, and applies it as a remote secret in the reader's cluster. Istiods put it in place of the one
 * before without a gap. A pair that fails is told and keeps no other from being issued.
 * @throws Error for a life that is too short, and for a member that reads one which is not there.
 */
export async function issueRemoteSecrets(
  members: readonly RemoteMember[],
  options: RemoteSecretOptions,
): Promise<RemoteSecretReport[]> {
  requireLife(options);
  const judged = await judgePairs(members, options);
  const reports: RemoteSecretReport[] = [];
  for (const pair of judged) {
    if ('failure' in pair) reports.push(failed(pair));
    else if (pair.judgement.action !== 'issue') reports.push(reportOf(pair, 'due'));
    else reports.push(await issue(pair, options));
  }
  return reports;
}

function requireLife({ lifeSeconds = DEFAULT_LIFE_SECONDS }: RemoteSecretOptions): void {
  if (lifeSeconds >= SHORTEST_LIFE_SECONDS) return;
  throw new Error(
    `found a life of ${lifeSeconds} s; API servers issue tokens of ${SHORTEST_LIFE_SECONDS} s at least`,
  );
}

async function issue(
  pair: JudgedPair,
  { lifeSeconds = DEFAULT_LIFE_SECONDS, adopt = false }: RemoteSecretOptions,
): Promise<RemoteSecretReport> {
  const { reader, read, wanted } = pair;
  try {
    const token = await requestToken(read, wanted, lifeSeconds);
    await apply(reader, wanted, token, adopt);
    const expires = tokenClaims(token)?.expires;
    const ends = expires === undefined ? {} : { expires: new Date(expires).toISOString() };
    return { ...reportOf(pair, 'issued'), ...ends };
  } catch (error) {
    // Somebody else made it since it was looked at, or without the label.
    if (statusOf(error) === 409) return { ...reportOf(pair, 'left'), why: [messageOf(error)] };
    return failed({ ...pair, failure: messageOf(error) });
  }
}

async function requestToken(
  { client }: RemoteMember,
  { account }: WantedRemoteSecret,
  lifeSeconds: number,
): Promise<string> {
  const { namespace, name } = account;
  const { status } = await client.core.createNamespacedServiceAccountToken({
    namespace,
    name,
    body: {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      // Without audiences it is for the API server itself.
      spec: { audiences: [], expirationSeconds: lifeSeconds },
    },
  });
  if (status === undefined) throw new Error(`no token of ${namespace}/${name} was given`);
  return status.token;
}

/** Forced only for what is to be taken over: a part that somebody else holds is a conflict, and stays. */
async function apply(
  { client, meshNamespace }: RemoteMember,
  { cluster, address }: WantedRemoteSecret,
  token: string,
  force: boolean,
): Promise<void> {
  const kubeconfig = remoteKubeconfig(cluster, address, token);
  const body: V1Secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      namespace: meshNamespace,
      name: remoteSecretName(cluster),
      labels: { ...REMOTE_SECRET_LABELS },
      annotations: { [CLUSTER_ANNOTATION]: cluster },
    },
    data: { [cluster]: Buffer.from(kubeconfig).toString('base64') },
  };
  await client.objects.patch(
    body,
    undefined,
    undefined,
    REMOTE_FIELD_MANAGER,
    force,
    PatchStrategy.ServerSideApply,
  );
}

function reportOf(
  { reader, read, judgement }: JudgedPair,
  whenDue: 'due' | 'issued' | 'left',
): RemoteSecretReport {
  const named = namesOf({ reader, read });
  switch (judgement.action) {
    case 'keep':
      return {
        ...named,
        outcome: 'kept',
        why: [],
        expires: new Date(judgement.expires).toISOString(),
      };
    case 'leave':
      return { ...named, outcome: 'left', why: [judgement.reason] };
    case 'issue':
      return { ...named, outcome: whenDue, why: judgement.reasons };
  }
}

function failed({ failure, ...pair }: FailedPair): RemoteSecretReport {
  return { ...namesOf(pair), outcome: 'failed', why: [failure] };
}

function namesOf({
  reader,
  read,
}: Pair): Pick<RemoteSecretReport, 'reader' | 'cluster' | 'secret'> {
  const secret = `${reader.meshNamespace}/${remoteSecretName(read.name)}`;
  return { reader: reader.name, cluster: read.name, secret };
}
