import type { LeaseRecord, StoredLease } from '../../../../lib/cluster/lease-lock';
import {
  decideLeader,
  LEASE_TIMING,
  observeLease,
  releasedRecord,
} from '../../../../lib/reconcile/operator/leader-decision';

const WALL = new Date('2030-01-01T00:00:00Z');
const LONG_AGO = new Date('1999-01-01T00:00:00Z');
const me = { identity: 'me', timing: LEASE_TIMING };

function stored(holder: string, more: Partial<LeaseRecord> = {}): StoredLease {
  const record = {
    holder,
    durationSeconds: 15,
    acquiredAt: LONG_AGO,
    renewedAt: LONG_AGO,
    transitions: 4,
    ...more,
  };
  return { version: '7', record };
}

describe('decideLeader', () => {
  it.each([
    ['takes a Lease that does not exist', null, 0, 'write', 'nobody leads'],
    ['takes a Lease that was given back, at once', stored(''), 0, 'write', 'nobody leads'],
    ['goes on with its own, however old', stored('me'), 900_000, 'write', 'this process leads'],
    ['waits for another holder', stored('other'), 15_000, 'wait', 'other leads'],
    [
      'takes over from a holder that is silent for longer than the duration',
      stored('other'),
      15_001,
      'write',
      'other has not renewed its lease for 15 s',
    ],
    [
      'waits for as long as a holder with a longer duration may be silent',
      stored('other', { durationSeconds: 60 }),
      60_000,
      'wait',
      'other leads',
    ],
    [
      'waits for its own duration where the record says a shorter one',
      stored('other', { durationSeconds: 1 }),
      15_000,
      'wait',
      'other leads',
    ],
  ])('%s', (_claim, lease, silentMs, type, reason) => {
    const decision = decideLeader({ stored: lease, at: 1_000 }, me, 1_000 + silentMs, WALL);
    expect(decision).toMatchObject({ type, reason });
  });

  it('does not read the holder’s clock: a renewal of thirty years ago that was just seen is alive', () => {
    const observed = observeLease(null, stored('other', { renewedAt: LONG_AGO }), 5_000);
    expect(decideLeader(observed, me, 6_000, WALL).type).toBe('wait');
  });

  it('keeps the time of taking over when it renews, and counts a change of holder', () => {
    const renewed = decideLeader({ stored: stored('me'), at: 0 }, me, 0, WALL);
    expect(renewed).toMatchObject({
      record: {
        holder: 'me',
        durationSeconds: 15,
        acquiredAt: LONG_AGO,
        renewedAt: WALL,
        transitions: 4,
      },
    });
    const taken = decideLeader({ stored: stored(''), at: 0 }, me, 0, WALL);
    expect(taken).toMatchObject({ record: { acquiredAt: WALL, transitions: 5 } });
    const first = decideLeader({ stored: null, at: 0 }, me, 0, WALL);
    expect(first).toMatchObject({ record: { acquiredAt: WALL, transitions: 0 } });
  });
});

describe('observeLease', () => {
  it('counts silence from when a version was first seen, and a new version as a sign of life', () => {
    const first = observeLease(null, stored('other'), 1_000);
    expect(observeLease(first, stored('other'), 9_000)).toEqual({
      stored: stored('other'),
      at: 1_000,
    });
    const newer = { ...stored('other'), version: '8' };
    expect(observeLease(first, newer, 9_000)).toEqual({ stored: newer, at: 9_000 });
    expect(observeLease(first, null, 9_000).at).toBe(9_000);
  });
});

describe('releasedRecord', () => {
  it('has no holder and keeps the rest for readers', () => {
    expect(releasedRecord(stored('me').record, WALL)).toEqual({
      holder: '',
      durationSeconds: 1,
      acquiredAt: LONG_AGO,
      renewedAt: WALL,
      transitions: 4,
    });
  });
});
