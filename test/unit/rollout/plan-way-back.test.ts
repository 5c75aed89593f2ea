import { known, unknown } from '../../../lib/rollout/fact';
import type { Observation } from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import type { RolloutRecord } from '../../../lib/rollout/record';
import {
  AT,
  aGatewayWave,
  aNamespace,
  aNamespaceWave,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aRecord,
  asApplied,
  aWorkload,
  FROM,
  TO,
} from '../../support/rollout-builders';

const decide = (record: RolloutRecord, changes: Partial<Observation> = {}, now = AT) =>
  plan({ observation: anObservation(changes), record, now });
const wrongPods = (restart: string | null = null) =>
  known([aPod({ revision: FROM, restart }), aPod({ name: 'cart-2', revision: FROM, restart })], AT);
const neverReady = { workloads: known([aWorkload({ ready: 0, updated: 1 })], AT) };

describe('planning the way back', () => {
  const waves = [aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['pay'])];
  const { plan: frozen } = aRecord();
  const back = (changes: Partial<RolloutRecord> = {}) =>
    aRecord({ plan: { ...frozen, waves }, phase: 'rolling-back', released: 2, ...changes });
  const bothOn = (shop: string, pay: string) =>
    known(
      [
        aNamespace({ labels: { 'istio.io/rev': shop } }),
        aNamespace({ name: 'pay', labels: { 'istio.io/rev': pay } }),
      ],
      AT,
    );

  it('relabels the newest wave first, and the next one when that is back', () => {
    const target = (shop: string, pay: string) =>
      decide(back(), { namespaces: bothOn(shop, pay) }).actions;
    expect(target(TO, TO)).toMatchObject([
      { type: 'relabel', revision: FROM, target: { name: 'pay' } },
    ]);
    expect(target(TO, FROM)).toMatchObject([{ type: 'relabel', target: { name: 'shop' } }]);
  });

  it('tries a label that cannot be written once a second, and in the end lets the others go back', () => {
    const on = { namespaces: bothOn(TO, TO) };
    expect(decide(back(), on).next).toEqual({ type: 'continue', afterMs: 1000 });
    const stuck = back({ since: AT - 120_001 });
    expect(decide(stuck, on)).toMatchObject({ actions: [{ type: 'apply' }] });
    expect(decide(asApplied(stuck), on).next).toMatchObject({ outcome: 'blocked' });
  });

  it('then restarts what runs on the new revision', () => {
    expect(decide(back(), { namespaces: bothOn(FROM, FROM) }).actions).toMatchObject([
      { type: 'restart', name: 'cart', stamp: `${FROM}.1.1` },
    ]);
  });

  it('then applies, and ends when everything is well on the old revision', () => {
    const home = { namespaces: bothOn(FROM, FROM), pods: wrongPods() };
    expect(decide(back(), home).actions).toMatchObject([{ type: 'apply' }]);
    expect(decide(asApplied(back()), home).record).toMatchObject({
      phase: 'rolled-back',
      released: 0,
    });
  });

  it('does not end while a workload is not ready, and is blocked after its time', () => {
    const sick = { namespaces: bothOn(FROM, FROM), pods: wrongPods(), ...neverReady };
    expect(decide(asApplied(back()), sick).record.phase).toBe('rolling-back');
    expect(decide(asApplied(back({ since: AT - 60_001 })), sick).next).toMatchObject({
      outcome: 'blocked',
    });
  });

  it.each([
    ['is not ready', { istiods: known([anIstiod(FROM, { ready: false }), anIstiod(TO)], AT) }],
    ['is gone', { istiods: known([anIstiod(TO)], AT) }],
    ['is unknown', { istiods: unknown<never>('503', AT) }],
    [
      'cannot inject',
      { injectors: known([anInjector(FROM, { caBundle: false }), anInjector(TO)], AT) },
    ],
  ])('moves nothing onto an old revision whose control plane %s', (_title, changes) => {
    for (const namespaces of [bothOn(TO, TO), bothOn(FROM, FROM)]) {
      expect(decide(back(), { namespaces, ...changes })).toMatchObject({
        actions: [],
        next: { type: 'continue' },
      });
      const late = decide(back({ since: AT - 60_001 }), { namespaces, ...changes });
      expect(late).toMatchObject({ actions: [], next: { outcome: 'blocked' } });
    }
  });

  it.each([
    ['serves another root', known<string | null>('other', AT), 'does not trust'],
    ['serves a root that nobody knows', known(null, AT), 'does not trust'],
    ['cannot be asked for its root', unknown<string | null>('timeout', AT), 'timeout'],
  ])('is frozen, with the cause, while an old istiod %s', (_, servedRoot, cause) => {
    const istiods = known([anIstiod(FROM, { servedRoot })], AT);
    const moved = { namespaces: bothOn(TO, TO), istiods };
    const unmoved = { namespaces: bothOn(FROM, FROM), istiods };
    for (const facts of [moved, unmoved]) {
      const decision = decide(back(), facts);
      expect(decision.actions).toEqual([]);
      expect(decision.status).toContain(cause);
      const late = decide(back({ since: AT - 60_001 }), facts);
      expect(late.next).toMatchObject({ type: 'stop', outcome: 'blocked' });
    }
  });

  it('is not frozen by a namespace without roots, which contradict nothing', () => {
    const roots = known({ shop: ['root'] }, AT);
    expect(decide(back(), { namespaces: bothOn(TO, TO), roots }).actions).toHaveLength(1);
  });

  it('needs neither the new istiod nor its injector', () => {
    const dead = { istiods: known([anIstiod(FROM)], AT), injectors: known([anInjector(FROM)], AT) };
    expect(decide(back(), { namespaces: bothOn(TO, TO), ...dead }).actions).toHaveLength(1);
  });

  it('ends at once when nothing was moved', () => {
    const record = asApplied(back({ released: 0 }));
    const changes = { namespaces: bothOn(FROM, FROM), istiods: known([], AT) };
    expect(decide(record, changes).record.phase).toBe('rolled-back');
  });

  describe('with a namespace that istio-injection selected', () => {
    const original = { rev: null, injection: 'enabled' };
    const wave = {
      ...aNamespaceWave('web', ['shop']),
      namespaces: [{ name: 'shop', uid: 'uid-shop', original }],
    };
    const record = asApplied(
      aRecord({ plan: { ...frozen, waves: [wave] }, phase: 'rolling-back', released: 1 }),
    );
    const givenUp = asApplied({
      ...record,
      owned: { namespaces: [], gateways: {}, tags: {}, pointers: {} },
    });
    const adopted = aNamespace({
      labels: { 'istio.io/rev': FROM },
      annotations: { 'istio-revisions.dev/original': JSON.stringify(original) },
    });
    const home = (tag: string, namespace = adopted) => ({
      namespaces: known([namespace], AT),
      pods: wrongPods(),
      injectors: known([anInjector(FROM), anInjector(TO), anInjector(tag, { tag: 'default' })], AT),
    });

    it('takes it out of the tree, then gives the label back, then ends', () => {
      const first = decide(record, home(FROM));
      expect(first.record.owned.namespaces).toEqual([]);
      expect(first.actions).toEqual([]);
      expect(decide({ ...givenUp, applied: null }, home(FROM)).actions).toMatchObject([
        { type: 'apply' },
      ]);
      expect(decide(givenUp, home(FROM)).actions).toMatchObject([
        { type: 'restore', target: { name: 'shop', original } },
      ]);
      const restored = aNamespace({ labels: { 'istio-injection': 'enabled' }, revOwned: false });
      expect(decide(givenUp, home(FROM, restored)).record.phase).toBe('rolled-back');
    });

    it('keeps our label where the former one would mean another revision now', () => {
      expect(decide(record, home(TO))).toMatchObject({
        actions: [],
        record: { phase: 'rolled-back', owned: { namespaces: [{ name: 'shop' }] } },
      });
    });

    it('leaves alone what somebody else labelled since', () => {
      const theirs = { ...adopted, labels: { 'istio-injection': 'enabled' } };
      expect(decide(givenUp, home(FROM, theirs))).toMatchObject({
        actions: [],
        record: { phase: 'rolled-back' },
      });
    });

    it('leaves alone what carries our label without a note of the one before', () => {
      const unnoted = { ...adopted, annotations: {} };
      expect(decide(givenUp, home(FROM, unnoted))).toMatchObject({
        actions: [],
        record: { phase: 'rolled-back' },
      });
    });

    it('waits while tags cannot be read', () => {
      const changes = { ...home(FROM), injectors: unknown<never>('503', AT) };
      expect(decide(givenUp, changes)).toMatchObject({
        actions: [],
        record: { phase: 'rolling-back' },
        next: { type: 'continue' },
      });
    });

    it('is blocked when the label does not stay given back', () => {
      const late = { ...givenUp, since: AT - 60_001 };
      expect(decide(late, home(FROM)).next).toMatchObject({
        outcome: 'blocked',
        message: expect.stringContaining('labels of shop') as string,
      });
    });
  });

  it('forgets a namespace that is gone, and does not make it again', () => {
    const namespaces = known([aNamespace({ labels: { 'istio.io/rev': FROM } })], AT);
    const { record, actions } = decide(back(), { namespaces, pods: wrongPods() });
    expect(record.owned.namespaces.map(({ name }) => name)).toEqual(['shop']);
    expect(actions).toMatchObject([{ type: 'apply' }]);
  });
});

