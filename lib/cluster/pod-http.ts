import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import type { KubeClient } from './kube-client';
import { POD_TIMEOUT_MS, withPodConnection, type PodPort } from './pod-connection';

/**
 * One HTTP GET to a pod's port, through a port-forward of the API server.
 *
 * @throws Error when the pod cannot be reached within 10 s, does not answer within 10 s, or answers anything but 200.
 */
export async function podHttpGet(
  client: KubeClient,
  target: PodPort,
  path: string,
): Promise<string> {
  return withPodConnection(client, target, (connection) => get(connection, path));
}

function get(connection: Duplex, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    connection.on('error', reject);
    const outgoing = request(
      {
        path,
        headers: { host: 'localhost', connection: 'close' },
        createConnection: () => connection,
        timeout: POD_TIMEOUT_MS,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'));
          else reject(new Error(`GET ${path} answered ${response.statusCode ?? 'nothing'}`));
        });
      },
    );
    const timer = setTimeout(() => {
      reject(new Error(`GET ${path} did not answer within ${POD_TIMEOUT_MS / 1000} s`));
      outgoing.destroy();
    }, POD_TIMEOUT_MS);
    outgoing.on('close', () => {
      clearTimeout(timer);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
