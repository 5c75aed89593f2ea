import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Duplex, PassThrough } from 'node:stream';
import { get } from '../../../lib/cluster/pod-http';

describe('an HTTP answer of a pod', () => {
  let server: Server;
  const ask = (path: string) => get(connect((server.address() as AddressInfo).port), path);

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/hang-up') request.socket.destroy();
      else response.writeHead(request.url === '/ready' ? 503 : 200).end(`said ${request.url}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => server.close());

  it('is told with its status: 503 is an answer too', async () => {
    expect(await ask('/metrics')).toEqual({ status: 200, body: 'said /metrics' });
    expect(await ask('/ready')).toEqual({ status: 503, body: 'said /ready' });
  });

  it('leaves no timer behind, which would keep the process, though a port-forward never says that it is closed', async () => {
    const socket = connect((server.address() as AddressInfo).port);
    const [incoming, outgoing] = [new PassThrough(), new PassThrough()];
    socket.on('data', (chunk) => incoming.write(chunk));
    outgoing.pipe(socket);
    const started = jest.spyOn(global, 'setTimeout');
    const ended = jest.spyOn(global, 'clearTimeout');
    await get(Duplex.from({ readable: incoming, writable: outgoing }), '/metrics');
    const timers = started.mock.calls.flatMap(([, ms], index) =>
      ms === 10_000 ? [started.mock.results[index]?.value as unknown] : [],
    );
    expect(timers).toHaveLength(1);
    expect(ended).toHaveBeenCalledWith(timers[0]);
    jest.restoreAllMocks();
    socket.destroy();
  });

  it('that does not come is an error, and no status', async () => {
    await expect(ask('/hang-up')).rejects.toThrow('socket hang up');
  });
});
