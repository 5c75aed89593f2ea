import { NO_MEMORY, type DriverMemory } from '../../../lib/rollout/driver-memory';
import { known, unknown } from '../../../lib/rollout/fact';
import { inUse } from '../../../lib/rollout/in-use';
import type { Observation } from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import { positionKey } from '../../../lib/rollout/position-key';
import type { RolloutRecord } from '../../../lib/rollout/record';
import {
  AT,
  aNamespace,
  aNamespaceWave,
  anIstiod,
  anObservation,
  aPod,
  aRecord,
  asApplied,
  aWorkload,
  FROM,
  TO,
} from '../../support/rollout-builders';

const decide = (
  record: RolloutRecord,
  changes: Partial<Observation> = {},
  memory: DriverMemory = NO_MEMORY,
) => plan({ observation: anObservation(changes), record, now: AT, memory });
const failing = (
  record: RolloutRecord,
  changes: Partial<NonNullable<DriverMemory['engineFailure']>> = {},
): DriverMemory => ({
  ...NO_MEMORY,
  engineFailure: {
    key: positionKey(record),
    step: 'up',
    reason: 'timed out waiting for Deployment istiod-1-31',
    times: 1,
    at: AT - 60_000,
    ...changes,
  },
});
const { plan: frozen } = aRecord();
const late = { since: AT - 60_001 };
const neverReady = { workloads: known([aWorkload({ ready: 0, updated: 1 })], AT) };

describe('an engine run that fails', () => {
  const installing = (changes: Partial<RolloutRecord> = {}) =>
    aRecord({ phase: 'installing', released: 0, ...changes });
  const sick = {
    istiods: known([anIstiod(FROM), anIstiod(TO, { ready: false })], AT),
    namespaces: known([aNamespace({ labels: { 'istio.io/rev': FROM } })], AT),
  };

  it('is repeated, with a pause that grows', () => {
    const record = installing();
    const at = (times: number, ago: number) =>
      decide(record, sick, failing(record, { times, at: AT - ago }));
    expect(at(1, 1_999)).toMatchObject({ actions: [], next: { type: 'continue' } });
    expect(at(1, 1_999).status).toContain('the update failed: timed out waiting for Deployment');
    expect(at(1, 2_000).actions).toMatchObject([{ type: 'apply' }]);
    expect(at(3, 7_999).actions).toEqual([]);
    expect(at(3, 8_000).actions).toMatchObject([{ type: 'apply' }]);
  });

  it('says nothing of another position', () => {
    const record = installing();
    const other = failing(record, { key: 'other', at: AT });
    expect(decide(record, sick, other).actions).toMatchObject([{ type: 'apply' }]);
  });

  it('turns back when the new istiod never gets ready, and needs no engine for that', () => {
    const record = installing(late);
    const back = decide(record, sick, failing(record));
    expect(back.record).toMatchObject({
      phase: 'rolling-back',
      failure: { gate: 'istiod', subject: 'istiod of 1-31', value: '0/1 ready after 60 s' },
    });
    const end = decide({ ...back.record, since: AT - 1 }, sick, failing(back.record));
    expect(end.actions).toEqual([]);
    const settled = decide({ ...end.record, since: AT - 1 }, sick, failing(back.record));
    expect(settled).toMatchObject({ record: { phase: 'rolled-back' }, next: { type: 'stop' } });
  });

  it('is left to a person when the gates know nothing against the revision', () => {
    const record = installing(late);
    expect(decide(record, {}, failing(record))).toMatchObject({
      record: { phase: 'installing' },
      next: { outcome: 'blocked', message: expect.stringContaining('timed out') as string },
    });
  });

  it('is left to a person at once when even the preview fails again and again', () => {
    const record = installing();
    const preview = (times: number) =>
      decide(record, {}, failing(record, { step: 'preview', times, at: AT }));
    expect(preview(2).next.type).toBe('continue');
    expect(preview(3).next).toMatchObject({ outcome: 'blocked' });
  });

  it('turns a wave back when its labels are not in place in time', () => {
    const record = aRecord(late);
    const namespaces = known([aNamespace({ labels: { 'istio.io/rev': FROM } })], AT);
    expect(decide(record, { namespaces }, failing(record)).record).toMatchObject({
      phase: 'rolling-back',
      failure: { gate: 'labels', namespace: 'shop' },
    });
  });
});

