import { ApiException } from '@kubernetes/client-node';
import { LeaseConflictError, type LeaseLock } from '../../../../lib/cluster/lease-lock';
import { VirtualTime } from '../../../support/virtual-time';
import { candidate, hangs, SharedLease } from './lease-candidates';

describe('who leads or stands by', () => {
  it.each<[string, Error, boolean]>([
    ['no connection', new Error('ECONNREFUSED'), false],
    ['an answer that says that it is broken', new ApiException(500, 'broken', null, {}), false],
    ['a refusal', new ApiException(403, 'forbidden', null, {}), true],
    ['a conflict', new LeaseConflictError('changed'), true],
  ])('tells whether the API server answers, of whoever stands by too: %s', async (...example) => {
    const [, error, isAnswer] = example;
    const time = new VirtualTime();
    const lease = new SharedLease();
    candidate(time, lease, 'a');
    await time.pass(100);
    let fails = false;
    const answers: boolean[] = [];
    const lock: LeaseLock = {
      ...lease.lock,
      read: () => (fails ? Promise.reject(error) : lease.lock.read()),
    };
    candidate(time, lease, 'b', { lock, api: (up) => answers.push(up) });
    await time.pass(1_000);
    expect(answers).toEqual([true]);
    fails = true;
    await time.pass(2_000);
    fails = false;
    await time.pass(2_000);
    expect(answers).toEqual([true, isAnswer, true]);
  });

  it.each<[string, (attempt: number) => Error, number]>([
    ['once though each connection breaks in other words', (n) => new Error(`ECONNRESET ${n}`), 1],
    ['at each of its answers', (n) => new ApiException(403, '', { message: `no ${n}` }, {}), 2],
  ])('tells why the lease cannot be read, %s', async (_claim, error, times) => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    let attempts = 0;
    const read = () => Promise.reject(error((attempts += 1)));
    const { told } = candidate(time, lease, 'a', { lock: { ...lease.lock, read } });
    await time.pass(3_000);
    expect(attempts).toBe(2);
    expect(told.filter((line) => line.includes('could not be read')).length).toBe(times);
  });

  it('tells that the API server does not answer when a request hangs', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    const answers: boolean[] = [];
    const lock: LeaseLock = { ...lease.lock, read: hangs };
    candidate(time, lease, 'a', { lock, api: (up) => answers.push(up) });
    await time.pass(6_000);
    expect(answers).toEqual([false]);
  });
});
