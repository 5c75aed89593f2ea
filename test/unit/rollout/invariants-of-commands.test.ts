import type { Action } from '../../../lib/rollout/action';
import type { Command } from '../../../lib/rollout/commands/command';
import type { RolloutRecord } from '../../../lib/rollout/record';
import { aNamespaceWave, aRecord, asApplied, AT, FROM, TO } from '../../support/rollout-builders';
import { brokenRules, ruleNamed } from '../../support/broken-rules';

const before = asApplied(aRecord());
const target = { name: 'shop', uid: 'uid-shop', original: { rev: FROM, injection: null } };
const relabel: Action = { type: 'relabel', target, revision: FROM, seen: TO, reason: '' };

describe('the invariants of what people say', () => {
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
    expect(brokenRules(after, { actions })).toContain(ruleNamed('a paused rollout'));
  });

  it('see a wave that moves, or a removal, though nobody approved it', () => {
    const core = { ...aNamespaceWave('core', ['pay']), approval: true };
    const from = { ...before, plan: { ...before.plan, waves: [...before.plan.waves, core] } };
    const rule = ruleNamed('what needs approval');
    expect(brokenRules({ released: 2 }, { from })).toContain(rule);
    const approvals = [{ ...pause, wave: 'core', gate: null }];
    expect(brokenRules({ released: 2, approvals }, { from })).not.toContain(rule);
    const asked = { ...before, plan: { ...before.plan, removal: 'approve' } } as const;
    const removal = [{ ...pause, wave: 'removal', gate: null }];
    expect(brokenRules({ retired: [FROM] }, { from: asked })).toContain(rule);
    expect(brokenRules({ retired: [FROM], approvals: removal }, { from: asked })).not.toContain(
      rule,
    );
  });

  it('see commands that are dropped, or heeded again', () => {
    const from = { ...before, commands: [said('pause')], heeded: 1 };
    expect(brokenRules({ commands: [] }, { from })).toContain(ruleNamed('what people said'));
    expect(brokenRules({ heeded: 0 }, { from })).toContain(ruleNamed('what people said'));
  });

  it('see a rollback that was asked for and is not begun', () => {
    const from = { ...before, commands: [said('rollback')] };
    expect(brokenRules({ heeded: 1 }, { from })).toContain(ruleNamed('a rollback that'));
    expect(brokenRules({ heeded: 1 }, { from: { ...from, attempt: 2 } })).not.toContain(
      ruleNamed('a rollback that'),
    );
  });
});
