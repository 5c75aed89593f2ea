import { NO_MEMORY } from '../../../../lib/rollout/driver-memory';
import { known, unknown } from '../../../../lib/rollout/fact';
import { judgeForward } from '../../../../lib/rollout/judge-forward';
import type { Observation } from '../../../../lib/rollout/observation';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import {
  aFact,
  aMetricsRecord,
  aProgress,
  HEALTHY_SINCE,
  LATER,
  NOW,
  received,
  receivedApart,
  seenBy,
  WEB,
} from '../../../support/metrics-builders';
import { aNamespace, anObservation, AT, aWorkload } from '../../../support/rollout-builders';

const judge = (record: RolloutRecord, observation: Observation, now = NOW) =>
  judgeForward({ record, observation, now, memory: NO_MEMORY });

const progress = (healthySince: number | null) => [aProgress({ healthySince })];

/** A look that sees so many bad ones of a thousand requests. */
const lookAt = (bad: number) =>
  judge(aMetricsRecord(), seenBy(aFact({ now: { requests: received('shop', 1_000, bad) } })));

const resultOf = ({ judgement }: ReturnType<typeof judge>, gate: string) =>
  judgement.results.find(({ result }) => result.gate === gate)?.result;

const ON_METRICS = [
  'coverage',
  'traffic',
  'expiry',
  'success-rate',
  'latency',
  'plaintext',
  'denied',
  'budget',
  'alerts',
];

describe('a breach', () => {
  it('fails at the look that is sure of it', () => {
    expect(lookAt(100).judgement).toMatchObject({
      verdict: 'Fail',
      worst: { wave: 'web', result: { gate: 'success-rate', namespace: 'shop' } },
    });
  });
});

describe('what is no evidence', () => {
  const elsewhere = [...received('shop', 6_000, 600), ...receivedApart('bank', 6_000, 600)];
  const spoiled = judge(aMetricsRecord(), seenBy(aFact({ now: { requests: elsewhere } })));

  it('is forgotten: the wave that moves is counted from the minute after it', () => {
    expect(spoiled.judgement.verdict).toBe('Environment');
    expect(spoiled.record.progress[0]?.countedFrom).toBe(NOW);
  });

  it('is nothing that would stand in the record of a wave that proved itself', () => {
    const record = aMetricsRecord({}, { phase: 'retaining' });
    const { record: after } = judge(record, seenBy(aFact({ now: { requests: elsewhere } })));
    expect(after.progress[0]?.countedFrom).toBeNull();
  });
});

describe('traffic that vanished', () => {
  it('fails', () => {
    const before = { requests: received('shop', 1_000) };
    const silent = judge(aMetricsRecord(), seenBy(aFact({ before })));
    expect(resultOf(silent, 'traffic')?.verdict).toBe('Fail');
  });
});

describe('the health of the wave that moves', () => {
  const restarting = { workloads: known([aWorkload({ ready: 0, updated: 1 })], AT) };
  const healthAfter = (record: RolloutRecord, changes: Partial<Observation> = {}) =>
    judge(record, seenBy(aFact(), changes)).record.progress.map((one) => one.healthySince);

  it('counts from the first look that sees it well', () => {
    expect(healthAfter(aMetricsRecord({}, { progress: progress(null) }))).toEqual([NOW]);
    expect(healthAfter(aMetricsRecord())).toEqual([HEALTHY_SINCE]);
  });

  it('is lost while a pod is not ready, and counts anew', () => {
    expect(healthAfter(aMetricsRecord(), restarting)).toEqual([null]);
    const lost = judge(aMetricsRecord(), seenBy(aFact(), restarting));
    expect(resultOf(lost, 'success-rate')).toMatchObject({ verdict: 'Inconclusive' });
    expect(healthAfter(lost.record)).toEqual([NOW]);
  });

  it('is not lost by what users feel', () => {
    expect(lookAt(1_000).record.progress).toMatchObject([{ healthySince: HEALTHY_SINCE }]);
  });

  it('stays what it was for waves before, and after the last one', () => {
    const two = [...progress(HEALTHY_SINCE), ...progress(null)];
    const record = aMetricsRecord({}, { waves: [WEB, LATER], released: 2, progress: two });
    const roots = known({ shop: ['root'], bank: ['root'] }, AT);
    expect(healthAfter(record, { ...restarting, roots })).toEqual([HEALTHY_SINCE, NOW]);
    const unlabelled = aNamespace({ name: 'bank', labels: {} });
    const namespaces = known([aNamespace(), unlabelled], AT);
    expect(healthAfter(record, { namespaces, roots })).toEqual([HEALTHY_SINCE, null]);
    const retaining = aMetricsRecord({}, { phase: 'retaining' });
    expect(healthAfter(retaining, restarting)).toEqual([HEALTHY_SINCE]);
  });

  it('stores nothing when nothing changed', () => {
    const { record } = judge(aMetricsRecord(), seenBy(aFact()));
    expect(judge(record, seenBy(aFact())).record).toBe(record);
  });
});

describe('a plan without metrics', () => {
  it('is judged by health alone', () => {
    const { plan, ...rest } = aMetricsRecord();
    const record = { ...rest, plan: { ...plan, metrics: null } };
    const { judgement } = judge(record, anObservation());
    expect(judgement.verdict).toBe('Pass');
    expect(judgement.gates.filter(({ gate }) => ON_METRICS.includes(gate))).toEqual([]);
  });
});

describe('Prometheus that cannot be asked', () => {
  it('turns nothing into a failure or a pass, and leaves health to be judged', () => {
    const away = seenBy(aFact(), { metrics: unknown('it is away', NOW) });
    const { judgement } = judge(aMetricsRecord({ alerts: [{ name: 'Slow' }] }), away);
    for (const { gate, verdict } of judgement.gates) {
      expect({ gate, verdict }).toEqual({
        gate,
        verdict: ON_METRICS.includes(gate) ? 'Error' : 'Pass',
      });
    }
    expect(judgement.gates.map(({ gate }) => gate)).toEqual(expect.arrayContaining(ON_METRICS));
  });
});
