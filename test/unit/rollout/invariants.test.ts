import type { Action, Decision } from '../../../lib/rollout/action';
import type { Command } from '../../../lib/rollout/commands/command';
import { NO_MEMORY } from '../../../lib/rollout/driver-memory';
import { known, unknown } from '../../../lib/rollout/fact';
import { INVARIANTS, violationsOf } from '../../../lib/rollout/invariants';
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

const before = asApplied(aRecord());
const target = { name: 'shop', uid: 'uid-shop', original: { rev: FROM, injection: null } };
const relabel: Action = { type: 'relabel', target, revision: FROM, seen: TO, reason: '' };

/** Names of the invariants that a made-up decision breaks. */
function broken(
  after: Partial<RolloutRecord>,
  options: {
    from?: RolloutRecord;
    observation?: Observation;
    actions?: readonly Action[];
  } = {},
): string[] {
  const { from = before, observation = anObservation(), actions = [] } = options;
  const honest = plan({ observation, record: from, now: AT });
  const decision: Decision = { ...honest, record: { ...from, ...after }, actions };
  return violationsOf({ before: from, observation, now: AT, memory: NO_MEMORY, decision }).map(
    (violation) => violation.split(': ')[0]!,
  );
}

const NAMES = Object.fromEntries(
  INVARIANTS.map(({ rule, name }) => [name.split(' ').slice(0, 3).join(' '), `${rule} ${name}`]),
);
const named = (start: string) => NAMES[start] ?? start;

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
    expect(broken({ owned, released: 0 })).toContain(named('every namespace of'));
  });

  it('see a tag that points at neither revision, or at one that is removed', () => {
    const owned = { ...before.owned, tags: { web: '1-29', old: FROM } };
    const plan = { ...before.plan, waves: [aTagWave('web', ['shop'])] };
    expect(broken({ owned, plan, released: 0 })).toContain(named('every namespace of'));
    expect(broken({ owned, retired: [FROM] })).toContain(named('no tag points'));
    expect(broken({ owned })).not.toContain(named('no tag points'));
  });

  it('see a tag that leaves while a namespace is labelled with it', () => {
    const from = { ...before, owned: { ...before.owned, tags: { web: FROM } } };
    const labelled = anObservation({
      namespaces: known([aNamespace({ labels: { 'istio.io/rev': 'web' } })], AT),
    });
    const unread = anObservation({ workloads: unknown('503', AT) });
    const name = named('a tag leaves');
    const { owned } = before;
    expect(broken({ owned }, { from, observation: labelled })).toContain(name);
    expect(broken({ owned }, { from, observation: unread })).toContain(name);
    expect(broken({ owned }, { from })).not.toContain(name);
  });

  it('see a namespace that is adopted by a label that means something else', () => {
    const seen = { rev: FROM, injection: null };
    const adopt: Action = { type: 'adopt', target, revision: 'web', seen, reason: '' };
    const tag = anInjector(FROM, { tag: 'web' });
    const observation = anObservation({
      injectors: known([anInjector(FROM), anInjector(TO), tag], AT),
    });
    const name = named('adopting changes nothing');
    expect(broken({}, { actions: [adopt] })).toContain(name);
    expect(broken({}, { actions: [adopt], observation })).not.toContain(name);
    const moved = { ...adopt, seen: { rev: TO, injection: null } };
    expect(broken({}, { actions: [moved], observation })).toContain(name);
  });

  it('see a namespace that goes back outside a rollback', () => {
    expect(broken({ released: 0 })).toContain(named('nothing goes back'));
    expect(broken({}, { actions: [relabel] })).toContain(named('nothing goes back'));
    expect(broken({ phase: 'rolling-back' })).not.toContain(named('nothing goes back'));
  });

  it('see a wave that is released, or a move that ends, before its soak', () => {
    const waves = [aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['pay'])];
    const twoWaves = aRecord({ plan: { ...before.plan, waves } });
    const from = (passingSince: number | null) => ({ from: { ...twoWaves, passingSince } });
    const name = named('a wave is');
    expect(broken({ released: 2 }, from(null))).toContain(name);
    expect(broken({ released: 2 }, from(AT - 9_999))).toContain(name);
    expect(broken({ phase: 'retaining' }, from(AT - 9_999))).toContain(name);
    expect(broken({ released: 2 }, from(AT - 10_000))).not.toContain(name);
  });

  it('see a revision that is given up before it was kept for its time', () => {
    const name = named('from is kept');
    const after = (changes: Partial<RolloutRecord>) =>
      broken(
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
    expect(broken({ released: 2 }, { observation })).toContain(named('nothing unknown lets'));
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
    const name = named('nothing unknown turns');
    expect(broken({ phase: 'rolling-back', failure }, { observation })).toContain(name);
    expect(broken({ phase: 'rolling-back', failure })).not.toContain(name);
  });

  it('see a revision that is retired while something uses it', () => {
    const from = { ...before, phase: 'removing' } as const;
    const used = anObservation({ pods: known([aPod({ revision: FROM })], AT) });
    const perhaps = anObservation({ injectors: unknown('503', AT) });
    const name = named('from is retired');
    expect(broken({ retired: [FROM] }, { from, observation: used })).toContain(name);
    expect(broken({ retired: [FROM] }, { from, observation: perhaps })).toContain(name);
    expect(broken({ retired: [FROM] }, { from })).not.toContain(name);
  });

  it('see a finished rollout that does something', () => {
    const from = { ...before, phase: 'done' } as const;
    expect(broken({}, { from, actions: [relabel] })).toContain(named('a finished rollout'));
  });

  it('see a decision that the same facts do not give again', () => {
    expect(broken({ attempt: 2 })).toContain(named('the same facts'));
  });

  it('see something put onto a revision that is not ready', () => {
    const observation = anObservation({
      istiods: known([anIstiod(FROM, { ready: false }), anIstiod(TO)], AT),
    });
    const from = { ...before, phase: 'rolling-back' } as const;
    const name = named('nothing is put');
    expect(broken({}, { from, observation, actions: [relabel] })).toContain(name);
    expect(broken({}, { from, actions: [relabel] })).not.toContain(name);
  });

  it('see a namespace that is dropped while it exists', () => {
    const owned = { namespaces: [], gateways: {}, tags: {}, pointers: {} };
    const name = named('what we own');
    expect(broken({ owned })).toContain(name);
    const gone = anObservation({ namespaces: known([], AT) });
    expect(broken({ owned }, { observation: gone })).not.toContain(name);
  });

  it('see labels that are given back before the pods', () => {
    const from = { ...before, phase: 'rolling-back' } as const;
    const actions: Action[] = [{ type: 'restore', target, reason: '' }];
    const back = known([aPod({ revision: FROM })], AT);
    const name = named('labels are given');
    expect(broken({}, { from, actions })).toContain(name);
    expect(broken({}, { from, actions, observation: anObservation({ pods: back }) })).not.toContain(
      name,
    );
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
    const name = named('no more workloads');
    const after = (count: number, noted: typeof restarting | object = restarting, plan_ = from) =>
      broken(
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
    const name = named('no pod is');
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
    expect(broken({}, { observation: gap, actions: [restart] })).toContain(name);
    expect(broken({}, { actions: [restore] })).toContain(name);
    expect(broken({}, { actions: [adopt] })).toContain(name);
    expect(broken({}, { actions: [{ ...relabel, revision: 'gone' }] })).toContain(name);
    const blind = anObservation({ injectors: unknown('503', AT) });
    expect(broken({}, { observation: blind, actions: [restart] })).toContain(name);
    expect(broken({}, { actions: [restart, relabel] })).not.toContain(name);
  });

  it('see a removed revision that comes back', () => {
    const from = { ...before, phase: 'removing', retired: [FROM] } as const;
    const name = named('a removed revision');
    expect(broken({ retired: [] }, { from })).toContain(name);
    expect(broken({ phase: 'rolling-back' }, { from })).toContain(name);
  });

  const said = (type: Command['type'], wave: string | null = null): Command => {
    return {
      id: 1,
      type,
      target: { plan: 'h', attempt: 1, wave, gate: null },
      by: 'ann',
      at: AT,
      reason: '',
    };
  };
  const pause = { by: 'ann', at: AT, reason: '' };

  it.each<[string, Partial<RolloutRecord>, readonly Action[]]>([
    ['moves on', { paused: pause, phase: 'retaining' }, []],
    ['restarts something', { paused: pause }, [relabel]],
  ])('see a paused rollout that %s', (_what, after, actions) => {
    expect(broken(after, { actions })).toContain(named('a paused rollout'));
  });

  it('see a wave that moves, or a removal, though nobody approved it', () => {
    const core = { ...aNamespaceWave('core', ['pay']), approval: true };
    const from = { ...before, plan: { ...before.plan, waves: [...before.plan.waves, core] } };
    const rule = named('what needs approval');
    expect(broken({ released: 2 }, { from })).toContain(rule);
    const approvals = [{ ...pause, wave: 'core', gate: null }];
    expect(broken({ released: 2, approvals }, { from })).not.toContain(rule);
    const asked = { ...before, plan: { ...before.plan, removal: 'approve' } } as const;
    const removal = [{ ...pause, wave: 'removal', gate: null }];
    expect(broken({ retired: [FROM] }, { from: asked })).toContain(rule);
    expect(broken({ retired: [FROM], approvals: removal }, { from: asked })).not.toContain(rule);
  });

  it('see commands that are dropped, or heeded again', () => {
    const from = { ...before, commands: [said('pause')], heeded: 1 };
    expect(broken({ commands: [] }, { from })).toContain(named('what people said'));
    expect(broken({ heeded: 0 }, { from })).toContain(named('what people said'));
  });

  it('see a rollback that was asked for and is not begun', () => {
    const from = { ...before, commands: [said('rollback')] };
    expect(broken({ heeded: 1 }, { from })).toContain(named('a rollback that'));
    expect(broken({ heeded: 1 }, { from: { ...from, attempt: 2 } })).not.toContain(
      named('a rollback that'),
    );
  });
});
