import { decideLock } from '../../../lib/deploy/lock-decision';

const LOCK = {
  pid: 42,
  username: 'ann',
  hostname: 'here',
  timestamp: '2026-01-01T12:00:00.000000001Z',
};
const TAKEN = Date.parse(LOCK.timestamp);

describe('a lock of a stack', () => {
  it('is waited for while the engine that took it lives', () => {
    expect(decideLock(LOCK, 'here', () => TAKEN - 60_000)).toMatchObject({ type: 'wait' });
  });

  it('is waited for when the engine took it in the second in which it started', () => {
    expect(decideLock(LOCK, 'here', () => TAKEN + 900)).toMatchObject({ type: 'wait' });
  });

  it('of a live engine is not broken when the clock was set forward by some seconds', () => {
    expect(decideLock(LOCK, 'here', () => TAKEN + 30_000)).toMatchObject({ type: 'wait' });
  });

  it('is broken when its engine is gone', () => {
    expect(decideLock(LOCK, 'here', () => null)).toMatchObject({ type: 'break' });
  });

  it('is broken when its process id belongs to a process that started later', () => {
    expect(decideLock(LOCK, 'here', () => TAKEN + 120_000)).toMatchObject({ type: 'break' });
  });

  it('of another host is never broken; the message names holder, time and command', () => {
    const decision = decideLock(LOCK, 'there', () => null);
    expect(decision.type).toBe('refuse');
    for (const text of ['42', 'ann@here', LOCK.timestamp, 'pulumi cancel']) {
      expect(decision.reason).toContain(text);
    }
  });
});
