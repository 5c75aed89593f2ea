import { parse } from 'yaml';

/** How the API server of a cluster is reached. */
export interface ApiServerAddress {
  /** Such as `https://api.eu-1.example.org:6443`. */
  readonly server: string;
  /** Its certificate authority, as PEM in base 64; absent where it is one that everybody trusts. */
  readonly caData?: string;
  /** Name in its certificate, where that is not the one in `server`. */
  readonly tlsServerName?: string;
}

/** What a remote secret says, without what is secret in it. */
export interface KubeconfigFacts extends ApiServerAddress {
  /** What the token says of itself; `null` where there is no token that says anything. */
  readonly token: TokenClaims | null;
}

/** What a token of a service account says. */
export interface TokenClaims {
  readonly namespace: string;
  readonly account: string;
  /** The account itself: one that was made anew has another. */
  readonly accountUid: string;
  /** Milliseconds since 1970. */
  readonly issued: number;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** The kubeconfig of a remote secret. JSON is YAML, which istiod reads. */
export function remoteKubeconfig(
  cluster: string,
  { server, caData, tlsServerName }: ApiServerAddress,
  token: string,
): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: cluster,
        cluster: {
          server,
          ...(caData === undefined ? {} : { 'certificate-authority-data': caData }),
          ...(tlsServerName === undefined ? {} : { 'tls-server-name': tlsServerName }),
        },
      },
    ],
    users: [{ name: cluster, user: { token } }],
    contexts: [{ name: cluster, context: { cluster, user: cluster } }],
    'current-context': cluster,
  });
}

interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly contexts?: readonly Named<
    'context',
    { readonly cluster: string; readonly user: string }
  >[];
  readonly clusters?: readonly Named<'cluster', Readonly<Record<string, string | undefined>>>[];
  readonly users?: readonly Named<'user', { readonly token?: string }>[];
}

type Named<Key extends string, Value> = { readonly name: string } & Readonly<Record<Key, Value>>;

/** Reads a kubeconfig; `null` for what is none. */
export function readKubeconfig(text: string): KubeconfigFacts | null {
  const { 'current-context': current, contexts, clusters, users } = parsed(text);
  const context = contexts?.find(({ name }) => name === current)?.context;
  const cluster = clusters?.find(({ name }) => name === context?.cluster)?.cluster;
  if (cluster?.['server'] === undefined) return null;
  const {
    server,
    'certificate-authority-data': caData,
    'tls-server-name': tlsServerName,
  } = cluster;
  const token = users?.find(({ name }) => name === context?.user)?.user.token;
  return {
    server,
    ...(caData === undefined ? {} : { caData }),
    ...(tlsServerName === undefined ? {} : { tlsServerName }),
    token: token === undefined ? null : tokenClaims(token),
  };
}

function parsed(text: string): Kubeconfig {
  try {
    const found: unknown = parse(text);
    return typeof found === 'object' && found !== null ? found : {};
  } catch {
    return {};
  }
}

interface Payload {
  readonly iat?: number;
  readonly exp?: number;
  readonly 'kubernetes.io'?: {
    readonly namespace?: string;
    readonly serviceaccount?: { readonly name?: string; readonly uid?: string };
  };
}

/** Nothing is verified: the API server does that. `null` for a token that never expires, or that is no account's. */
export function tokenClaims(token: string): TokenClaims | null {
  const { iat, exp, 'kubernetes.io': bound } = payloadOf(token);
  const { name, uid } = bound?.serviceaccount ?? {};
  const namespace = bound?.namespace;
  if (iat === undefined || exp === undefined) return null;
  if (namespace === undefined || name === undefined || uid === undefined) return null;
  return { namespace, account: name, accountUid: uid, issued: iat * 1000, expires: exp * 1000 };
}

function payloadOf(token: string): Payload {
  try {
    const text = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    return JSON.parse(text) as Payload;
  } catch {
    return {};
  }
}
