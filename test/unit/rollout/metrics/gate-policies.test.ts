import { deniedRule, plaintextRule } from '../../../../lib/rollout/metrics/gates/policies';
import type { RequestCount } from '../../../../lib/rollout/metrics/metrics-fact';
import { shareGate } from '../../../../lib/rollout/metrics/share-gate';
import type { ShareRule } from '../../../../lib/rollout/metrics/share-rule';
import {
  aCount,
  aFact,
  aMetricsRecord,
  receivedApart,
  seenBy,
  WEB,
} from '../../../support/metrics-builders';

function judged(
  rule: ShareRule,
  now: readonly RequestCount[],
  before: readonly RequestCount[] = [],
) {
  const fact = aFact({ now: { requests: now }, before: { requests: before } });
  return shareGate(aMetricsRecord(), rule)(WEB, seenBy(fact), '');
}

const GOOD = aCount({ value: 1_000 });
const PLAIN = aCount({ value: 100, security: 'none' });
const DENIED = aCount({ value: 100, responseCode: '403' });

describe('the plaintext gate', () => {
  it('passes while requests come with mutual TLS', () => {
    expect(judged(plaintextRule, [GOOD])).toMatchObject({ gate: 'plaintext', verdict: 'Pass' });
  });

  it('fails when a namespace gets requests without it that came with it before', () => {
    expect(judged(plaintextRule, [GOOD, PLAIN], [GOOD])).toMatchObject({
      verdict: 'Fail',
      namespace: 'shop',
    });
  });

  it('fails when what a namespace sends arrives without it', () => {
    const atBank = {
      pod: 'bank/b-1',
      sourceNamespace: 'shop',
      destinationNamespace: 'bank',
    };
    expect(judged(plaintextRule, [GOOD, { ...PLAIN, ...atBank }]).verdict).toBe('Fail');
  });

  it('does not fail by callers outside the mesh that were there before', () => {
    expect(judged(plaintextRule, [GOOD, PLAIN], [GOOD, PLAIN]).verdict).not.toBe('Fail');
  });

  it('does not judge by the sending side, which does not know', () => {
    const sent = aCount({ reporter: 'source', security: 'none', value: 1_000 });
    const unknown = { ...sent, security: 'unknown', sourceNamespace: 'shop' };
    expect(judged(plaintextRule, [GOOD, sent, unknown]).verdict).toBe('Pass');
  });

  it('is the wave’s own, whatever others suffer', () => {
    const others = receivedApart('bank', 1_000).map((one) => ({ ...one, security: 'none' }));
    expect(judged(plaintextRule, [GOOD, PLAIN, ...others], [GOOD]).verdict).toBe('Fail');
  });
});

describe('the denied gate', () => {
  it('passes while requests are let in', () => {
    expect(judged(deniedRule, [GOOD])).toMatchObject({ gate: 'denied', verdict: 'Pass' });
  });

  it.each(['401', '403'])('fails when a namespace answers %s as it did not before', (code) => {
    const denied = { ...DENIED, responseCode: code };
    expect(judged(deniedRule, [GOOD, denied], [GOOD])).toMatchObject({
      verdict: 'Fail',
      message: expect.stringContaining('refused with 401 or 403') as string,
    });
  });

  it('does not fail by what was refused before', () => {
    expect(judged(deniedRule, [GOOD, DENIED], [GOOD, DENIED]).verdict).not.toBe('Fail');
  });

  it('does not fail by other codes, nor by what others refuse', () => {
    const atBank = { pod: 'bank/b-1', destinationNamespace: 'bank' };
    const requests = [
      GOOD,
      { ...DENIED, responseCode: '404' },
      { ...DENIED, responseCode: '503' },
      { ...DENIED, ...atBank },
    ];
    expect(judged(deniedRule, requests).verdict).toBe('Pass');
  });
});
