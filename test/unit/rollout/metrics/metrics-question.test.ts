import { metricGates } from '../../../../lib/rollout/metrics/metric-gates';
import { metricsQuestion } from '../../../../lib/rollout/metrics/metrics-question';
import { metricsPlan } from '../../../../lib/rollout/metrics/metrics-spec';
import { waveTraffic } from '../../../../lib/rollout/metrics/wave-traffic';
import {
  aMetricsRecord,
  aProgress,
  aSnapshot,
  HEALTHY_SINCE,
  LATER,
  NOW,
  RELEASED_AT,
  seenBy,
  WEB,
  WINDOW_MS,
} from '../../../support/metrics-builders';
import { aGatewayWave, aRecord, FROM } from '../../../support/rollout-builders';

/** The minutes before the wave, and the newest since it is well. */
const BEFORE = [5, 4, 3, 2, 1, 0].map((ago) => RELEASED_AT - ago * 60_000);
const RECENT_MINUTES = [8, 7, 6, 5, 4, 3, 2, 1, 0].map((ago) => NOW - ago * 60_000);

describe('the question of one look', () => {
  it('asks for both windows of the wave, for every namespace and gateway of the plan', () => {
    const waves = [WEB, LATER, aGatewayWave()];
    const record = aMetricsRecord({ alerts: [{ name: 'Slow' }], slowerThanMs: 250 }, { waves });
    expect(metricsQuestion(record, NOW)).toEqual({
      instants: [...BEFORE, ...RECENT_MINUTES],
      namespaces: ['shop', 'bank'],
      gateways: [{ namespace: 'ingress', name: 'gateway' }],
      slowerThanMs: 250,
      alerts: ['Slow'],
      counts: [],
    });
  });

  it('asks for each instant once, in order, and always for now', () => {
    const progress = [
      aProgress(),
      aProgress({ releasedAt: RELEASED_AT + WINDOW_MS, healthySince: null }),
    ];
    const { instants } = metricsQuestion(aMetricsRecord({}, { released: 2, progress }), NOW)!;
    const now = [
      ...BEFORE.filter((_, index) => index % 5 === 0),
      ...RECENT_MINUTES,
      ...BEFORE.map((at) => at + WINDOW_MS),
    ];
    expect(instants).toEqual([...new Set(now)].sort((a, b) => a - b));
  });

  it('asks for now also while the wave is cold, since alerts and coverage are of now', () => {
    const cold = aMetricsRecord({}, { progress: [aProgress({ healthySince: null })] });
    expect(metricsQuestion(cold, NOW)?.instants).toEqual([...BEFORE, NOW]);
  });

  it('asks for all that the gates then look for', () => {
    const record = aMetricsRecord();
    for (const now of [NOW, NOW + 30_000, HEALTHY_SINCE + 200_000]) {
      const { instants } = metricsQuestion(record, now)!;
      const fact = { at: now, snapshots: instants.map((at) => aSnapshot(at)), alerts: [] };
      expect(waveTraffic(record, WEB, seenBy(fact)).kind).toBe('counted');
    }
  });

  it.each([
    ['the plan asks for no metrics', aRecord()],
    ['nothing has moved', aMetricsRecord({}, { released: 0, progress: [] })],
    ['the rollout goes back', aMetricsRecord({}, { phase: 'rolling-back' })],
    ['the rollout is done', aMetricsRecord({}, { phase: 'done' })],
    ['there is nothing left to go back to', aMetricsRecord({}, { retired: [FROM] })],
  ])('is none when %s', (_title, record) => {
    expect(metricsQuestion(record, NOW)).toBeNull();
  });

  it.each(['moving', 'retaining', 'removing'] as const)('is asked while %s', (phase) => {
    expect(metricsQuestion(aMetricsRecord({}, { phase }), NOW)).not.toBeNull();
  });
});

describe('the plan of metrics', () => {
  it('fills in every choice', () => {
    expect(metricsPlan({})).toEqual({
      scrapeSeconds: 15,
      windowSeconds: 300,
      warmUpSeconds: 120,
      patienceSeconds: 1800,
      maxErrorShare: 0.005,
      waveBudget: 0.02,
      rolloutBudget: 0.05,
      slowerThanMs: 500,
      maxSlowShare: 0.01,
      lowTraffic: 'healthOnly',
      alerts: [],
      counts: [],
    });
  });

  it('keeps every choice that was made, also those of nothing', () => {
    const spec = {
      scrapeSeconds: 5,
      windowSeconds: 60,
      warmUpSeconds: 0,
      patienceSeconds: 0,
      maxErrorShare: 0,
      waveBudget: 0,
      rolloutBudget: 0,
      slowerThanMs: 1,
      maxSlowShare: 0,
      lowTraffic: 'hold',
      alerts: [{ name: 'Slow' }],
      counts: [{ name: 'orders', bad: 'bad', total: 'all', maxShare: 0 }],
    } as const;
    expect(metricsPlan(spec)).toEqual(spec);
  });

  it('looks back over four scrapes at least', () => {
    expect(metricsPlan({ scrapeSeconds: 75 }).windowSeconds).toBe(300);
    expect(metricsPlan({ scrapeSeconds: 120 }).windowSeconds).toBe(480);
  });
});

describe('the gates on metrics', () => {
  it('are none where the plan asks for no metrics', () => {
    expect(metricGates(aRecord())).toEqual([]);
  });

  it('are coverage and traffic before what they make sense of', () => {
    const record = aMetricsRecord();
    const fact = { at: NOW, snapshots: [], alerts: [] };
    const names = metricGates(record).map((gate) => gate(WEB, seenBy(fact), '').gate);
    expect(names).toEqual([
      'coverage',
      'traffic',
      'expiry',
      'success-rate',
      'latency',
      'plaintext',
      'denied',
      'budget',
      'alerts',
    ]);
  });
});