describe('an engine run that fails although the wave is well', () => {
  it('is left to a person, and lets nothing advance', () => {
    const record = aRecord(late);
    expect(decide(record, {}, failing(record))).toMatchObject({
      record: { phase: 'moving', released: 1, passingSince: null },
      next: { outcome: 'blocked' },
    });
  });
});

describe('a wave that is not ready in time', () => {
  it('fails although the new istiod cannot be asked', () => {
    const silent = anIstiod(TO, { proxies: unknown('istiod did not answer', AT) });
    const istiods = known([anIstiod(FROM), silent], AT);
    expect(decide(asApplied(aRecord(late)), { ...neverReady, istiods }).record).toMatchObject({
      phase: 'rolling-back',
      failure: { gate: 'workloads', namespace: 'shop' },
    });
  });

  it('is not failed by the pod of a job, which no restart replaces', () => {
    const job = aPod({
      name: 'report-1',
      workload: { kind: 'Job', name: 'report' },
      revision: FROM,
    });
    const { pods } = anObservation();
    if (!pods.known) throw new Error('unreachable');
    const changes = { pods: known([...pods.value, job], AT) };
    expect(decide(asApplied(aRecord()), changes).record.passingSince).toBe(AT);
    expect(inUse(FROM, anObservation(changes)).inUse).toBe('yes');
  });
});

describe('a soak that is disturbed', () => {
  const waves = [aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['pay'])];
  const soaking = (changes: Partial<RolloutRecord> = {}) =>
    asApplied(
      aRecord({
        plan: { ...frozen, waves },
        released: 2,
        since: AT - 3_600_000,
        passingSince: AT - 4_000,
        ...changes,
      }),
    );
  const both = known([aNamespace(), aNamespace({ name: 'pay' })], AT);

  it('pauses while an earlier wave does not pass, and goes on where it was', () => {
    const paused = decide(soaking(), { namespaces: both, ...neverReady }).record;
    expect(paused).toMatchObject({ passingSince: AT - 4_000, waveringSince: AT, phase: 'moving' });
    const on = decide(soaking({ waveringSince: AT - 3_000 }), { namespaces: both }).record;
    expect(on).toMatchObject({ passingSince: AT - 1_000, waveringSince: null });
  });

  it('turns back when the earlier wave does not recover in time', () => {
    const record = soaking({ waveringSince: AT - 60_001 });
    expect(decide(record, { namespaces: both, ...neverReady }).record).toMatchObject({
      phase: 'rolling-back',
      failure: { wave: 'web' },
    });
  });

  it('counts no time in which nobody looked', () => {
    const looked = (ago: number) => ({ ...NO_MEMORY, lookedAt: AT - ago });
    const since = (ago: number) =>
      decide(soaking(), { namespaces: both }, looked(ago)).record.passingSince;
    expect(since(30_000)).toBe(AT - 4_000);
    expect(since(30_001)).toBe(AT);
  });

  it('is left to a person when it began anew too often', () => {
    const sick = known([aWorkload({ namespace: 'pay', name: 'bill', ready: 1 })], AT);
    const at = (soakRestarts: number) =>
      decide(soaking({ soakRestarts }), { namespaces: both, workloads: sick });
    expect(at(4)).toMatchObject({ record: { soakRestarts: 5 }, next: { type: 'continue' } });
    expect(at(5).next).toMatchObject({
      outcome: 'blocked',
      message: expect.stringMatching(/soak began anew 6 times, last because .*pay\/bill/) as string,
    });
  });
});

