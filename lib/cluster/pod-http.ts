import { request } from 'node:http';
import { Duplex, PassThrough } from 'node:stream';
import { PortForward } from '@kubernetes/client-node';
import type { KubeClient } from './kube-client';

const TIMEOUT_MS = 10_000;

/** Which port of which pod to ask. */
export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/**
 * One HTTP GET to a pod's port, through a port-forward of the API server: no address of the pod network is needed, and
 * istiod sees a caller on its own loopback, which its debug endpoints trust.
 *
 * @throws Error when the pod cannot be reached within 10 s, does not answer within 10 s, or answers anything but 200.
 */
export async function podHttpGet(
  client: KubeClient,
  target: PodPort,
  path: string,
): Promise<string> {
  const incoming = new PassThrough();
  const outgoing = new PassThrough();
  const errors = new PassThrough();
  const forward = new PortForward(client.config, false);
  // The client's types for its web socket are not published with it.
  const opening = forward.portForward(
    target.namespace,
    target.pod,
    [target.port],
    incoming,
    errors,
    outgoing,
  ) as unknown as Promise<{ readonly close?: () => void }>;
  try {
    await inTime(opening, `the port-forward to ${target.namespace}/${target.pod}`);
    return await get(Duplex.from({ readable: incoming, writable: outgoing }), errors, path);
  } finally {
    // One that opens too late is closed as well; that it failed was told already.
    void opening.then(
      (socket) => socket.close?.(),
      () => undefined,
    );
  }
}

async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} did not open within ${TIMEOUT_MS / 1000} s`));
    }, TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function get(connection: Duplex, errors: PassThrough, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    errors.on('data', (chunk: Buffer) => {
      reject(new Error(`port-forward: ${chunk.toString('utf8').trim()}`));
    });
    connection.on('error', reject);
    const outgoing = request(
      {
        path,
        headers: { host: 'localhost', connection: 'close' },
        createConnection: () => connection,
        timeout: TIMEOUT_MS,
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
      reject(new Error(`GET ${path} did not answer within ${TIMEOUT_MS / 1000} s`));
      outgoing.destroy();
    }, TIMEOUT_MS);
    outgoing.on('close', () => {
      clearTimeout(timer);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
