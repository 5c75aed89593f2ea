import { known, unknown } from '../../../lib/rollout/fact';
import type { Observation } from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import type { RolloutRecord } from '../../../lib/rollout/record';
import {
  AT,
  aNamespace,
  aNamespaceWave,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aRecord,
  aProxy,
  asApplied,
  aWorkload,
  FROM,
  TO,
} from '../../support/rollout-builders';

const decide = (record: RolloutRecord, changes: Partial<Observation> = {}, now = AT) =>
  plan({ observation: anObservation(changes), record, now });
const applied = (changes: Partial<RolloutRecord> = {}) => asApplied(aRecord(changes));
const labelled = (revision: string) =>
  known([aNamespace({ labels: { 'istio.io/rev': revision } })], AT);
const wrongPods = (restart: string | null = null) =>
  known([aPod({ revision: FROM, restart }), aPod({ name: 'cart-2', revision: FROM, restart })], AT);
const neverReady = { workloads: known([aWorkload({ ready: 0, updated: 1 })], AT) };

describe('planning a wave', () => {
  it('applies exactly its label changes when the position is new', () => {
    const decision = decide(aRecord(), { namespaces: labelled(FROM), pods: wrongPods() });
    expect(decision.actions).toMatchObject([{ type: 'apply', expect: ['Namespace shop'] }]);
  });

  it('applies again when a label drifted, and restarts nothing meanwhile', () => {
    const decision = decide(applied(), { namespaces: labelled(FROM), pods: wrongPods() });
    expect(decision.actions.map(({ type }) => type)).toEqual(['apply']);
  });

  it('restarts a workload with wrong pods, once its label is right', () => {
    expect(decide(applied(), { pods: wrongPods() }).actions).toEqual([
      expect.objectContaining({
        type: 'restart',
        namespace: 'shop',
        name: 'cart',
        stamp: `${TO}.1.1`,
      }),
    ]);
  });

  it('does not restart what is right, scaled to nothing, or rolling to its stamp', () => {
    const stamp = `${TO}.1.1`;
    const rolling = known([aWorkload({ restart: stamp, updated: 1 })], AT);
    const none = known([aWorkload({ desired: 0, updated: 0, ready: 0, total: 0 })], AT);
    expect(decide(applied()).actions).toEqual([]);
    expect(decide(applied(), { workloads: none, pods: wrongPods() }).actions).toEqual([]);
    expect(decide(applied(), { workloads: rolling, pods: wrongPods(stamp) }).actions).toEqual([]);
  });

  it('does not restart onto a revision that cannot inject', () => {
    const injectors = known([anInjector(FROM), anInjector(TO, { caBundle: false })], AT);
    expect(decide(applied(), { pods: wrongPods(), injectors }).actions).toEqual([]);
  });

  const finishedAt = (count: number, restarts = {}) =>
    decide(applied({ restarts }), {
      workloads: known([aWorkload({ restart: `${TO}.1.${count}` })], AT),
      pods: wrongPods(`${TO}.1.${count}`),
    });
  const key = 'Deployment/shop/cart';

  it('restarts again, with the next number stored first, when pods of the last restart are wrong', () => {
    const decision = finishedAt(1);
    expect(decision.record.restarts).toEqual({ [key]: 2 });
    expect(decision.actions).toMatchObject([{ stamp: `${TO}.1.2` }]);
  });

  it('does not restart again for pods of an older template, which a slow read may still show', () => {
    const workloads = known([aWorkload({ restart: `${TO}.1.1` })], AT);
    expect(decide(applied(), { workloads, pods: wrongPods(null) }).actions).toEqual([]);
  });

  it('does not restart for a pod that is going, whoever made the one in its place', () => {
    const pods = known(
      [aPod({ name: 'cart-2', revision: TO }), aPod({ revision: FROM, terminating: true })],
      AT,
    );
    expect(decide(applied(), { pods }).actions).toEqual([]);
  });

  it('turns back after three restarts that did not help', () => {
    expect(finishedAt(2, { [key]: 2 }).record).toMatchObject({
      phase: 'moving',
      restarts: { [key]: 3 },
    });
    expect(finishedAt(3, { [key]: 3 }).record).toMatchObject({
      phase: 'rolling-back',
      failure: {
        gate: 'injection',
        namespace: 'shop',
        value: expect.stringContaining('3 restarts') as string,
      },
    });
  });

  it('starts its clock when its labels are first seen in place', () => {
    const record = applied({ settled: false, since: AT - 3_600_000 });
    expect(decide(record, neverReady).record).toMatchObject({
      settled: true,
      since: AT,
      phase: 'moving',
    });
  });

  it('turns back when it is not ready in time, and not a moment before', () => {
    const at = (since: number) => decide(applied({ since }), neverReady).record;
    expect(at(AT - 60_000).phase).toBe('moving');
    expect(at(AT - 60_001)).toMatchObject({
      phase: 'rolling-back',
      failure: {
        gate: 'workloads',
        wave: 'web',
        namespace: 'shop',
        subject: 'Deployment shop/cart',
        value: `0/2 ready on ${TO} after 60 s`,
      },
    });
  });

  it('turns back at once when a proxy rejects its configuration', () => {
    const rejecting = aProxy(aPod(), { state: 'error', message: 'bad listener' });
    const istiods = known([anIstiod(FROM), anIstiod(TO, { proxies: known([rejecting], AT) })], AT);
    expect(decide(applied(), { istiods }).record).toMatchObject({
      phase: 'rolling-back',
      failure: { gate: 'proxies', message: expect.stringContaining('bad listener') as string },
    });
  });

  it('keeps judging the waves before it', () => {
    const waves = [aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['pay'])];
    const { plan: frozen } = aRecord();
    const record = applied({ plan: { ...frozen, waves }, released: 2, since: AT - 60_001 });
    const namespaces = known([aNamespace(), aNamespace({ name: 'pay' })], AT);
    expect(decide(record, { namespaces, ...neverReady }).record).toMatchObject({
      phase: 'rolling-back',
      failure: { wave: 'web', namespace: 'shop' },
    });
  });

  it.each(['namespaces', 'workloads', 'pods', 'istiods'] as const)(
    'neither advances nor turns back while %s are unknown, however late',
    (fact) => {
      const record = applied({ since: AT - 61_000, passingSince: AT - 20_000 });
      const decision = decide(record, { [fact]: unknown('503', AT) });
      expect(decision.record).toEqual({ ...record, waveringSince: AT });
      expect(decision.next.type).toBe('continue');
      const stuck = decide(applied({ since: AT - 120_001 }), { [fact]: unknown('503', AT) });
      expect(stuck).toMatchObject({ record: { phase: 'moving' }, next: { outcome: 'blocked' } });
    },
  );
});

