import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import type { KubeClient } from './kube-client';
import { POD_TIMEOUT_MS, withPodConnection, type PodPort } from './pod-connection';

/** What a pod answered, whatever the status. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * The body of one HTTP GET to a pod's port, through a port-forward of the API server.
 *
 * @throws Error when the pod cannot be reached within 10 s, does not answer within 10 s, or answers anything but 200.
 */
export async function podHttpGet(
  client: KubeClient,
  target: PodPort,
  path: string,
): Promise<string> {
  const { status, body } = await podHttpAnswer(client, target, path);
  if (status !== 200) throw new Error(`GET ${path} answered ${status}`);
  return body;
}

/**
 * The same where another status than 200 says something too.
 *
 * @throws Error when the pod cannot be reached within 10 s, or does not answer within 10 s.
 */
export async function podHttpAnswer(
  client: KubeClient,
  target: PodPort,
  path: string,
): Promise<HttpAnswer> {
  return withPodConnection(client, target, (connection) => get(connection, path));
}

/** One HTTP GET over a connection that is there already. @throws Error when there is no answer within 10 s. */
export function get(connection: Duplex, path: string): Promise<HttpAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const answer = new Promise<HttpAnswer>((resolve, reject) => {
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
          // An answer that was read to its end has a status.
          const status = response.statusCode ?? 0;
          resolve({ status, body: Buffer.concat(chunks).toString('utf8') });
        });
      },
    );
    timer = setTimeout(() => {
      reject(new Error(`GET ${path} did not answer within ${POD_TIMEOUT_MS / 1000} s`));
      outgoing.destroy();
    }, POD_TIMEOUT_MS);
    outgoing.on('error', reject);
    outgoing.end();
  });
  // A port-forward does not say that it is closed, and a timer that is left over keeps the process for its time.
  return answer.finally(() => {
    clearTimeout(timer);
  });
}
