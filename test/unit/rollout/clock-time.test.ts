import { clockTime } from '../../../lib/rollout/clock-time';

describe('a time for people', () => {
  const at = Date.UTC(2026, 10, 27, 2, 49, 1);

  it('is a time of day within the day', () => {
    expect(clockTime(at)).toBe('02:49:01');
    expect(clockTime(at, Date.UTC(2026, 10, 27))).toBe('02:49:01');
  });

  it('has its date when it is of another day: what waits until tomorrow does not seem to be over', () => {
    expect(clockTime(at, Date.UTC(2026, 10, 26, 23, 59, 59))).toBe('2026-11-27 02:49:01');
  });
});
