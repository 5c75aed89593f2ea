import { known, unknown } from '../../../lib/rollout/fact';
import type { Observation } from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import type { RolloutRecord } from '../../../lib/rollout/record';
import {
  AT,
  aNamespace,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aRecord,
  asApplied,
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

describe('planning the installation', () => {
  const installing = (changes: Partial<RolloutRecord> = {}) =>
    aRecord({
      phase: 'installing',
      released: 0,
      owned: { namespaces: [], gateways: {}, tags: {}, pointers: {} },
      ...changes,
    });
  const onFrom = { namespaces: labelled(FROM), pods: wrongPods() };

  it('applies first', () => {
    expect(decide(installing(), onFrom).actions).toMatchObject([{ type: 'apply' }]);
  });

  it('goes on to the proof of the old one once both control planes and the injector are fit', () => {
    expect(decide(asApplied(installing()), onFrom).record.phase).toBe('proving');
    const plan = { ...installing().plan, restartFrom: false };
    expect(decide(asApplied(installing({ plan })), onFrom).record.phase).toBe('adopting');
  });

  it('does not go on with an observation from before the installation', () => {
    const record = asApplied(installing({ since: AT }));
    expect(decide(record, onFrom).record.phase).toBe('installing');
  });

  it('turns back when the new istiod is not ready in time', () => {
    const istiods = known([anIstiod(FROM), anIstiod(TO, { ready: false })], AT);
    const record = asApplied(installing({ since: AT - 60_001 }));
    const decision = decide(record, { ...onFrom, istiods });
    expect(decision.record).toMatchObject({ phase: 'rolling-back', failure: { gate: 'istiod' } });
    expect(
      decide(asApplied(installing({ since: AT - 60_000 })), { ...onFrom, istiods }).record.phase,
    ).toBe('installing');
  });

  it('holds, and never turns back, when the old istiod is not ready or nothing can be read', () => {
    for (const istiods of [known([anIstiod(TO)], AT), unknown<never>('503', AT)]) {
      const late = decide(asApplied(installing({ since: AT - 60_001 })), { ...onFrom, istiods });
      expect(late).toMatchObject({ record: { phase: 'installing' }, next: { type: 'continue' } });
      const later = decide(asApplied(installing({ since: AT - 120_001 })), { ...onFrom, istiods });
      expect(later.next).toMatchObject({ type: 'stop', outcome: 'blocked' });
    }
  });
});

describe('planning the adoption', () => {
  const adopting = applied({
    phase: 'adopting',
    released: 0,
    owned: { namespaces: [], gateways: {}, tags: {}, pointers: {} },
  });

  it.each([
    ['somebody else owns the label', { labels: { 'istio.io/rev': FROM }, revOwned: false }],
    ['istio-injection decides', { labels: { 'istio-injection': 'enabled', 'istio.io/rev': FROM } }],
    ['a tag decides', { labels: { 'istio.io/rev': 'prod' } }],
  ])('adopts a namespace when %s', (_title, changes) => {
    const injectors = known(
      [anInjector(FROM), ...['default', 'prod'].map((tag) => anInjector(FROM, { tag }))],
      AT,
    );
    const namespaces = known([aNamespace(changes)], AT);
    const decision = decide(adopting, { namespaces, injectors });
    expect(decision.actions).toMatchObject([
      { type: 'adopt', revision: FROM, target: { uid: 'uid-shop' } },
    ]);
    expect(decision.record).toBe(adopting);
  });

  it.each([
    ['was opted out', { 'istio-injection': 'disabled' }],
    ['follows a tag that moved', { 'istio.io/rev': 'prod' }],
  ])('waits, and then turns back, when a namespace %s since the start', (_title, labels) => {
    const injectors = known(
      [anInjector(FROM), anInjector(TO), anInjector(TO, { tag: 'prod' })],
      AT,
    );
    const changes = { namespaces: known([aNamespace({ labels })], AT), injectors };
    const decision = decide(adopting, changes);
    expect(decision).toMatchObject({ actions: [], next: { type: 'continue' } });
    expect(decision.status).toContain('namespace shop was on 1-30 when the rollout started');
    expect(decide({ ...adopting, since: AT - 60_001 }, changes).record.phase).toBe('rolling-back');
  });

  it('goes on when every namespace is ours, and only then owns it in the position', () => {
    const { record } = decide(adopting, { namespaces: labelled(FROM) });
    expect(record).toMatchObject({
      phase: 'moving',
      released: 0,
      owned: { namespaces: [{ name: 'shop', uid: 'uid-shop', revision: FROM }] },
    });
  });

  it('takes the labels into the tree before the first wave', () => {
    const record = aRecord({ released: 0 });
    expect(decide(record, { namespaces: labelled(FROM) }).actions).toMatchObject([
      { type: 'apply', expect: ['Namespace shop'] },
    ]);
    expect(decide(asApplied(record), { namespaces: labelled(FROM) }).record.released).toBe(1);
  });
});
