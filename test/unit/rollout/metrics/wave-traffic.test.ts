import { known, unknown } from '../../../../lib/rollout/fact';
import type { Counted } from '../../../../lib/rollout/metrics/count-requests';
import { evidenceTimes, waveTraffic } from '../../../../lib/rollout/metrics/wave-traffic';
import {
  aFact,
  aMetricsRecord,
  aProgress,
  LATER,
  NOW,
  received,
  seenBy,
  trafficOf,
  WEB,
} from '../../../support/metrics-builders';
import { aPod, aRecord, AT } from '../../../support/rollout-builders';

const read = (observation = seenBy(aFact()), record = aMetricsRecord(), wave = WEB) =>
  waveTraffic(record, wave, observation);

describe('the traffic of a wave', () => {
  it('is what was counted now and before it was released', () => {
    const fact = aFact({
      now: { requests: received('shop', 50, 2) },
      before: { requests: received('shop', 40) },
    });
    const { before, isProving, ...now } = trafficOf(fact);
    const total = (times: readonly Counted[]) =>
      times.flatMap(({ requests }) => requests).reduce((sum, { value }) => sum + value, 0);
    expect(total(evidenceTimes({ before, isProving, ...now }))).toBe(50);
    expect(now.recent).toHaveLength(8);
    expect(total(before)).toBe(40);
    expect(before).toHaveLength(5);
    expect(isProving).toBe(true);
  });

  it('proves only the wave that is being moved', () => {
    const isProving = (changes: Parameters<typeof aMetricsRecord>[1]) =>
      trafficOf(aFact(), aMetricsRecord({}, changes)).isProving;
    expect(isProving({ phase: 'retaining' })).toBe(false);
    expect(isProving({ released: 2, progress: [aProgress(), aProgress()] })).toBe(false);
  });

  it('counts a pod by when it was created, also one that has ended', () => {
    const fact = aFact({ now: { requests: received('shop', 50) } });
    const unscraped = {
      ...fact,
      snapshots: fact.snapshots.map((one) => ({ ...one, scraped: { 'shop/other': one.at } })),
    };
    const valueOf = (pods: ReturnType<typeof aPod>[]) => {
      const result = read(seenBy(unscraped, { pods: known(pods, AT) }));
      return result.kind === 'counted'
        ? evidenceTimes(result.traffic).flatMap(({ requests }) => requests).length
        : null;
    };
    const createdAt = NOW - 60_000;
    expect(valueOf([aPod({ createdAt })])).toBe(12);
    expect(valueOf([aPod({ createdAt, phase: 'Failed' })])).toBe(12);
    expect(valueOf([aPod({ createdAt: createdAt - 1 })])).toBe(10);
    expect(valueOf([])).toBe(0);
  });

  it.each([
    ['Prometheus could not be asked', { metrics: unknown<never>('it is away', NOW) }, 'it is away'],
    ['pods are unknown', { pods: unknown<never>('503', NOW) }, '503'],
    ['nothing was asked for', { metrics: null }, 'no metrics were asked for'],
  ])('cannot be read when %s', (_title, changes, reason) => {
    expect(read(seenBy(aFact(), changes))).toEqual({ kind: 'unreadable', reason });
  });

  it('counts over a minute at whose end nothing was scraped: counters only grow', () => {
    const fact = aFact({ now: { requests: received('shop', 60) } });
    const lost = NOW - 120_000;
    const snapshots = fact.snapshots.map((one) =>
      one.at === lost ? { ...one, scraped: {}, requests: [] } : one,
    );
    const times = evidenceTimes(trafficOf({ ...fact, snapshots }));
    const valueOf = ({ requests }: Counted) => requests.reduce((sum, { value }) => sum + value, 0);
    expect(times.map(valueOf)).toEqual([10, 10, 10, 20, 10]);
    expect(times[3]).toMatchObject({ from: lost - 60_000, to: lost + 60_000 });
  });

  it('cannot be read where the plan asks for no metrics', () => {
    expect(read(seenBy(aFact()), aRecord()).kind).toBe('unreadable');
  });

  it('cannot be read of a wave that is not released', () => {
    expect(read(seenBy(aFact()), aMetricsRecord(), LATER)).toEqual({
      kind: 'unreadable',
      reason: 'wave later is not released',
    });
  });

  it('is early while the wave warms up', () => {
    const record = aMetricsRecord({}, { progress: [aProgress({ healthySince: null })] });
    expect(read(seenBy(aFact()), record)).toEqual({
      kind: 'early',
      message: 'wave web warms up for 120 s',
    });
  });

  it('is early when one of its instants was not asked for', () => {
    const fact = aFact();
    for (const missing of fact.snapshots) {
      const snapshots = fact.snapshots.filter((one) => one !== missing);
      expect(read(seenBy({ ...fact, snapshots })).kind).toBe('early');
    }
  });
});
