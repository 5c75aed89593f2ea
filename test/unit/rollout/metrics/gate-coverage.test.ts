import { known, unknown } from '../../../../lib/rollout/fact';
import { coverageGate } from '../../../../lib/rollout/metrics/gates/coverage';
import type { DurationCount } from '../../../../lib/rollout/metrics/metrics-fact';
import type { PodFact } from '../../../../lib/rollout/observation';
import {
  aDuration,
  aFact,
  aMetricsRecord,
  aProgress,
  NOW,
  seenBy,
  WEB,
  COUNTED_FROM,
} from '../../../support/metrics-builders';
import { aPod, AT } from '../../../support/rollout-builders';

const PODS = Array.from({ length: 10 }, (_, index) => aPod({ name: `cart-${index}` }));

interface Case {
  /** Times of the samples of so many pods. */
  readonly scraped: readonly number[];
  readonly pods?: readonly PodFact[];
  readonly durations?: readonly DurationCount[];
}

function judged({ scraped, pods = PODS, durations = [] }: Case, record = aMetricsRecord()) {
  const fact = aFact();
  const samples = Object.fromEntries(scraped.map((at, index) => [`shop/cart-${index}`, at]));
  const snapshots = fact.snapshots.map((one) =>
    one.at === NOW
      ? { ...one, scraped: samples, durations }
      : { ...one, scraped: Object.fromEntries(PODS.map(({ name }) => [`shop/${name}`, one.at])) },
  );
  const observation = seenBy({ ...fact, snapshots }, { pods: known(pods, AT) });
  return coverageGate(record)(WEB, observation, '');
}

const times = (count: number, at = NOW) => Array.from({ length: count }, () => at);

describe('the coverage gate', () => {
  it('passes when every proxy was scraped', () => {
    expect(judged({ scraped: times(10) })).toMatchObject({
      gate: 'coverage',
      verdict: 'Pass',
      value: '10/10 scraped',
    });
  });

  it('passes from nine in ten, and is an error below, since silence could hide anything', () => {
    expect(judged({ scraped: times(9) }).verdict).toBe('Pass');
    expect(judged({ scraped: times(8) })).toMatchObject({
      verdict: 'Error',
      value: '8/10 scraped',
      patient: true,
    });
    expect(judged({ scraped: [] }).verdict).toBe('Error');
  });

  it('takes a sample of the last two scrapes', () => {
    expect(judged({ scraped: times(10, NOW - 30_000) }).verdict).toBe('Pass');
    expect(judged({ scraped: times(10, NOW - 30_001) }).verdict).toBe('Error');
    const slow = aMetricsRecord({ scrapeSeconds: 60, windowSeconds: 300 });
    expect(judged({ scraped: times(10, NOW - 120_000) }, slow).verdict).toBe('Pass');
  });

  it('is an error while the window began unmeasured, but for pods that are younger', () => {
    const fact = aFact();
    const start = COUNTED_FROM;
    const all = Object.fromEntries(
      PODS.map(({ namespace, name }) => [`${namespace}/${name}`, NOW]),
    );
    const snapshots = fact.snapshots.map((one) => {
      if (one.at === NOW) return { ...one, scraped: all };
      return one.at === start ? { ...one, scraped: {} } : one;
    });
    const verdict = (createdAt: number) => {
      const pods = PODS.map((pod) => ({ ...pod, createdAt }));
      return coverageGate(aMetricsRecord())(
        WEB,
        seenBy({ ...fact, snapshots }, { pods: known(pods, AT) }),
        '',
      );
    };
    expect(verdict(start - 1)).toMatchObject({ verdict: 'Error', value: '0/10 scraped' });
    expect(verdict(start)).toMatchObject({ verdict: 'Pass' });
  });

  it('asks for no pod that is not ready, ends, or has no proxy', () => {
    const others = [
      aPod({ name: 'x', ready: false }),
      aPod({ name: 'y', terminating: true }),
      aPod({ name: 'z', optedOut: true }),
      aPod({ name: 'elsewhere', namespace: 'bank' }),
    ];
    expect(judged({ scraped: times(10), pods: [...PODS, ...others] })).toMatchObject({
      verdict: 'Pass',
      value: '10/10 scraped',
    });
  });

  it('passes a wave without pods', () => {
    expect(judged({ scraped: [], pods: [] }).verdict).toBe('Pass');
  });

  it('has no data when the histogram has no such edge, and names the edge', () => {
    const record = aMetricsRecord({ slowerThanMs: 750 });
    const durations = [aDuration('shop', 10, null)];
    expect(judged({ scraped: times(10), durations }, record)).toMatchObject({
      verdict: 'NoData',
      patient: true,
      message: expect.stringContaining('no bucket that ends at 750 ms') as string,
    });
  });

  it('does not mind the histograms of other namespaces', () => {
    const durations = [aDuration('bank', 10, null), aDuration('shop', 10, 0)];
    expect(judged({ scraped: times(10), durations }).verdict).toBe('Pass');
  });

  it.each([
    ['Prometheus could not be asked', { metrics: unknown<never>('it is away', NOW) }],
    ['pods are unknown', { pods: unknown<never>('it is away', NOW) }],
    ['workloads are unknown', { workloads: unknown<never>('it is away', NOW) }],
    ['namespaces are unknown', { namespaces: unknown<never>('it is away', NOW) }],
  ])('is an error when %s', (_title, changes) => {
    const gate = coverageGate(aMetricsRecord());
    expect(gate(WEB, seenBy(aFact(), changes), '')).toMatchObject({
      verdict: 'Error',
      message: 'it is away',
    });
  });

  it('is undecided while the wave warms up', () => {
    const cold = aMetricsRecord({}, { progress: [aProgress({ healthySince: NOW })] });
    expect(judged({ scraped: [] }, cold)).toMatchObject({ verdict: 'Inconclusive', patient: true });
  });
});
