import { connect, createServer, type Server } from 'node:net';

/** A fixed port on loopback that leads to whichever istiod of a revision is ready: webhooks are configured with it. */
export function forwardWebhook(port: number, target: () => number | null): Server {
  const server = createServer((incoming) => {
    const to = target();
    if (to === null) {
      incoming.destroy();
      return;
    }
    const outgoing = connect(to, '127.0.0.1');
    incoming.on('error', () => outgoing.destroy());
    outgoing.on('error', () => incoming.destroy());
    incoming.pipe(outgoing).pipe(incoming);
  });
  server.listen(port, '127.0.0.1');
  return server;
}
