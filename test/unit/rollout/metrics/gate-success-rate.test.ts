import type { RequestCount } from '../../../../lib/rollout/metrics/metrics-fact';
import { successRule } from '../../../../lib/rollout/metrics/gates/success-rate';
import { shareGate } from '../../../../lib/rollout/metrics/share-gate';
import {
  aCount,
  aFact,
  aMetricsRecord,
  aProgress,
  LATER,
  received,
  receivedApart,
  seenBy,
  WEB,
} from '../../../support/metrics-builders';
import { aGatewayWave } from '../../../support/rollout-builders';

function judged(
  now: readonly RequestCount[],
  before: readonly RequestCount[] = [],
  record = aMetricsRecord(),
) {
  const fact = aFact({ now: { requests: now }, before: { requests: before } });
  return shareGate(record, successRule)(record.plan.waves[0]!, seenBy(fact), '');
}

/** As a caller in namespace front sees it. */
const atCaller = (changes: Partial<RequestCount>) =>
  aCount({ pod: 'front/web-1', reporter: 'source', security: 'unknown', ...changes });

describe('the success rate of a namespace', () => {
  it('passes on enough good requests', () => {
    expect(judged(received('shop', 598))).toMatchObject({ gate: 'success-rate', verdict: 'Pass' });
  });

  it('fails by what its proxies answered', () => {
    expect(judged(received('shop', 1_000, 200))).toMatchObject({
      verdict: 'Fail',
      namespace: 'shop',
      subject: 'Namespace shop',
      value: '20.00 % of 1000',
    });
  });

  it('fails by gRPC statuses, whose code is 200', () => {
    const requests = [aCount({ value: 900 }), aCount({ grpcStatus: '14', value: 100 })];
    expect(judged(requests).verdict).toBe('Fail');
  });

  it.each(['UH', 'UF'])('fails by 503 %s of its callers, which no proxy of it saw', (flags) => {
    const requests = [
      ...received('shop', 1_000),
      atCaller({ value: 1_000 }),
      atCaller({ responseCode: '503', responseFlags: flags, value: 100 }),
    ];
    expect(judged(requests)).toMatchObject({ verdict: 'Fail', value: '9.09 % of 1100' });
  });

  it('fails by code 0 at its callers, and not where they went away', () => {
    const unanswered = (responseFlags: string) => [
      ...received('shop', 1_000),
      atCaller({ value: 1_000 }),
      atCaller({ responseCode: '0', responseFlags, value: 200 }),
    ];
    expect(judged(unanswered('-')).verdict).toBe('Fail');
    expect(judged(unanswered('DC')).verdict).toBe('Pass');
  });

  it('fails by what it cannot send, whoever was asked', () => {
    const sent = (changes: Partial<RequestCount>) =>
      atCaller({
        pod: 'shop/cart-1',
        sourceNamespace: 'shop',
        destinationNamespace: 'db',
        ...changes,
      });
    const failing = { responseCode: '503', value: 100 };
    const requests = [...received('shop', 1_000), sent({ value: 1_000 })];
    expect(judged([...requests, sent({ ...failing, responseFlags: 'UF' })]).verdict).toBe('Fail');
    const nowhere = { ...failing, responseFlags: 'NR', destinationNamespace: '' };
    expect(judged([...requests, sent(nowhere)]).verdict).toBe('Fail');
  });

  it('does not fail by what others answered it', () => {
    const requests = [
      ...received('shop', 1_000),
      atCaller({
        sourceNamespace: 'shop',
        destinationNamespace: 'db',
        responseCode: '500',
        value: 1_000,
      }),
    ];
    expect(judged(requests).verdict).toBe('Pass');
  });

  it('does not fail by 401, 403 or 404', () => {
    const requests = ['401', '403', '404'].map((responseCode) =>
      aCount({ responseCode, value: 500 }),
    );
    expect(judged(requests).verdict).toBe('Pass');
  });

  it('does not fail by what was as bad before', () => {
    const before = received('shop', 10_000, 300);
    expect(judged(received('shop', 10_000, 300), before).verdict).not.toBe('Fail');
    expect(judged(received('shop', 10_000, 500), before).verdict).toBe('Fail');
  });

  it('does not fail by what other namespaces suffer', () => {
    const requests = [...received('shop', 1_000), ...received('bank', 1_000, 1_000)];
    expect(judged(requests).verdict).toBe('Pass');
  });

  it('is the environment’s when a namespace that did not move suffers as well', () => {
    const now = [...received('shop', 1_000, 100), ...receivedApart('bank', 1_000, 60)];
    expect(judged(now).verdict).toBe('Environment');
    const edge = aCount({ sourceNamespace: 'shop', destinationNamespace: 'bank', pod: 'bank/b-1' });
    expect(judged([...now, edge]).verdict).toBe('Fail');
  });

  it('proves itself by the limit of the plan', () => {
    const strict = aMetricsRecord({ maxErrorShare: 0.0001 });
    expect(judged(received('shop', 5_000), received('shop', 5_000_000), strict).verdict).toBe(
      'Inconclusive',
    );
    expect(judged(received('shop', 30_000), [], strict).verdict).toBe('Pass');
  });
});

describe('the success rate of a gateway', () => {
  const record = aMetricsRecord({}, { waves: [aGatewayWave(), LATER] });
  const viaGateway = (changes: Partial<RequestCount>) =>
    atCaller({
      pod: 'ingress/gateway-1',
      sourceNamespace: 'ingress',
      sourceWorkload: 'gateway-1-31',
      ...changes,
    });

  it('is of all that it sent, wherever that went', () => {
    const good = viaGateway({ value: 1_000 });
    expect(judged([good], [], record).verdict).toBe('Pass');
    const failing = { responseCode: '503', value: 100 };
    expect(judged([good, viaGateway(failing)], [], record)).toMatchObject({
      verdict: 'Fail',
      namespace: 'ingress',
      subject: 'Deployment ingress/gateway-1-31',
    });
    const unknown = viaGateway({ ...failing, responseFlags: 'NR', destinationNamespace: '' });
    expect(judged([good, unknown], [], record).verdict).toBe('Fail');
  });

  it('is not of what its neighbours sent', () => {
    const neighbour = { responseCode: '503', value: 1_000 };
    const requests = [
      viaGateway({ value: 1_000 }),
      viaGateway({ ...neighbour, sourceWorkload: 'other' }),
      viaGateway({ ...neighbour, sourceNamespace: 'other' }),
      viaGateway({ ...neighbour, reporter: 'destination' }),
    ];
    expect(judged(requests, [], record).verdict).toBe('Pass');
  });
});

it('judges one wave at a time', () => {
  const record = aMetricsRecord({}, { released: 2, progress: [aProgress(), aProgress()] });
  const fact = aFact({ now: { requests: received('bank', 1_000, 1_000) } });
  expect(shareGate(record, successRule)(WEB, seenBy(fact), '').verdict).toBe('Pass');
  expect(shareGate(record, successRule)(LATER, seenBy(fact), '').verdict).toBe('Fail');
});
