import type { Action } from '../../../lib/rollout/action';
import { NO_MEMORY } from '../../../lib/rollout/driver-memory';
import { known, unknown } from '../../../lib/rollout/fact';
import { violationsOf } from '../../../lib/rollout/invariants';
import type { Observation } from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import type { RolloutRecord } from '../../../lib/rollout/record';
import {
  AT,
  anInjector,
  anIstiod,
  aNamespace,
  aNamespaceWave,
  anObservation,
  aPod,
  aRecord,
  asApplied,
  aWorkload,
  aTagWave,
  FROM,
  TO,
} from '../../support/rollout-builders';
import { brokenRules, ruleNamed } from '../../support/broken-rules';
import { someCapacity } from '../../support/capacity-builders';

const before = asApplied(aRecord());
const target = { name: 'shop', uid: 'uid-shop', original: { rev: FROM, injection: null } };
const relabel: Action = { type: 'relabel', target, revision: FROM, seen: TO, reason: '' };

describe('the invariants', () => {
  it('hold of what the planner decides', () => {
    const decision = plan({ observation: anObservation(), record: before, now: AT });
    expect(
      violationsOf({ before, observation: anObservation(), now: AT, memory: NO_MEMORY, decision }),
    ).toEqual([]);
  });

  it('see a namespace that belongs to neither revision', () => {
    const owned = {
      namespaces: [{ name: 'shop', uid: 'uid-shop', revision: '1-29' }],
      gateways: {},
      tags: {},
      pointers: {},
    };
    expect(brokenRules({ owned, released: 0 })).toContain(ruleNamed('every namespace of'));
  });

  it('see a tag that points at neither revision, or at one that is removed', () => {
    const owned = { ...before.owned, tags: { web: '1-29', old: FROM } };
    const plan = { ...before.plan, waves: [aTagWave('web', ['shop'])] };
    expect(brokenRules({ owned, plan, released: 0 })).toContain(ruleNamed('every namespace of'));
    expect(brokenRules({ owned, retired: [FROM] })).toContain(ruleNamed('no tag points'));
    expect(brokenRules({ owned })).not.toContain(ruleNamed('no tag points'));
  });

  it('see a tag that leaves while a namespace is labelled with it', () => {
    const from = { ...before, owned: { ...before.owned, tags: { web: FROM } } };
    const labelled = anObservation({
      namespaces: known([aNamespace({ labels: { 'istio.io/rev': 'web' } })], AT),
    });
    const unread = anObservation({ workloads: unknown('503', AT) });
    const name = ruleNamed('a tag leaves');
    const { owned } = before;
    expect(brokenRules({ owned }, { from, observation: labelled })).toContain(name);
    expect(brokenRules({ owned }, { from, observation: unread })).toContain(name);
    expect(brokenRules({ owned }, { from })).not.toContain(name);
  });

  it('see a namespace that is adopted by a label that means something else', () => {
    const seen = { rev: FROM, injection: null };
    const adopt: Action = { type: 'adopt', target, revision: 'web', seen, reason: '' };
    const tag = anInjector(FROM, { tag: 'web' });
    const observation = anObservation({
      injectors: known([anInjector(FROM), anInjector(TO), tag], AT),
    });
    const name = ruleNamed('adopting changes nothing');
    expect(brokenRules({}, { actions: [adopt] })).toContain(name);
    expect(brokenRules({}, { actions: [adopt], observation })).not.toContain(name);
    const moved = { ...adopt, seen: { rev: TO, injection: null } };
    expect(brokenRules({}, { actions: [moved], observation })).toContain(name);
  });

  it('see a namespace that goes back outside a rollback', () => {
    expect(brokenRules({ released: 0 })).toContain(ruleNamed('nothing goes back'));
    expect(brokenRules({}, { actions: [relabel] })).toContain(ruleNamed('nothing goes back'));
    expect(brokenRules({ phase: 'rolling-back' })).not.toContain(ruleNamed('nothing goes back'));
  });

  it('see a wave that is released, or a move that ends, before its soak', () => {
    const waves = [aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['pay'])];
    const twoWaves = aRecord({ plan: { ...before.plan, waves } });
    const from = (passingSince: number | null) => ({ from: { ...twoWaves, passingSince } });
    const name = ruleNamed('a wave is');
    expect(brokenRules({ released: 2 }, from(null))).toContain(name);
    expect(brokenRules({ released: 2 }, from(AT - 9_999))).toContain(name);
    expect(brokenRules({ phase: 'retaining' }, from(AT - 9_999))).toContain(name);
    expect(brokenRules({ released: 2 }, from(AT - 10_000))).not.toContain(name);
  });

  it('see a revision that is given up before it was kept for its time', () => {
    const name = ruleNamed('from is kept');
    const after = (changes: Partial<RolloutRecord>) =>
      brokenRules(
        { phase: 'removing' },
        { from: { ...before, phase: 'retaining', passingSince: AT - 12_000, ...changes } },
      );
    expect(after({ retainedMs: 7_999 })).toContain(name);
    expect(after({ retainedMs: 20_000, passingSince: null })).toContain(name);
    expect(after({ phase: 'moving', retainedMs: 8_000 })).toContain(name);
    expect(after({ retainedMs: 8_000 })).not.toContain(name);
  });

  it('see a rollout that advances on something unknown', () => {
    const observation = anObservation({ istiods: unknown('503', AT) });
    expect(brokenRules({ released: 2 }, { observation })).toContain(
      ruleNamed('nothing unknown lets'),
    );
  });

  it('see a rollout that turns back on something unknown', () => {
    const failure = {
      gate: 'workloads',
      wave: 'web',
      namespace: 'shop',
      subject: '',
      value: '',
      message: '',
      at: AT,
    };
    const observation = anObservation({ pods: unknown('503', AT) });
    const name = ruleNamed('nothing unknown turns');
    expect(brokenRules({ phase: 'rolling-back', failure }, { observation })).toContain(name);
    expect(brokenRules({ phase: 'rolling-back', failure })).not.toContain(name);
  });

  it('see a revision that is retired while something uses it', () => {
    const from = { ...before, phase: 'removing' } as const;
    const used = anObservation({ pods: known([aPod({ revision: FROM })], AT) });
    const perhaps = anObservation({ injectors: unknown('503', AT) });
    const name = ruleNamed('from is retired');
    expect(brokenRules({ retired: [FROM] }, { from, observation: used })).toContain(name);
    expect(brokenRules({ retired: [FROM] }, { from, observation: perhaps })).toContain(name);
    expect(brokenRules({ retired: [FROM] }, { from })).not.toContain(name);
  });

  it('see a finished rollout that does something', () => {
    const from = { ...before, phase: 'done' } as const;
    expect(brokenRules({}, { from, actions: [relabel] })).toContain(
      ruleNamed('a finished rollout'),
    );
  });

  it('see a decision that the same facts do not give again', () => {
    expect(brokenRules({ attempt: 2 })).toContain(ruleNamed('the same facts'));
  });

  it('see something put onto a revision that is not ready', () => {
    const observation = anObservation({
      istiods: known([anIstiod(FROM, { ready: false }), anIstiod(TO)], AT),
    });
    const from = { ...before, phase: 'rolling-back' } as const;
    const name = ruleNamed('nothing is put');
    expect(brokenRules({}, { from, observation, actions: [relabel] })).toContain(name);
    expect(brokenRules({}, { from, actions: [relabel] })).not.toContain(name);
  });

  it('see a namespace that is dropped while it exists', () => {
    const owned = { namespaces: [], gateways: {}, tags: {}, pointers: {} };
    const name = ruleNamed('what we own');
    expect(brokenRules({ owned })).toContain(name);
    const gone = anObservation({ namespaces: known([], AT) });
    expect(brokenRules({ owned }, { observation: gone })).not.toContain(name);
  });

  it('see labels that are given back before the pods', () => {
    const from = { ...before, phase: 'rolling-back' } as const;
    const actions: Action[] = [{ type: 'restore', target, reason: '' }];
    const back = known([aPod({ revision: FROM })], AT);
    const name = ruleNamed('labels are given');
    expect(brokenRules({}, { from, actions })).toContain(name);
    expect(
      brokenRules({}, { from, actions, observation: anObservation({ pods: back }) }),
    ).not.toContain(name);
  });

  it('see more workloads restarted at once than was agreed, and one that was not noted', () => {
    const names = ['a', 'b'];
    const observation = anObservation({
      workloads: known(
        names.map((name) => aWorkload({ name })),
        AT,
      ),
    });
    const from = {
      ...before,
      plan: { ...before.plan, restart: { maxWorkloads: 1, maxPods: 9, waived: [] } },
    };
    const actions = names.map((name): Action => ({
      type: 'restart',
      kind: 'Deployment',
      namespace: 'shop',
      name,
      uid: `uid-${name}`,
      stamp: '',
      seen: null,
      reason: '',
    }));
    const restarting = { 'Deployment/shop/a': AT, 'Deployment/shop/b': AT };
    const name = ruleNamed('no more workloads');
    const after = (count: number, noted: typeof restarting | object = restarting, plan_ = from) =>
      brokenRules(
        { restarting: { ...noted } },
        { from: plan_, observation, actions: actions.slice(0, count) },
      );
    const pods = {
      ...from,
      plan: { ...from.plan, restart: { maxWorkloads: 9, maxPods: 1, waived: [] } },
    };
    expect(after(2)).toContain(name);
    expect(after(2, restarting, pods)).toContain(name);
    expect(after(1, {})).toContain(name);
    expect(after(1)).not.toContain(name);
  });

  it('see a restart whose new pods a quota refuses, or of which that is not known', () => {
    const restart: Action = {
      type: 'restart',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'cart',
      uid: 'uid-cart',
      stamp: `${TO}.1.1`,
      seen: null,
      reason: '',
    };
    const name = ruleNamed('the new pods');
    const restarting = { 'Deployment/shop/cart': AT };
    const seen = (capacity: Observation['capacity'], changes: object = {}) =>
      brokenRules(
        { restarting },
        {
          actions: [restart],
          observation: anObservation({
            workloads: known([aWorkload({ staying: 2 })], AT),
            capacity,
            ...changes,
          }),
        },
      );
    const quotas = (used: number) =>
      known(
        someCapacity({
          quotas: [
            { namespace: 'shop', name: 'q', hard: { pods: 3 }, used: { pods: used }, scopes: [] },
          ],
        }),
        AT,
      );
    expect(seen(quotas(3))).toContain(name);
    expect(seen(unknown('503', AT))).toContain(name);
    expect(seen(quotas(2))).not.toContain(name);
    const withGap = { workloads: known([aWorkload({ staying: 1 })], AT) };
    expect(seen(quotas(3), withGap)).not.toContain(name);
  });

  it('see pods made anew, or labels given, where nothing injects', () => {
    const restart: Action = {
      type: 'restart',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'cart',
      uid: 'uid-cart',
      stamp: '',
      seen: null,
      reason: '',
    };
    const name = ruleNamed('no pod is');
    const gap = anObservation({ namespaces: known([aNamespace({ labels: {} })], AT) });
    const restore: Action = {
      type: 'restore',
      target: { ...target, original: { rev: 'gone', injection: null } },
      reason: '',
    };
    const adopt: Action = {
      type: 'adopt',
      target,
      revision: 'gone',
      seen: { rev: null, injection: null },
      reason: '',
    };
    expect(brokenRules({}, { observation: gap, actions: [restart] })).toContain(name);
    expect(brokenRules({}, { actions: [restore] })).toContain(name);
    expect(brokenRules({}, { actions: [adopt] })).toContain(name);
    expect(brokenRules({}, { actions: [{ ...relabel, revision: 'gone' }] })).toContain(name);
    const blind = anObservation({ injectors: unknown('503', AT) });
    expect(brokenRules({}, { observation: blind, actions: [restart] })).toContain(name);
    expect(brokenRules({}, { actions: [restart, relabel] })).not.toContain(name);
  });

  it('see a removed revision that comes back', () => {
    const from = { ...before, phase: 'removing', retired: [FROM] } as const;
    const name = ruleNamed('a removed revision');
    expect(brokenRules({ retired: [] }, { from })).toContain(name);
    expect(brokenRules({ phase: 'rolling-back' }, { from })).toContain(name);
  });
});
