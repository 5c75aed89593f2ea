import { readFileSync } from 'node:fs';
import type { KubeConfig } from '@kubernetes/client-node';
import type { ApiServerAddress } from '../../rollout/fleet/remote/remote-kubeconfig';

/**
 * How an API server is reached by a kubeconfig, with nothing of whose it is.
 * @throws Error where others must not be sent there: without TLS a token could be read on its way.
 */
export function addressOf(config: KubeConfig): ApiServerAddress {
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error('the kubeconfig has no current cluster');
  const { server, caFile, tlsServerName } = cluster;
  const advice = 'name the address by which istiods of other clusters reach it';
  if (!server.startsWith('https://'))
    throw new Error(`its kubeconfig leads to ${server}, which is not https; ${advice}`);
  if (cluster.skipTLSVerify)
    throw new Error(`its kubeconfig does not verify the API server; ${advice}, with its authority`);
  const read = caFile === undefined ? undefined : readFileSync(caFile).toString('base64');
  const caData = cluster.caData ?? read;
  return {
    server,
    ...(caData === undefined ? {} : { caData }),
    ...(tlsServerName === undefined ? {} : { tlsServerName }),
  };
}
