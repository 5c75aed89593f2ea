import { known, unknown } from '../../../../lib/rollout/fact';
import type { InjectorFact, Observation } from '../../../../lib/rollout/observation';
import { plan } from '../../../../lib/rollout/plan';
import { positionKey } from '../../../../lib/rollout/position-key';
import { positionOf } from '../../../../lib/rollout/position-of';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import {
  AT,
  aNamespace,
  anInjector,
  anObservation,
  aPod,
  aRecord,
  asApplied,
  aTagService,
  aTagWave,
  FROM,
  TO,
} from '../../../support/rollout-builders';

const TAG = 'web';
const tagged = (revision: string, changes: Partial<InjectorFact> = {}) =>
  anInjector(revision, { name: `istio-revision-tag-${TAG}`, tag: TAG, ...changes });
const injectors = (...tags: readonly InjectorFact[]) =>
  known([anInjector(FROM), anInjector(TO), ...tags], AT);
const labelled = (rev: string, changes = {}) =>
  known([aNamespace({ labels: { 'istio.io/rev': rev }, ...changes })], AT);
const podsOn = (revision: string) =>
  known([aPod({ revision }), aPod({ name: 'cart-2', revision })], AT);
const { plan: frozen } = aRecord();
const ofTags = (changes: Partial<RolloutRecord> = {}) =>
  aRecord({ plan: { ...frozen, mode: 'tag', waves: [aTagWave(TAG, ['shop'])] }, ...changes });
const decide = (record: RolloutRecord, changes: Partial<Observation> = {}, now = AT) =>
  plan({ observation: anObservation(changes), record, now });

