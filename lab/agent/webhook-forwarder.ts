import { connect, createServer, type Server, type Socket } from 'node:net';

/** Finds the port on loopback that a connection goes on to; `null` where there is none. */
export type FindTarget = () => number | null | Promise<number | null>;

/**
 * A fixed port on loopback that leads to whichever istiod of a revision is ready: webhooks are configured with it.
 * Without a ready istiod connections are reset, so that callers fail at once; the port stays taken, so that nothing
 * else can answer in istiod's place.
 *
 * @throws when the port is taken
 */
export async function forwardWebhook(port: number, target: FindTarget): Promise<Server> {
  const server = createServer((incoming) => {
    // The caller may give up before it is known where to.
    incoming.on('error', () => undefined);
    void leadTo(target).then((to) => {
      forward(incoming, to);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return server;
}

/** What cannot be found out is like an istiod that does not answer. */
async function leadTo(target: FindTarget): Promise<number | null> {
  try {
    return await target();
  } catch {
    return null;
  }
}

function forward(incoming: Socket, to: number | null): void {
  if (to === null) {
    incoming.on('error', () => undefined);
    incoming.resetAndDestroy();
    return;
  }
  const outgoing = connect(to, '127.0.0.1');
  // An error of one side is told to the caller as the reset of the other; the caller is who reports it.
  incoming.on('error', () => outgoing.destroy());
  outgoing.on('error', () => incoming.resetAndDestroy());
  incoming.on('close', () => outgoing.destroy());
  outgoing.on('close', () => incoming.destroy());
  incoming.pipe(outgoing).pipe(incoming);
}
