import type { LeaseLock } from '../../../../lib/cluster/lease-lock';
import { VirtualTime } from '../../../support/virtual-time';
import { candidate, hangs, SharedLease } from './lease-candidates';

describe('leading', () => {
  it('begins at once where nobody leads, and is renewed for as long as it lasts', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    const { told } = candidate(time, lease, 'a');
    await time.pass(100_000);
    expect(told).toEqual(['0 nobody leads', '0 leads', '0 begins']);
    expect(lease.stored?.record.renewedAt).toEqual(new Date(100_000));
    expect(lease.stored?.record.acquiredAt).toEqual(new Date(0));
  });

  it('passes to the one that stands by as soon as the leader has stopped, not before its work has', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    const a = candidate(time, lease, 'a');
    await time.pass(100);
    const b = candidate(time, lease, 'b');
    await time.pass(60_000);
    expect(b.told).toEqual(['0.1 a leads', '0.1 follows']);
    a.stop.abort();
    await time.pass(500);
    expect(lease.holder).toBe('a');
    await time.pass(3_000);
    await a.done;
    expect(a.told.slice(-4)).toEqual([
      '60.1 aborted',
      '61.1 ended',
      '61.1 follows',
      '61.1 the lease was given back',
    ]);
    expect(b.told.slice(2)).toEqual(['62.1 nobody leads', '62.1 leads', '62.1 begins']);
  });

  it('goes on being renewed while the work of a stopped leader takes its time', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    const onLead = (signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => time.startTimer(120_000, resolve));
      });
    const a = candidate(time, lease, 'a', { onLead });
    const b = candidate(time, lease, 'b');
    await time.pass(1_000);
    a.stop.abort();
    await time.pass(119_000);
    expect(lease.holder).toBe('a');
    await time.pass(5_000);
    expect(b.told).toContain('122 begins');
  });

  it('passes from a leader that was killed once its lease ran out', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    let isDead = false;
    const lock: LeaseLock = {
      read: () => (isDead ? hangs() : lease.lock.read()),
      write: (...given) => (isDead ? hangs() : lease.lock.write(...given)),
    };
    candidate(time, lease, 'a', { lock });
    await time.pass(100);
    const b = candidate(time, lease, 'b');
    await time.pass(9_900);
    isDead = true;
    await time.pass(20_000);
    const begun = Number(b.told.find((line) => line.endsWith('begins'))?.split(' ')[0]);
    expect(begun).toBeGreaterThan(25);
    expect(begun).toBeLessThanOrEqual(29);
  });

  it('is lost ten seconds after the last renewal when the API server is away, and found again', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    let isAway = false;
    const lock: LeaseLock = {
      read: () => (isAway ? Promise.reject(new Error('ECONNREFUSED')) : lease.lock.read()),
      write: (...given) =>
        isAway ? Promise.reject(new Error('ECONNREFUSED')) : lease.lock.write(...given),
    };
    const { told } = candidate(time, lease, 'a', { lock });
    await time.pass(9_000);
    isAway = true;
    await time.pass(51_000);
    isAway = false;
    await time.pass(5_000);
    expect(told.slice(3)).toEqual([
      '10 the lease could not be read or written: ECONNREFUSED',
      '18 aborted',
      '18 follows',
      '18 the lease was lost: it was not renewed for 10 s',
      '19 ended',
      '61 leads',
      '61 begins',
    ]);
  });

  it('counts its ten seconds from when a renewal was sent: others may have seen it long before its answer', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    let isAway = false;
    const write: LeaseLock['write'] = async (...given) => {
      if (isAway) return hangs();
      const written = await lease.lock.write(...given);
      if (time.now > 0) {
        isAway = true;
        await new Promise<void>((resolve) => time.startTimer(4_000, resolve));
      }
      return written;
    };
    const { told } = candidate(time, lease, 'a', {
      lock: { read: () => lease.lock.read(), write },
    });
    await time.pass(30_000);
    expect(told).toContain('12 aborted');
  });

  it('counts silence from when an answer came: a renewal may have come after it was asked for', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    const a = candidate(time, lease, 'a', { lock: { ...lease.lock } });
    await time.pass(0);
    expect(a.told).toContain('0 begins');
    const read: LeaseLock['read'] = async () => {
      const stored = { ...lease.stored!, version: 'frozen' };
      await new Promise<void>((resolve) => time.startTimer(4_000, resolve));
      return stored;
    };
    const write: LeaseLock['write'] = (record) => lease.lock.write(record, lease.stored);
    const b = candidate(time, lease, 'b', { lock: { read, write } });
    await time.pass(40_000);
    // Asked at 0, 6, 12 and 18, answered at 4, 10, 16 and 22: only the last is more than 15 s after the first answer.
    expect(b.told).toContain('22 begins');
  });

  it('survives one request that hangs', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    let hanging = 1;
    const lock: LeaseLock = {
      read: () => lease.lock.read(),
      write: (record, previous) => {
        if (previous !== null && hanging > 0) {
          hanging -= 1;
          return hangs();
        }
        return lease.lock.write(record, previous);
      },
    };
    const { told } = candidate(time, lease, 'a', { lock });
    await time.pass(60_000);
    expect(hanging).toBe(0);
    expect(told.join()).not.toContain('aborted');
  });

  it('goes on after a write whose answer was lost', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    let writes = 0;
    const lock: LeaseLock = {
      read: () => lease.lock.read(),
      write: async (record, previous) => {
        const written = await lease.lock.write(record, previous);
        writes += 1;
        if (writes % 3 === 0) throw new Error('connection reset');
        return written;
      },
    };
    const { told } = candidate(time, lease, 'a', { lock });
    await time.pass(60_000);
    expect(told.join()).not.toContain('aborted');
  });

  it('is lost at once when somebody else holds the Lease', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    const { told } = candidate(time, lease, 'a');
    await time.pass(3_000);
    await lease.lock.write({ ...lease.stored!.record, holder: 'b' }, lease.stored);
    await time.pass(1_500);
    expect(told).toContain('4 aborted');
    expect(told).toContain('4 the lease was lost: b leads');
    expect(lease.holder).toBe('b');
  });

  it('does not begin anew before the work that lost the lease has ended', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    let running = 0;
    const onLead = async (signal: AbortSignal) => {
      running += 1;
      expect(running).toBe(1);
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => time.startTimer(90_000, resolve));
      });
      running -= 1;
    };
    const { told } = candidate(time, lease, 'a', { onLead });
    await time.pass(3_000);
    await lease.lock.write({ ...lease.stored!.record, holder: '' }, lease.stored);
    await lease.lock.write({ ...lease.stored!.record, holder: 'b' }, lease.stored);
    await time.pass(200_000);
    expect(told.filter((line) => /^\d+ (leads|follows)$/.test(line))).toEqual([
      '0 leads',
      '4 follows',
      '94 leads',
    ]);
  });

  it('says that it may not act before its timers do, in a process that was suspended', async () => {
    const time = new VirtualTime();
    let ask: () => boolean = () => false;
    const onLead = (signal: AbortSignal, mayAct: () => boolean) => {
      ask = mayAct;
      return new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
      });
    };
    let suspendedMs = 0;
    const now = () => time.now + suspendedMs;
    candidate(time, new SharedLease(), 'a', { onLead, now });
    await time.pass(1_000);
    expect(ask()).toBe(true);
    suspendedMs = 9_000;
    expect(ask()).toBe(false);
  });

  it('ends when the work does, and gives the lease back', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    const { done } = candidate(time, lease, 'a', { onLead: () => Promise.resolve() });
    await time.pass(0);
    await done;
    expect(lease.holder).toBe('');
    expect(time.waiting).toBe(0);
  });

  it('ends with what the work threw, after the lease was given back', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    const { done } = candidate(time, lease, 'a', {
      onLead: () => Promise.reject(new Error('bug')),
    });
    await time.pass(0);
    await expect(done).rejects.toThrow('bug');
    expect(lease.holder).toBe('');
  });

  it('takes what work throws that was told to stop for its end', async () => {
    const time = new VirtualTime();
    const onLead = (signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('interrupted'));
        });
      });
    const { done, stop, told } = candidate(time, new SharedLease(), 'a', { onLead });
    await time.pass(1_000);
    stop.abort();
    await time.pass(0);
    await done;
    expect(told.at(-1)).toBe('1 the work stopped: interrupted');
  });

  it('ends at once when a stop is asked for while it stands by', async () => {
    const time = new VirtualTime();
    const lease = new SharedLease();
    candidate(time, lease, 'a');
    await time.pass(1_000);
    const b = candidate(time, lease, 'b');
    await time.pass(1_000);
    b.stop.abort();
    await b.done;
    expect(b.told).toEqual(['1 a leads', '1 follows']);
  });
});
