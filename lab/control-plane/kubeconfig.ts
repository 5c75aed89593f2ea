import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';

/** Name of the cluster, user and context of the lab. */
export const LAB_CONTEXT = 'istio-revisions-lab';

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
