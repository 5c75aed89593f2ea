import type { Action, Decision } from '../../../lib/rollout/action';
import { wait } from '../../../lib/rollout/decide';
import { NO_MEMORY } from '../../../lib/rollout/driver-memory';
import { known } from '../../../lib/rollout/fact';
import { violationsOf } from '../../../lib/rollout/invariants';
import type { FrozenWave } from '../../../lib/rollout/record';
import {
  aGatewayWave,
  AT,
  anIstiod,
  aNamespaceWave,
  anObservation,
  aPod,
  aProxy,
  aRecord,
  asApplied,
  FROM,
  TO,
} from '../../support/rollout-builders';
import { brokenRules, ruleNamed } from '../../support/broken-rules';

const before = asApplied(aRecord());
const aGate = { gate: 'workloads', namespace: '', subject: '', value: '' };

describe('the invariants of liveness and of the order of gateways', () => {
  it('see a wait that does not say for what', () => {
    const silent = (changes: Partial<Decision>) => {
      const decision: Decision = { ...wait(before), ...changes };
      const step = { before, observation: anObservation(), now: AT, memory: NO_MEMORY, decision };
      return violationsOf(step).filter((violation) => violation.startsWith('L2'));
    };
    expect(silent({})).toHaveLength(1);
    const open = { ...aGate, verdict: 'Inconclusive', message: 'cart is not ready' } as const;
    expect(silent({ gates: [open] })).toEqual([]);
    expect(silent({ gates: [{ ...open, message: '' }] })).toHaveLength(1);
    const held = { by: 'the cluster', reason: '503', since: AT, until: null } as const;
    expect(silent({ held })).toEqual([]);
    expect(silent({ held: { ...held, reason: '' } })).toHaveLength(1);
    const stop = { type: 'stop', outcome: 'blocked', message: '' } as const;
    expect(silent({ next: stop })).toHaveLength(1);
  });

  it('see an attempt that leaves something behind on its way back', () => {
    const from = { ...before, phase: 'rolling-back' } as const;
    const name = ruleNamed('nothing is left');
    const ended = { phase: 'rolled-back', released: 0 } as const;
    expect(brokenRules(ended, { from })).not.toContain(name);
    expect(brokenRules({ ...ended, released: 1 }, { from })).toContain(name);
    expect(
      brokenRules({ ...ended, restarting: { 'Deployment/shop/cart': AT } }, { from }),
    ).toContain(name);
    const owned = {
      ...before.owned,
      namespaces: [{ ...before.owned.namespaces[0]!, revision: TO }],
    };
    expect(brokenRules({ ...ended, owned }, { from })).toContain(name);
  });

  it('see a way back that depends on what it leaves, and one that a killed driver would not find', () => {
    const from = { ...before, phase: 'rolling-back' } as const;
    expect(brokenRules({ phase: 'rolling-back', since: AT }, { from })).toContain(
      ruleNamed('the way back'),
    );
    const rejects = known([aProxy(aPod(), { state: 'error', message: 'no' })], AT);
    const observation = anObservation({
      istiods: known([anIstiod(FROM), anIstiod(TO, { proxies: rejects })], AT),
    });
    const name = ruleNamed('a driver that');
    expect(brokenRules({ phase: 'retaining' }, { observation })).toContain(name);
    expect(brokenRules({ phase: 'rolling-back' }, { observation })).not.toContain(name);
    expect(brokenRules({ phase: 'retaining' })).not.toContain(name);
  });

  it('see namespaces that move before gateways, and gateways that return before namespaces', () => {
    const name = ruleNamed('no namespace moves');
    const web = aNamespaceWave('web', ['shop']);
    const core = aNamespaceWave('core', ['pay']);
    const planOf = (...waves: FrozenWave[]) => ({ ...before.plan, waves });
    const wrongly = { ...before, plan: planOf(web, core, aGatewayWave()) };
    expect(brokenRules({ released: 2 }, { from: wrongly })).toContain(name);
    const rightly = { ...before, plan: planOf(aGatewayWave(), core, web) };
    expect(brokenRules({ released: 2 }, { from: rightly })).not.toContain(name);

    const from = { ...rightly, plan: planOf(aGatewayWave(), web), phase: 'rolling-back' as const };
    const returning = { ...from, released: 2, applied: null, since: AT - 1 };
    const actions: Action[] = [{ type: 'apply', expect: [], refresh: false, reason: '' }];
    expect(brokenRules({}, { from: returning, actions })).toContain(name);
    const back = known([aPod({ revision: FROM })], AT);
    const observation = anObservation({ pods: back });
    expect(brokenRules({}, { from: returning, actions, observation })).not.toContain(name);
  });
});