describe('the end of the way back', () => {
  it('is told with the decision that reaches it', () => {
    const record = asApplied(aRecord({ phase: 'rolling-back', released: 1 }));
    const pods = known([aPod({ revision: FROM })], AT);
    const namespaces = known([aNamespace({ labels: { 'istio.io/rev': FROM } })], AT);
    expect(decide(record, { namespaces, pods })).toMatchObject({
      record: { phase: 'rolled-back' },
      next: { type: 'stop', outcome: 'rolled-back' },
    });
  });

  it('looks at what a superseded rollout has brought elsewhere, though no wave of this one moved', () => {
    const waves = [aGatewayWave(), aNamespaceWave('web', ['shop'])];
    const superseding = (owned: Partial<RolloutRecord['owned']>) => {
      const { plan: frozen, owned: before } = aRecord({ plan: { ...aRecord().plan, waves } });
      const record = aRecord({
        plan: { ...frozen, source: 'x' },
        phase: 'rolling-back',
        released: 0,
        owned: { ...before, ...owned },
      });
      const namespaces = known([aNamespace(), aNamespace({ name: 'other' })], AT);
      return decide(record, { namespaces }).gates.map(({ gate }) => gate);
    };
    const on = (revision: string, uid = 'uid-shop') => ({
      namespaces: [{ name: 'shop', uid, revision }],
    });
    const gates = ['labels', 'workloads', 'injection'];
    expect(superseding({})).toEqual([]);
    expect(superseding({ gateways: { 'ingress/gateway': TO } })).toEqual(gates);
    expect(superseding(on(TO))).toEqual(gates);
    expect(superseding(on(TO, 'uid-other'))).toEqual([]);
    expect(superseding(on(FROM))).toEqual([]);
  });
});
