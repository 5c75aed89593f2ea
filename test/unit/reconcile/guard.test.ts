import { guardOf } from '../../../lib/reconcile/guard';

const NOW = 1_000_000;
const lease = (host: string, silentMs: number) => ({
  host,
  pid: 7,
  startTime: '1',
  renewedAt: NOW - silentMs,
});
const guard = (of: ReturnType<typeof lease> | null, alive = true) =>
  guardOf(of, 'here', () => alive, NOW);

describe('the guard of a rollout', () => {
  it('is nobody where nobody drives', () => {
    expect(guard(null)).toEqual({ held: false, message: 'nobody' });
  });

  it('is a process of this host as long as it lives, however silent', () => {
    expect(guard(lease('here', 90_000))).toEqual({
      held: true,
      message: 'process 7 on here, seen 90 s ago',
    });
    expect(guard(lease('here', 1_000), false)).toEqual({
      held: false,
      message: 'nobody: process 7 on here is gone',
    });
  });

  it('is a process of another host until it has been silent for a minute', () => {
    expect(guard(lease('there', 60_000)).held).toBe(true);
    expect(guard(lease('there', 60_001))).toEqual({
      held: false,
      message: 'nobody: process 7 on there was last seen 60 s ago',
    });
  });
});
