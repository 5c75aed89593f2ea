import { Duplex, PassThrough } from 'node:stream';
import { PortForward } from '@kubernetes/client-node';
import { messageOf } from './api-error';
import type { KubeClient } from './kube-client';

/** How long a pod may take to be reached, and again to answer. */
export const POD_TIMEOUT_MS = 10_000;

/** Which port of which pod to ask. */
export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/**
 * Talks to a pod's port through a port-forward of the API server: no address of the pod network is needed, and istiod sees a
 * caller on its own loopback, which its debug endpoints trust. The connection is closed when `use` is done.
 *
 * @throws Error when the pod cannot be reached within 10 s, or the port-forward fails.
 */
export async function withPodConnection<T>(
  client: KubeClient,
  target: PodPort,
  use: (connection: Duplex) => Promise<T>,
): Promise<T> {
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
  const failed = new Promise<never>((_resolve, reject) => {
    errors.on('data', (chunk: Buffer) => {
      reject(new Error(`port-forward: ${chunk.toString('utf8').trim()}`));
    });
  });
  // It may fail when nobody waits for it any more.
  failed.catch(() => undefined);
  try {
    await inTime(allowed(opening, target), `the port-forward to ${target.namespace}/${target.pod}`);
    return await Promise.race([
      use(Duplex.from({ readable: incoming, writable: outgoing })),
      failed,
    ]);
  } finally {
    // One that opens too late is closed as well; that it failed was told already.
    void opening.then(
      (socket) => socket.close?.(),
      () => undefined,
    );
  }
}

/** A web socket that is refused keeps to itself what the API server says about it. */
async function allowed<T>(opening: Promise<T>, { namespace }: PodPort): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    if (!/\bresponse: 403\b/.test(messageOf(error))) throw error;
    throw new Error(
      `the account may not reach pods; allow get and create of pods/portforward in namespace ${namespace}`,
      { cause: error },
    );
  }
}

async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} did not open within ${POD_TIMEOUT_MS / 1000} s`));
    }, POD_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
