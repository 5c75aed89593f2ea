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
    ['is not ready before it knows who leads', {}, false, 'the Lease was not read yet'],
    [
      'is ready while it stands by',
      { electionSeen: true },
      true,
      'standing by: another process leads',
    ],
    [
      'is not ready while it leads and has not listed',
      { electionSeen: true, leads: true },
      false,
      'leading, but the objects are not listed yet',
    ],
    [
      'is ready once it leads and has listed',
      { electionSeen: true, leads: true, listed: true },
      true,
      'leading',
    ],
    [
      'says that nobody answers, and not that another leads, when it lost its lease so',
      { electionSeen: true, apiAnswers: false },
      false,
      'the API server does not answer',
    ],
    [
      'says so before it ever read the Lease',
      { apiAnswers: false },
      false,
      'the API server does not answer',
    ],
    [
      'is ready while its lease bridges an answer that is missing',
      { electionSeen: true, leads: true, listed: true, apiAnswers: false },
      true,
      'leading',
    ],
  ])('%s', (_claim, standing, ok, message) => {
    const nothing = { leads: false, electionSeen: false, listed: false, apiAnswers: true };
    expect(operatorReadiness({ ...nothing, ...standing })).toEqual({ ok, message });
  });
});
