import { loopHealth, operatorReadiness } from '../../../../lib/reconcile/operator/health';

describe('the loop', () => {
  it('is alive until it has not turned for longer than it may take', () => {
    expect(loopHealth(1_000, 61_000, 60_000).ok).toBe(true);
    expect(loopHealth(1_000, 61_001, 60_000)).toEqual({
      ok: false,
      message: 'the loop has not turned for 60 s, and may take 60 s',
    });
  });
});

describe('the operator', () => {
  it.each([
    ['is not ready before it knows who leads', false, false, false, false],
    ['is ready while it stands by', false, true, false, true],
    ['is not ready while it leads and has not listed', true, true, false, false],
    ['is ready once it leads and has listed', true, true, true, true],
  ])('%s', (_claim, leads, electionSeen, listed, ok) => {
    expect(operatorReadiness({ leads, electionSeen, listed }).ok).toBe(ok);
  });
});
