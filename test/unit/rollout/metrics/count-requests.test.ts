import fc from 'fast-check';
import { countBetween } from '../../../../lib/rollout/metrics/count-requests';
import type { MetricsSnapshot, RequestCount } from '../../../../lib/rollout/metrics/metrics-fact';
import { aCount, aDuration, aSnapshot } from '../../../support/metrics-builders';

const SEED = 20_261_126;
const START = 1_000_000;
const END = START + 300_000;

const at = (instant: number, requests: RequestCount[] = [], scraped = ['shop/cart-1']) =>
  aSnapshot(instant, {
    requests,
    scraped: Object.fromEntries(scraped.map((pod) => [pod, instant])),
  });

const FRESH_MS = 30_000;

function counted(
  before: MetricsSnapshot,
  after: MetricsSnapshot,
  createdAt: (pod: string) => number | null = () => 0,
) {
  return countBetween(before, after, createdAt, FRESH_MS).requests.reduce(
    (sum, { value }) => sum + value,
    0,
  );
}

describe('requests between two instants', () => {
  it('are what their counters grew by', () => {
    const before = at(START, [aCount({ value: 1_000 })]);
    const after = at(END, [aCount({ value: 1_030 })]);
    expect(countBetween(before, after, () => 0, FRESH_MS)).toMatchObject({
      requests: [{ value: 30, pod: 'shop/cart-1', responseCode: '200' }],
      from: START,
      to: END,
    });
  });

  it('are counted by each label that tells them apart', () => {
    const labels = [
      { pod: 'shop/cart-2' },
      { reporter: 'source' as const },
      { sourceWorkload: 'other' },
      { sourceNamespace: 'other' },
      { destinationNamespace: 'other' },
      { responseCode: '503' },
      { responseFlags: 'UH' },
      { grpcStatus: '14' },
      { security: 'none' },
    ];
    for (const other of labels) {
      const before = at(
        START,
        [aCount({ value: 1_000 }), aCount({ ...other, value: 10 })],
        ['shop/cart-1', 'shop/cart-2'],
      );
      const after = at(END, [aCount({ value: 1_001 }), aCount({ ...other, value: 12 })]);
      const values = countBetween(before, after, () => 0, FRESH_MS).requests.map(
        ({ value }) => value,
      );
      expect(values).toEqual([1, 2]);
    }
  });

  it('are counted in full after a counter was reset', () => {
    const before = at(START, [aCount({ value: 1_000 })]);
    expect(counted(before, at(END, [aCount({ value: 7 })]))).toBe(7);
  });

  it('count the first errors of a pod that was there and never had any', () => {
    const before = at(START, [aCount({ value: 1_000 })]);
    const after = at(END, [aCount({ value: 1_000 }), aCount({ responseCode: '503', value: 3 })]);
    expect(counted(before, after)).toBe(3);
  });

  it('count the first errors of a pod that was born in the window', () => {
    const after = at(END, [aCount({ responseCode: '503', value: 3 })]);
    expect(counted(at(START, [], []), after, () => START)).toBe(3);
    expect(counted(at(START, [], []), after, () => END - 1)).toBe(3);
  });

  it('leave out a pod that lived before and was not scraped then', () => {
    const after = at(END, [aCount({ value: 1_000_000 })]);
    expect(counted(at(START, [], []), after, () => START - 1)).toBe(0);
  });

  it('leave out a pod that nobody knows any more and that was not scraped then', () => {
    const after = at(END, [aCount({ value: 1_000_000 })]);
    expect(counted(at(START, [], []), after, () => null)).toBe(0);
  });

  it('count a pod that is gone now and was scraped at the start', () => {
    const before = at(START, [aCount({ value: 10 })]);
    expect(counted(before, at(END, [aCount({ value: 15 })]), () => null)).toBe(5);
  });

  it('add up over adjoining windows to what one long window counts', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 1_000_000 }), (growth, old) => {
        let value = old;
        const snapshots = [0, ...growth].map((more, index) => {
          value += more;
          return at(START + index * 15_000, [aCount({ value })]);
        });
        const parts = snapshots.slice(1).map((after, index) => counted(snapshots[index]!, after));
        const whole = counted(snapshots[0]!, snapshots.at(-1)!);
        expect(parts.reduce((sum, one) => sum + one, 0)).toBe(whole);
        expect(whole).toBe(value - old);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('are never negative, nor more than the counters say', () => {
    const values = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(fc.option(values), values, (before, after) => {
        const count = counted(
          at(START, before === null ? [] : [aCount({ value: before })]),
          at(END, [aCount({ value: after })]),
        );
        expect(count).toBeGreaterThanOrEqual(0);
        expect(count).toBeLessThanOrEqual(after);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});

describe('a sample that is older than its instant', () => {
  it('tells nothing of it: what the pod counted since may be of before the window', () => {
    const early = (age: number) => ({
      ...at(START, [aCount({ value: 1_000 })]),
      scraped: { 'shop/cart-1': START - age },
    });
    const after = at(END, [aCount({ value: 1_030 })]);
    expect(counted(early(FRESH_MS), after)).toBe(30);
    expect(counted(early(FRESH_MS + 1), after)).toBe(0);
  });
});

describe('durations between two instants', () => {
  const withDuration = (instant: number, all: number, slow: number | null) =>
    aSnapshot(instant, { durations: [aDuration('shop', all, slow)] });
  const between = (before: MetricsSnapshot, after: MetricsSnapshot, createdAt = 0) =>
    countBetween(before, after, () => createdAt, FRESH_MS).durations.map(({ all, fast }) => ({
      all,
      fast,
    }));

  it('are what both counters grew by', () => {
    const grown = between(withDuration(START, 100, 10), withDuration(END, 150, 14));
    expect(grown).toEqual([{ all: 50, fast: 46 }]);
  });

  it('are counted in full after a reset, also where only the bucket shows it', () => {
    expect(between(withDuration(START, 100, 0), withDuration(END, 40, 5))).toEqual([
      { all: 40, fast: 35 },
    ]);
    expect(between(withDuration(START, 100, 0), withDuration(END, 100, 60))).toEqual([
      { all: 100, fast: 40 },
    ]);
  });

  it('know nothing of how fast they were unless both instants do', () => {
    expect(between(withDuration(START, 100, null), withDuration(END, 150, 5))).toEqual([
      { all: 50, fast: null },
    ]);
    expect(between(withDuration(START, 100, 5), withDuration(END, 150, null))).toEqual([
      { all: 50, fast: null },
    ]);
  });

  it('count a newborn pod in full, and leave out one whose past is unknown', () => {
    const unscraped = aSnapshot(START, { scraped: {} });
    const after = withDuration(END, 50, 5);
    expect(between(unscraped, after, START)).toEqual([{ all: 50, fast: 45 }]);
    expect(between(unscraped, after, START - 1)).toEqual([]);
  });
});
