import {
  RecordConflictError,
  type Lease,
  type RecordStore,
  type Stored,
} from '../../../lib/cluster/record-store';
import { holdLease, type HeldLease } from '../../../lib/reconcile/hold-lease';

const HOUR_MS = 3_600_000;

/** A ConfigMap that several drivers share: each write must build on the version that its store has read. */
class SharedRecord {
  stored: Stored = { record: null, lease: null };
  version = 0;

  open(): RecordStore {
    let seen = 0;
    const load = () => {
      seen = this.version;
      return Promise.resolve(this.stored);
    };
    return {
      load,
      peek: () => Promise.resolve(this.stored),
      save: (change) => {
        if (seen !== this.version) return Promise.reject(new RecordConflictError('changed'));
        this.stored = { ...this.stored, ...change };
        this.version += 1;
        seen = this.version;
        return Promise.resolve();
      },
    };
  }
}

interface Driver {
  readonly host: string;
  /** Its own clock. */
  now: number;
}

function hold(store: RecordStore, driver: Driver, notes: string[] = []): Promise<HeldLease> {
  return holdLease({
    store,
    me: { host: driver.host, pid: 1, startTime: '10' },
    now: () => driver.now,
    isAlive: () => true,
    sleep: (ms) => {
      driver.now += ms;
      return Promise.resolve();
    },
    checkpoint: () => undefined,
    note: (message) => notes.push(message),
  });
}

describe('the lease of a rollout', () => {
  it('is taken over from a silent driver on another host, whatever its clock says', async () => {
    const shared = new SharedRecord();
    await hold(shared.open(), { host: 'a', now: HOUR_MS });
    const b = { host: 'b', now: 0 };
    const notes: string[] = [];
    await hold(shared.open(), b, notes);
    expect(shared.stored.lease?.host).toBe('b');
    expect(b.now).toBeGreaterThan(60_000);
    expect(b.now).toBeLessThan(70_000);
    expect(notes[0]).toContain('process 1 on a drives this rollout');
  });

  it('is not taken over by a driver whose clock is far ahead', async () => {
    const shared = new SharedRecord();
    const store = shared.open();
    let looks = 0;
    const load = () => {
      looks += 1;
      // It is renewed every five looks, and given back after a hundred.
      const renewedAt = Math.floor(looks / 5);
      const lease: Lease = { host: 'a', pid: 1, startTime: '10', renewedAt };
      shared.stored = { record: null, lease: looks > 100 ? null : lease };
      return store.load();
    };
    await hold({ ...store, load }, { host: 'b', now: HOUR_MS });
    expect(looks).toBe(101);
  });

  it('stops a driver that slept while another one took over, at its next read', async () => {
    const shared = new SharedRecord();
    const a = await hold(shared.open(), { host: 'a', now: 0 });
    const b = await hold(shared.open(), { host: 'b', now: 0 });
    await expect(a.store.save({ record: null })).rejects.toThrow(RecordConflictError);
    await expect(a.store.load()).rejects.toThrow('process 1 on b took the rollout over');
    expect(a.lost()).toContain('took the rollout over');
    expect(b.lost()).toBeNull();
  });

  it('is given back by its holder only', async () => {
    const shared = new SharedRecord();
    const a = await hold(shared.open(), { host: 'a', now: 0 });
    const b = await hold(shared.open(), { host: 'b', now: 0 });
    await a.release();
    expect(shared.stored.lease?.host).toBe('b');
    await b.release();
    expect(shared.stored.lease).toBeNull();
  });

  it('does not turn the end of a rollout into an error when it cannot be given back', async () => {
    const shared = new SharedRecord();
    const store = shared.open();
    const notes: string[] = [];
    let away = false;
    const load = () => (away ? Promise.reject(new Error('503')) : store.load());
    const held = await hold({ ...store, load }, { host: 'a', now: 0 }, notes);
    away = true;
    await held.release();
    expect(notes).toEqual(['the lease could not be given back, it runs out by itself: 503']);
  });
});