describe('planning a soak', () => {
  it('begins when every gate passes, and says until when', () => {
    const decision = decide(applied());
    expect(decision.record.passingSince).toBe(AT);
    expect(decision.status).toBe('wave 1/1 web: soaking until 00:16:50');
  });

  it('does not count an observation from before the wave', () => {
    expect(decide(applied({ since: AT })).record.passingSince).toBeNull();
    expect(decide(applied({ since: AT - 1 })).record.passingSince).toBe(AT);
  });

  it('ends after its time, and not a moment before', () => {
    const at = (passingSince: number) => decide(applied({ passingSince })).record.phase;
    expect(at(AT - 9_999)).toBe('moving');
    expect(at(AT - 10_000)).toBe('retaining');
  });

  it('is not ended by a clock that jumps, without a look after it began', () => {
    const record = applied({ passingSince: AT });
    expect(decide(record, {}, AT + 3_600_000).record.phase).toBe('moving');
  });

  it('starts over when a gate stops passing, with a whole deadline', () => {
    const record = applied({ since: AT - 3_600_000, passingSince: AT - 9_000 });
    expect(decide(record, neverReady).record).toMatchObject({
      phase: 'moving',
      passingSince: null,
      since: AT,
    });
  });

  it('looks at least every five seconds', () => {
    const { plan: frozen } = aRecord();
    const waves = [{ ...aNamespaceWave('web', ['shop']), soakSeconds: 3600 }];
    expect(decide(applied({ plan: { ...frozen, waves } })).next).toEqual({
      type: 'continue',
      afterMs: 5000,
    });
  });

  it('leads to the next wave', () => {
    const waves = [aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['pay'])];
    const { plan: frozen } = aRecord();
    const namespaces = known(
      [aNamespace(), aNamespace({ name: 'pay', labels: { 'istio.io/rev': FROM } })],
      AT,
    );
    const record = applied({
      plan: { ...frozen, waves },
      passingSince: AT - 10_000,
      restarts: { a: 2 },
    });
    expect(decide(record, { namespaces }).record).toMatchObject({
      phase: 'moving',
      released: 2,
      since: AT,
      settled: false,
      passingSince: null,
      restarts: {},
    });
  });
});
