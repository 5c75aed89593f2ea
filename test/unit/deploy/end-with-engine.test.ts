import { createServer, type AddressInfo } from 'node:net';
import { endWithEngine } from '../../../lib/deploy/end-with-engine';

describe('a program of the engine', () => {
  it('goes on while its engine listens, and ends when that is gone', async () => {
    const engine = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => engine.once('listening', resolve));
    const asked = new Promise((resolve) => engine.once('connection', resolve));
    const { port } = engine.address() as AddressInfo;
    let ended = false;
    const end = new Promise<void>((resolve) => {
      const timer = endWithEngine(`127.0.0.1:${port}`, () => {
        ended = true;
        clearInterval(timer ?? undefined);
        resolve();
      });
      timer?.ref();
    });
    await asked;
    expect(ended).toBe(false);
    engine.close();
    await end;
    expect(ended).toBe(true);
  });

  it.each([undefined, '', 'nowhere'])('is left alone where there is no engine (%j)', (address) => {
    expect(endWithEngine(address, () => undefined)).toBeNull();
  });
});
