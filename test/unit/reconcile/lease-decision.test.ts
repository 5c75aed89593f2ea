import { decideLease, LEASE_EXPIRY_MS } from '../../../lib/reconcile/lease-decision';

const me = { host: 'a', pid: 1, startTime: '10' };
const now = 1_000_000;
const lease = (host: string, pid: number, startTime: string, silentMs = 0) => ({
  host,
  pid,
  startTime,
  renewedAt: now - silentMs,
});
const alive = () => true;
const dead = () => false;

describe('decideLease', () => {
  it('takes a lease that nobody holds', () => {
    expect(decideLease(null, me, now, alive).type).toBe('take');
  });

  it('takes its own lease', () => {
    expect(decideLease(lease('a', 1, '10'), me, now, alive).type).toBe('take');
  });

  it('waits for a live driver on this host, however silent', () => {
    const held = lease('a', 2, '20', LEASE_EXPIRY_MS * 10);
    expect(decideLease(held, me, now, alive)).toEqual({
      type: 'wait',
      reason: 'process 2 on a drives this rollout',
    });
  });

  it('takes over at once from a driver on this host that was killed', () => {
    expect(decideLease(lease('a', 2, '20'), me, now, dead).type).toBe('take');
  });

  it('does not take a process with our reused id for ourselves', () => {
    expect(decideLease(lease('a', 1, '9'), me, now, alive).type).toBe('wait');
  });

  it('waits for a driver on another host until it has been silent long enough', () => {
    expect(decideLease(lease('b', 1, '10', LEASE_EXPIRY_MS), me, now, dead).type).toBe('wait');
    expect(decideLease(lease('b', 1, '10', LEASE_EXPIRY_MS + 1), me, now, alive).type).toBe('take');
  });
});
