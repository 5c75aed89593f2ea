import { decideLease, LEASE_EXPIRY_MS } from '../../../lib/reconcile/lease-decision';

const me = { host: 'a', pid: 1, startTime: '10' };
const lease = (host: string, pid: number, startTime: string) => ({
  host,
  pid,
  startTime,
  renewedAt: 1_000_000,
});
const alive = () => true;
const dead = () => false;

describe('decideLease', () => {
  it('takes a lease that nobody holds', () => {
    expect(decideLease(null, me, 0, alive).type).toBe('take');
  });

  it('takes its own lease', () => {
    expect(decideLease(lease('a', 1, '10'), me, 0, alive).type).toBe('take');
  });

  it('waits for a live driver on this host, however silent', () => {
    const held = lease('a', 2, '20');
    expect(decideLease(held, me, LEASE_EXPIRY_MS * 10, alive)).toEqual({
      type: 'wait',
      reason: 'process 2 on a drives this rollout',
    });
  });

  it('takes over at once from a driver on this host that was killed', () => {
    expect(decideLease(lease('a', 2, '20'), me, 0, dead).type).toBe('take');
  });

  it('does not take a process with our reused id for ourselves', () => {
    expect(decideLease(lease('a', 1, '9'), me, 0, alive).type).toBe('wait');
  });

  it('waits for a driver on another host until it has been silent long enough', () => {
    const held = lease('b', 1, '10');
    expect(decideLease(held, me, LEASE_EXPIRY_MS, dead).type).toBe('wait');
    expect(decideLease(held, me, LEASE_EXPIRY_MS + 1, alive).type).toBe('take');
  });
});
