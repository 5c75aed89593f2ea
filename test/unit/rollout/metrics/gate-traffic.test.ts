import { known, unknown } from '../../../../lib/rollout/fact';
import { trafficGate } from '../../../../lib/rollout/metrics/gates/traffic';
import type { RequestCount } from '../../../../lib/rollout/metrics/metrics-fact';
import {
  aCount,
  aFact,
  aMetricsRecord,
  aProgress,
  COUNTED_FROM,
  LATER,
  NOW,
  received,
  seenBy,
  WEB,
} from '../../../support/metrics-builders';
import { aGatewayWave, aNamespaceWave } from '../../../support/rollout-builders';

function judged(
  now: readonly RequestCount[],
  before: readonly RequestCount[],
  record = aMetricsRecord(),
) {
  const fact = aFact({ now: { requests: now }, before: { requests: before } }, record);
  return trafficGate(record)(record.plan.waves[0]!, seenBy(fact), '');
}

describe('the traffic gate', () => {
  it('passes while traffic is what it was', () => {
    expect(judged(received('shop', 1_000), received('shop', 1_000))).toMatchObject({
      gate: 'traffic',
      verdict: 'Pass',
      value: '1000 requests',
    });
  });

  it('fails when a busy namespace falls silent, over two minutes at least', () => {
    expect(judged([], received('shop', 1_000))).toMatchObject({
      verdict: 'Fail',
      gate: 'traffic',
      namespace: 'shop',
      subject: 'Namespace shop',
      value: '0 of about 1000',
    });
  });

  it('fails below a tenth of what was usual, and not at it', () => {
    expect(judged(received('shop', 117), received('shop', 1_000)).verdict).toBe('Fail');
    expect(judged(received('shop', 120), received('shop', 1_000)).verdict).toBe('Pass');
  });

  it('does not miss the traffic of a namespace that was deleted', () => {
    const fact = aFact({ before: { requests: received('shop', 1_000) } });
    const gone = { ...seenBy(fact), namespaces: known([], NOW) };
    expect(trafficGate(aMetricsRecord())(WEB, gone, '')).toMatchObject({ verdict: 'Pass' });
  });

  it('does not take for silence what was not measured, now or when the window began', () => {
    const fact = aFact({ before: { requests: received('shop', 1_000) } });
    for (const at of [NOW, COUNTED_FROM]) {
      const snapshots = fact.snapshots.map((one) =>
        one.at === at ? { ...one, scraped: {} } : one,
      );
      const seen = seenBy({ ...fact, snapshots });
      expect(trafficGate(aMetricsRecord())(WEB, seen, '')).toMatchObject({ verdict: 'Error' });
    }
  });

  it('passes an idle namespace', () => {
    expect(judged([], received('shop', 99)).verdict).toBe('Pass');
    expect(judged([], received('shop', 100)).verdict).toBe('Fail');
    expect(judged([], []).verdict).toBe('Pass');
  });

  it('waits for a second minute: in one, nobody may have come', () => {
    const healthySince = NOW - 180_000;
    const record = aMetricsRecord({}, { progress: [aProgress({ healthySince })] });
    expect(judged([], received('shop', 10_000), record).verdict).toBe('Pass');
    const longer = [aProgress({ healthySince: healthySince - 60_000 })];
    expect(
      judged([], received('shop', 10_000), aMetricsRecord({}, { progress: longer })),
    ).toMatchObject({
      verdict: 'Fail',
      value: '0 of about 4000',
    });
  });

  it('finds one silent namespace among busy ones', () => {
    const wave = aNamespaceWave('web', ['books', 'shop']);
    const record = aMetricsRecord({}, { waves: [wave, LATER] });
    const before = [...received('books', 1_000), ...received('shop', 1_000)];
    expect(judged(received('books', 5_000), before, record)).toMatchObject({
      verdict: 'Fail',
      namespace: 'shop',
    });
  });

  it('does not count what callers could not bring, nor what clients gave up', () => {
    const unheard = [
      aCount({ reporter: 'source', responseCode: '503', responseFlags: 'UH', value: 1_000 }),
      aCount({ responseCode: '0', responseFlags: 'DC', value: 1_000 }),
    ];
    expect(judged(unheard, received('shop', 1_000)).verdict).toBe('Fail');
  });

  it('judges a gateway by what it sends', () => {
    const record = aMetricsRecord({}, { waves: [aGatewayWave(), LATER] });
    const sent = (value: number, sourceWorkload = 'gateway-1-31') =>
      aCount({ reporter: 'source', sourceNamespace: 'ingress', sourceWorkload, value });
    const before = [sent(1_000, 'gateway-1-30')];
    expect(judged([sent(1_000)], before, record).verdict).toBe('Pass');
    expect(judged([sent(1_000, 'other')], before, record)).toMatchObject({
      verdict: 'Fail',
      subject: 'Deployment ingress/gateway-1-31',
    });
  });

  it('lets the traffic of a wave rest once it proved itself', () => {
    const record = aMetricsRecord({}, { phase: 'retaining' });
    expect(judged([], received('shop', 1_000), record)).toMatchObject({ verdict: 'Pass' });
  });

  it('is an error when Prometheus could not be asked, and undecided while the wave warms up', () => {
    const gate = trafficGate(aMetricsRecord());
    const away = seenBy(aFact(), { metrics: unknown('it is away', NOW) });
    expect(gate(aMetricsRecord().plan.waves[0]!, away, '')).toMatchObject({
      verdict: 'Error',
      message: 'it is away',
    });
    const cold = aMetricsRecord({}, { progress: [aProgress({ healthySince: NOW })] });
    expect(judged([], received('shop', 1_000), cold).verdict).toBe('Inconclusive');
  });
});