describe('a label that somebody else holds', () => {
  const waves = [aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['pay'])];
  const theirs = aNamespace({
    name: 'pay',
    labels: { 'istio.io/rev': 'mine' },
    revOwned: false,
    revManagers: ['kubectl-label'],
  });
  const back = (changes: Partial<RolloutRecord> = {}) =>
    aRecord({ plan: { ...frozen, waves }, phase: 'rolling-back', released: 2, ...changes });
  const shop = (revision: string) => aNamespace({ labels: { 'istio.io/rev': revision } });
  const pods = (revision: string) =>
    known(
      [
        aPod({ revision }),
        aPod({ namespace: 'pay', name: 'bill-1', workload: { kind: 'Deployment', name: 'bill' } }),
      ],
      AT,
    );
  const workloads = known([aWorkload(), aWorkload({ namespace: 'pay', name: 'bill' })], AT);

  it('keeps no other namespace from going back, and is not restarted against', () => {
    const first = decide(back(), { namespaces: known([shop(TO), theirs], AT) });
    expect(first.actions).toMatchObject([{ type: 'relabel', target: { name: 'shop' } }]);
    const then = { namespaces: known([shop(FROM), theirs], AT), workloads, pods: pods(TO) };
    expect(decide(back(), then).actions).toMatchObject([{ type: 'restart', name: 'cart' }]);
  });

  it('ends a rollback blocked, with who set it and the command that removes it', () => {
    const record = asApplied(back({ ...late }));
    const changes = { namespaces: known([shop(FROM), theirs], AT), workloads, pods: pods(FROM) };
    expect(decide(record, changes).next).toMatchObject({
      outcome: 'blocked',
      message: expect.stringContaining(
        'kubectl-label set it: kubectl label namespace pay istio.io/rev-',
      ) as string,
    });
  });

  it('is no drift that the engine is sent to correct', () => {
    const one = aRecord({ plan: { ...frozen, waves: [aNamespaceWave('core', ['pay'])] } });
    const changes = { namespaces: known([theirs], AT) };
    expect(decide(asApplied(one), changes).actions).toEqual([]);
  });
});

describe('drift', () => {
  const unlabelled = aNamespace({ labels: {}, revOwned: false });

  it('is corrected by an engine that looks at the cluster first', () => {
    const decision = decide(asApplied(aRecord()), { namespaces: known([unlabelled], AT) });
    expect(decision.actions).toMatchObject([{ type: 'apply', refresh: true }]);
    const fresh = decide(aRecord(), { namespaces: known([unlabelled], AT) });
    expect(fresh.actions).toMatchObject([{ type: 'apply', refresh: false }]);
  });

  it('of a wave that is not released yet stops nothing', () => {
    const waves = [aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['pay'])];
    const record = asApplied(aRecord({ plan: { ...frozen, waves } }));
    const namespaces = known([aNamespace(), { ...unlabelled, name: 'pay', uid: 'uid-pay' }], AT);
    expect(decide(record, { namespaces })).toMatchObject({
      actions: [],
      record: { passingSince: AT },
    });
  });
});

describe('a rollback with a workload that cannot be helped', () => {
  it('restarts the others first, and then says so', () => {
    const stamp = `${FROM}.1.3`;
    const stuckPods = [aPod({ revision: TO, restart: stamp })];
    const record = asApplied(
      aRecord({
        phase: 'rolling-back',
        released: 1,
        restarts: { 'Deployment/shop/cart': 3 },
      }),
    );
    const namespaces = known([aNamespace({ labels: { 'istio.io/rev': FROM } })], AT);
    const cart = aWorkload({ restart: stamp });
    const other = aPod({ name: 'api-1', workload: { kind: 'Deployment', name: 'api' } });
    const changes = {
      namespaces,
      workloads: known([cart, aWorkload({ name: 'api' })], AT),
      pods: known([...stuckPods, other], AT),
    };
    expect(decide(record, changes).actions).toMatchObject([{ type: 'restart', name: 'api' }]);
    const alone = { namespaces, workloads: known([cart], AT), pods: known(stuckPods, AT) };
    expect(decide(record, alone).next).toMatchObject({ outcome: 'blocked' });
  });
});
