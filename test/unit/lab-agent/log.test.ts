import { FailureLog } from '../../../lab/agent/failure-log';
import { logLine } from '../../../lab/agent/log';
import { ranSteadily, restartDelay } from '../../../lab/agent/restart-delay';

describe('a line of the log', () => {
  it('has the time, the event, and values in quotes where they would not be one word', () => {
    expect(
      logLine(new Date(0), 'istiod-ended', { pod: 'a.b', code: 1, reason: 'said "no"\nand left' }),
    ).toBe(
      '1970-01-01T00:00:00.000Z istiod-ended pod=a.b code=1 reason="said \\"no\\"\\nand left"',
    );
    expect(logLine(new Date(0), 'x', { empty: '' })).toMatch(/ empty=""$/);
  });
});

describe('repeated failures', () => {
  const log = jest.fn();
  const failures = new FailureLog(log);
  const count = () => log.mock.calls.length;

  it('are said when they begin, when the reason changes, and when they come back', () => {
    failures.failed('e', 'a.b', 'one');
    failures.failed('e', 'a.b', 'one');
    expect(count()).toBe(1);
    failures.failed('e', 'a.b', 'two');
    failures.failed('other', 'a.b', 'two');
    failures.failed('e', 'c.d', 'two');
    expect(count()).toBe(4);
    failures.worked('e', 'a.b');
    failures.failed('e', 'a.b', 'two');
    expect(count()).toBe(5);
    failures.forget('a.b');
    failures.failed('other', 'a.b', 'two');
    failures.failed('e', 'c.d', 'two');
    expect(count()).toBe(6);
  });
});

describe('the delay before the next start', () => {
  it('doubles up to a bound', () => {
    expect([0, 1, 2, 3, 4, 5, 1000].map((failures) => restartDelay(failures))).toEqual([
      1000, 2000, 4000, 8000, 10000, 10000, 10000,
    ]);
  });

  it('begins anew after a steady run', () => {
    expect(ranSteadily(59_999)).toBe(false);
    expect(ranSteadily(60_000)).toBe(true);
  });
});
