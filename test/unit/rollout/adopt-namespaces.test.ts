import { adoptNamespaces, labelText } from '../../../lib/rollout/adopt-namespaces';
import { known, unknown } from '../../../lib/rollout/fact';
import type { NamespaceFact, Observation } from '../../../lib/rollout/observation';
import type { FrozenPlan, FrozenWave, RolloutRecord } from '../../../lib/rollout/record';
import {
  AT,
  aNamespace,
  aNamespaceWave,
  anInjector,
  anObservation,
  aRecord,
  aTagWave,
  FROM,
  TO,
} from '../../support/rollout-builders';

const web = aNamespaceWave('web', ['shop', 'bank']);
const ours = { name: 'x', uid: 'uid-x', revision: FROM };
const of = (name: string, changes: Partial<NamespaceFact> = {}) =>
  aNamespace({ name, labels: { 'istio.io/rev': FROM }, ...changes });
const stranger = { revOwned: false };

/** How far the adoption of a wave is, by a record that owns nothing of it. */
function adopt(
  facts: readonly NamespaceFact[],
  {
    wave = web,
    plan = {},
    owned = [ours],
    seen = {},
  }: {
    wave?: FrozenWave;
    plan?: Partial<FrozenPlan>;
    owned?: RolloutRecord['owned']['namespaces'];
    seen?: Partial<Observation>;
  } = {},
) {
  const record = aRecord({
    plan: { ...aRecord().plan, waves: [wave], ...plan },
    owned: { ...aRecord().owned, namespaces: owned },
  });
  const observation = anObservation({ namespaces: known(facts, AT), ...seen });
  return { record, adoption: adoptNamespaces(record, [wave], observation) };
}

describe('the adoption of namespaces', () => {
  it('is over once each has our label for what injects it; then the record owns those that live', () => {
    const { adoption } = adopt([of('shop'), of('other', stranger)]);
    expect(adoption).toMatchObject({
      kind: 'adopted',
      record: {
        owned: { namespaces: [ours, { name: 'shop', uid: 'uid-shop', revision: FROM }] },
      },
    });
  });

  it('owns each one time', () => {
    const before = { name: 'shop', uid: 'uid-shop', revision: 'old' };
    const { adoption } = adopt([of('shop')], { owned: [before] });
    expect(adoption).toMatchObject({
      record: { owned: { namespaces: [{ ...before, revision: FROM }] } },
    });
  });

  it('gives each that is not ours the label of what injects it, and says what did so far', () => {
    const injected = { 'istio-injection': 'enabled' };
    const { adoption } = adopt([of('shop', stranger), of('bank', { labels: injected })], {
      seen: { injectors: known([anInjector(FROM), anInjector(FROM, { tag: 'default' })], AT) },
    });
    const target = (name: string) => web.namespaces.find((one) => one.name === name);
    expect(adoption).toMatchObject({ kind: 'open', changed: [], astray: null });
    expect(adoption.kind === 'open' && adoption.actions).toEqual([
      {
        type: 'adopt',
        target: target('shop'),
        revision: FROM,
        seen: { rev: FROM, injection: null },
        reason: `istio.io/rev=${FROM}, owned by another field manager, means ${FROM} today`,
      },
      {
        type: 'adopt',
        target: target('bank'),
        revision: FROM,
        seen: { rev: null, injection: 'enabled' },
        reason: `istio-injection=enabled means ${FROM} today`,
      },
    ]);
  });

  it('takes a label beside another that decides for none of ours', () => {
    const both = { 'istio.io/rev': FROM, 'istio-injection': 'disabled' };
    expect(adopt([of('shop', { labels: both })]).adoption.kind).toBe('open');
  });

  it('names those that something else injects by now', () => {
    const moved = of('bank', { labels: { 'istio.io/rev': TO } });
    const { adoption } = adopt([of('shop', stranger), moved]);
    expect(adoption.kind === 'open' && adoption.changed.map(({ fact }) => fact.name)).toEqual([
      'bank',
    ]);
  });

  it('is by the tag of the wave, which has to mean what injects them', () => {
    const wave = aTagWave('web', ['shop']);
    const injectors = known([anInjector(FROM), anInjector(FROM, { tag: 'web' })], AT);
    const { adoption } = adopt([of('shop')], { wave, seen: { injectors } });
    expect(adoption).toMatchObject({ astray: null, actions: [{ revision: 'web' }] });
    expect(adopt([of('shop')], { wave }).adoption).toMatchObject({
      astray: `revision tag web: absent, it belongs on ${FROM}`,
    });
    const labelled = [of('shop', { labels: { 'istio.io/rev': 'web' } })];
    expect(adopt(labelled, { wave, seen: { injectors } }).adoption).toMatchObject({
      record: { owned: { namespaces: [ours, { name: 'shop', revision: 'web' }] } },
    });
  });

  it('leaves what a superseded rollout has brought elsewhere where it is', () => {
    const owned = [{ name: 'shop', uid: 'uid-shop', revision: TO }];
    const there = of('shop', { labels: { 'istio.io/rev': TO }, ...stranger });
    const superseding = adopt([there], { owned, plan: { source: 'x' } }).adoption;
    expect(superseding).toMatchObject({ changed: [], actions: [{ revision: TO }] });
    expect(adopt([of('bank', stranger)], { owned, plan: { source: 'x' } }).adoption).toMatchObject({
      changed: [],
      actions: [{ revision: FROM }],
    });
    expect(adopt([there], { owned }).adoption).toMatchObject({ actions: [{ revision: FROM }] });
  });

  it('leaves the namespaces of single workloads to their own wave, and a patch leaves all', () => {
    const wave = { ...web, workloads: [] };
    expect(adopt([of('shop', stranger)], { wave }).adoption.kind).toBe('adopted');
    const plan = { from: `${FROM}@1.30.3`, to: `${FROM}@1.30.4` };
    const { record, adoption } = adopt([of('shop', stranger)], { plan });
    expect(adoption).toEqual({ kind: 'adopted', record });
  });

  it('is not known where namespaces or injectors could not be read', () => {
    const blind = unknown<never>('503', AT);
    for (const seen of [{ namespaces: blind }, { injectors: blind }])
      expect(adopt([of('shop')], { seen }).adoption).toEqual({ kind: 'unknown', reason: '503' });
  });
});

describe('what decides a namespace’s injection', () => {
  it.each<[Partial<NamespaceFact>, string]>([
    [{ labels: { 'istio-injection': 'enabled', 'istio.io/rev': TO } }, 'istio-injection=enabled'],
    [{ labels: {} }, 'no label'],
    [{}, `istio.io/rev=${FROM}`],
    [stranger, `istio.io/rev=${FROM}, owned by another field manager,`],
  ])('is told: %j', (changes, text) => {
    expect(labelText(of('shop', changes))).toBe(text);
  });
});
