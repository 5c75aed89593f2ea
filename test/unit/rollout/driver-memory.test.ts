import { NO_MEMORY, withFailure } from '../../../lib/rollout/driver-memory';

const failure = (key: string) => ({ key, step: 'preview' as const, reason: '503', at: 1 });

describe('what a driver remembers of a failing engine', () => {
  it('is how often it failed in a row at one position', () => {
    const once = withFailure({ ...NO_MEMORY, lookedAt: 5 }, failure('a'));
    expect(once).toEqual({ lookedAt: 5, engineFailure: { ...failure('a'), times: 1 } });
    const twice = withFailure(once, failure('a'));
    expect(twice.engineFailure?.times).toBe(2);
    expect(withFailure(twice, failure('b')).engineFailure?.times).toBe(1);
  });
});
