import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { forwardWebhook } from '../../../lab/agent/webhook-forwarder';

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const listen = (server: Server) =>
  new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      resolve(portOf(server));
    }),
  );
/** What a caller gets: the text of the answer, or the code of the error. */
const call = (port: number) =>
  new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? '');
    });
    socket.on('end', () => {
      resolve(text);
    });
  });

describe('the fixed port of a revision', () => {
  const servers: Server[] = [];
  const istiod = async (says: string) => {
    const server = createServer((socket) => socket.end(says));
    servers.push(server);
    return listen(server);
  };
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it('leads to the istiod that is ready at the moment of the call', async () => {
    const targets = [await istiod('old'), await istiod('new')];
    let current = 0;
    const forwarder = await forwardWebhook(0, () => targets[current] ?? null);
    servers.push(forwarder);
    expect(await call(portOf(forwarder))).toBe('old');
    current = 1;
    expect(await call(portOf(forwarder))).toBe('new');
  });

  it('resets the caller when no istiod is ready, and goes on', async () => {
    let target: number | null = null;
    const forwarder = await forwardWebhook(0, () => target);
    servers.push(forwarder);
    expect(await call(portOf(forwarder))).toBe('ECONNRESET');
    target = await istiod('back');
    expect(await call(portOf(forwarder))).toBe('back');
  });

  it('resets the caller when the istiod has just gone', async () => {
    const gone = createServer();
    const port = await listen(gone);
    await new Promise((resolve) => gone.close(resolve));
    const forwarder = await forwardWebhook(0, () => port);
    servers.push(forwarder);
    expect(await call(portOf(forwarder))).toBe('ECONNRESET');
  });

  it('is an error when the port is taken', async () => {
    const taken = await istiod('other');
    await expect(forwardWebhook(taken, () => null)).rejects.toThrow(/EADDRINUSE/);
  });
});
