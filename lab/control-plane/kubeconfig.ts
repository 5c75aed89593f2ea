import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';

/** Name of the cluster, user and context of the lab. */
const LAB_CONTEXT = 'istio-revisions-lab';

/** Writes a kubeconfig for one token, readable by this user only. */
export function writeKubeconfig(
  file: string,
  access: {
    readonly server: string;
    readonly caFile: string;
    readonly user: Readonly<Record<string, string>>;
  },
): void {
  const ca = readFileSync(access.caFile).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: LAB_CONTEXT, cluster: { server: access.server, 'certificate-authority-data': ca } },
    ],
    users: [{ name: LAB_CONTEXT, user: access.user }],
    contexts: [{ name: LAB_CONTEXT, context: { cluster: LAB_CONTEXT, user: LAB_CONTEXT } }],
    'current-context': LAB_CONTEXT,
  };
  writeFileSync(file, stringify(config), { mode: 0o600 });
}

/** The same cluster for another identity. */
export function writeKubeconfigFor(
  from: string,
  file: string,
  user: Readonly<Record<string, string>>,
): void {
  const config = parse(readFileSync(from, 'utf8')) as object;
  writeFileSync(file, stringify({ ...config, users: [{ name: LAB_CONTEXT, user }] }), {
    mode: 0o600,
  });
}

/** The same identity at another address of the same cluster. */
export function writeKubeconfigAt(from: string, file: string, server: string): void {
  const config = parse(readFileSync(from, 'utf8')) as { clusters: readonly { cluster: object }[] };
  const clusters = config.clusters.map(({ cluster }) => ({
    name: LAB_CONTEXT,
    cluster: { ...cluster, server },
  }));
  writeFileSync(file, stringify({ ...config, clusters }), { mode: 0o600 });
}

/** Several clusters in one, each with a context of its own name; the first is the current one. @param files - kubeconfigs by name */
export function writeMergedKubeconfig(files: Readonly<Record<string, string>>, file: string): void {
  const found = Object.entries(files).map(([name, from]) => {
    const { clusters, users } = parse(readFileSync(from, 'utf8')) as SingleConfig;
    return {
      cluster: { ...clusters[0], name },
      user: { ...users[0], name },
      context: { name, context: { cluster: name, user: name } },
    };
  });
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: found.map(({ cluster }) => cluster),
    users: found.map(({ user }) => user),
    contexts: found.map(({ context }) => context),
    'current-context': found[0]?.context.name ?? '',
  };
  writeFileSync(file, stringify(config), { mode: 0o600 });
}

interface SingleConfig {
  readonly clusters: readonly object[];
  readonly users: readonly object[];
}
