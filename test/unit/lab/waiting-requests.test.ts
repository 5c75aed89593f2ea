import { Socket } from 'node:net';
import { WaitingRequests } from '../../../lab/api-proxy/waiting-requests';

describe('a request that waits', () => {
  let waiting: WaitingRequests;
  let proceeded: string[];
  const add = (name: string, until: number | null, socket = new Socket()) => {
    waiting.add({ socket, until, proceed: () => proceeded.push(name) });
    return socket;
  };
  beforeEach(() => {
    waiting = new WaitingRequests();
    proceeded = [];
  });

  it('proceeds at its time, once, and not before', () => {
    add('early', 100);
    add('late', 200);
    add('never', null);
    const courses = [99, 100, 199, 200, 900].map((now) => {
      waiting.proceed(now);
      return [...proceeded];
    });
    expect(courses).toEqual([[], ['early'], ['early'], ['early', 'late'], ['early', 'late']]);
  });

  it('proceeds when the fault is over, and is cut where it would never have', () => {
    const late = add('late', 200);
    const never = add('never', null);
    waiting.release();
    expect([proceeded, late.destroyed, never.destroyed]).toEqual([['late'], false, true]);
  });

  it('is forgotten when its client goes', async () => {
    const socket = add('late', 200);
    socket.destroy();
    await new Promise((resolve) => socket.once('close', resolve));
    waiting.release();
    expect(proceeded).toEqual([]);
  });

  it('leaves nothing behind on a connection that carries many', () => {
    const socket = new Socket();
    const before = socket.listenerCount('close');
    for (const now of [1, 2, 3]) {
      add('one', now, socket);
      waiting.proceed(now);
    }
    expect([proceeded.length, socket.listenerCount('close')]).toEqual([3, before]);
  });
});