describe('a rollout in mode tag', () => {
  describe('while it installs', () => {
    const record = asApplied(ofTags({ phase: 'installing', released: 0 }));
    const onFrom = { namespaces: labelled(FROM), pods: podsOn(FROM) };

    it('has its tags in the tree, on the old revision', () => {
      expect(positionOf(record).tags).toEqual({ [TAG]: FROM });
    });

    it.each([
      ['is there', injectors(tagged(FROM)), 'proving'],
      ['has no CA bundle', injectors(tagged(FROM, { caBundle: false })), 'installing'],
      ['calls another istiod', injectors(tagged(FROM, { client: 'elsewhere' })), 'installing'],
      ['is served twice', injectors(tagged(FROM), tagged(FROM, { name: 'b' })), 'installing'],
      ['is unknown', unknown<never>('503', AT), 'installing'],
    ])('adopts nothing until the injector of the tag %s', (_title, fact, phase) => {
      expect(decide(record, { ...onFrom, injectors: fact }).record.phase).toBe(phase);
    });

    it('puts back a tag that somebody moved', () => {
      const moved = { ...onFrom, injectors: injectors(tagged(TO)) };
      expect(decide(record, moved).actions).toMatchObject([
        { type: 'apply', refresh: true, expect: [`Tag ${TAG}`] },
      ]);
    });
  });

  describe('while it adopts', () => {
    const record = asApplied(ofTags({ phase: 'adopting', released: 0 }));

    it.each([
      ['the revision', FROM],
      ['a tag of somebody else', 'stable'],
    ])('labels what %s selects with the tag', (_title, rev) => {
      const stable = anInjector(FROM, { tag: 'stable' });
      const facts = { namespaces: labelled(rev), injectors: injectors(tagged(FROM), stable) };
      expect(decide(record, facts).actions).toMatchObject([
        { type: 'adopt', revision: TAG, target: { name: 'shop' }, seen: { rev } },
      ]);
    });

    it.each([
      ['is gone', injectors()],
      ['points elsewhere', injectors(tagged(TO))],
      ['has no CA bundle', injectors(tagged(FROM, { caBundle: false }))],
    ])('labels nothing with a tag that %s', (_title, fact) => {
      const facts = { namespaces: labelled(FROM), injectors: fact };
      expect(decide(record, facts).actions).toEqual([]);
    });

    it('goes on with namespaces that an earlier rollout labelled with the tag', () => {
      const facts = { namespaces: labelled(TAG), injectors: injectors(tagged(FROM)) };
      const { record: after, actions } = decide(record, facts);
      expect(actions).toEqual([]);
      expect(after).toMatchObject({ phase: 'moving', owned: { namespaces: [{ revision: TAG }] } });
    });

    it('gives up tags of earlier rollouts that nothing is labelled with any more', () => {
      const owned = { ...record.owned, tags: { [TAG]: FROM, old: FROM, kept: FROM } };
      const other = aNamespace({ name: 'other', labels: { 'istio.io/rev': 'kept' } });
      const namespaces = known([aNamespace({ labels: { 'istio.io/rev': TAG } }), other], AT);
      const facts = { namespaces, injectors: injectors(tagged(FROM)) };
      expect(Object.keys(decide({ ...record, owned }, facts).record.owned.tags)).toEqual([
        TAG,
        'kept',
      ]);
      const blind = { ...facts, workloads: unknown<never>('503', AT) };
      expect(decide({ ...record, owned }, blind).record).toMatchObject({ phase: 'adopting' });
    });
  });

  describe('while it moves a wave', () => {
    const record = asApplied(ofTags());
    const atWork = { namespaces: labelled(TAG), pods: podsOn(FROM) };
    const restarts = (changes: Partial<Observation>) =>
      decide(record, { ...atWork, ...changes }).actions.filter(({ type }) => type === 'restart');

    it('moves the tag with the engine, and leaves the namespaces alone', () => {
      const before = ofTags({ released: 0 });
      const [old, now] = [positionOf(before), positionOf(ofTags())];
      expect([old.tags, now.tags]).toEqual([{ [TAG]: FROM }, { [TAG]: TO }]);
      expect(now.namespaces).toEqual(old.namespaces);
      expect(positionKey(ofTags())).not.toBe(positionKey(before));
      const { actions, status } = decide({ ...ofTags(), settled: false }, atWork);
      expect(actions).toMatchObject([{ type: 'apply', expect: ['Namespace shop', `Tag ${TAG}`] }]);
      expect(status).toContain('moving tag web');
    });

    it('restarts once the tag is read back: its injector is that of the new istiod, and so is its Service', () => {
      expect(restarts({ injectors: injectors(tagged(TO)) })).toMatchObject([{ name: 'cart' }]);
    });

    it.each([
      ['the tag has no CA bundle', injectors(tagged(TO, { caBundle: false }))],
      ['the tag has the CA of the old istiod', injectors(tagged(TO, { client: 'old CA' }))],
      ['the tag is gone', injectors()],
      ['the injectors are unknown', unknown<never>('503', AT)],
    ])('restarts nothing while %s', (_title, fact) => {
      expect(restarts({ injectors: fact })).toEqual([]);
    });

    it.each([
      ['is that of the old revision', known([aTagService(TAG, FROM)], AT)],
      ['is unknown', unknown<never>('503', AT)],
    ])('restarts nothing while the Service of the tag %s', (_title, pointers) => {
      expect(restarts({ injectors: injectors(tagged(TO)), pointers })).toEqual([]);
    });

    it('turns back when the new istiod does not take the tag over in time', () => {
      const late = { ...record, since: AT - 60_001 };
      const facts = { ...atWork, injectors: injectors(tagged(TO, { caBundle: false })) };
      expect(decide(late, facts).record).toMatchObject({
        phase: 'rolling-back',
        failure: { gate: 'labels', subject: `Tag ${TAG}`, value: 'no CA bundle after 60 s' },
      });
    });
  });

  describe('on the way back', () => {
    const back = (changes: Partial<RolloutRecord> = {}) =>
      ofTags({ phase: 'rolling-back', ...changes });
    const moved = { namespaces: labelled(TAG), pods: podsOn(TO) };

    it('moves the tag back directly first, from where it was seen', () => {
      expect(decide(back(), { ...moved, injectors: injectors(tagged(TO)) }).actions).toMatchObject([
        { type: 'retag', tag: TAG, revision: FROM, seen: TO },
      ]);
      expect(decide(back(), { ...moved, injectors: injectors() }).actions).toMatchObject([
        { type: 'retag', seen: null },
      ]);
    });

    it('then restarts, once the tag is read back', () => {
      const half = injectors(tagged(FROM, { client: 'new CA' }));
      expect(decide(back(), { ...moved, injectors: half }).actions).toEqual([]);
      const whole = injectors(tagged(FROM));
      expect(decide(back(), { ...moved, injectors: whole }).actions).toMatchObject([
        { type: 'restart', name: 'cart' },
      ]);
    });

    it('goes on without a tag that cannot be moved, when its time is over', () => {
      const late = back({ since: AT - 60_001 });
      const { actions } = decide(late, { ...moved, injectors: injectors(tagged(TO)) });
      expect(actions).toMatchObject([{ type: 'apply' }]);
    });

    it('gives the labels back at the end, and the tag up when nothing is labelled with it', () => {
      const annotations = { 'istio-revisions.dev/original': '{}' };
      const home = { pods: podsOn(FROM), injectors: injectors(tagged(FROM)) };
      const adopted = { ...home, namespaces: labelled(TAG, { annotations }) };
      const leaving = decide(asApplied(back()), adopted).record;
      expect(leaving.owned).toMatchObject({ namespaces: [], tags: { [TAG]: FROM } });
      const settled = asApplied({ ...leaving, settled: true, since: AT - 1 });
      expect(decide(settled, adopted).actions).toMatchObject([{ type: 'restore' }]);
      const given = { ...home, namespaces: labelled(FROM) };
      const without = decide(settled, given).record;
      expect([without.phase, without.owned.tags]).toEqual(['rolling-back', {}]);
      const ended = asApplied({ ...without, settled: true, since: AT - 1 });
      expect(decide(ended, { ...given, injectors: injectors() }).record.phase).toBe('rolled-back');
    });

    it('keeps a tag that the namespaces had before the rollout', () => {
      const wave = aTagWave(TAG, ['shop']);
      const before = { rev: TAG, injection: null };
      const namespaces = [{ name: 'shop', uid: 'uid-shop', original: before }];
      const waves = [{ ...wave, kind: 'namespace' as const, namespaces }];
      const record = asApplied(back({ plan: { ...frozen, mode: 'tag', waves } }));
      const home = { namespaces: labelled(TAG), pods: podsOn(FROM) };
      const { record: after } = decide(record, { ...home, injectors: injectors(tagged(FROM)) });
      expect(after).toMatchObject({ phase: 'rolled-back', owned: { tags: { [TAG]: FROM } } });
    });
  });
});
