import type { Action, Decision } from '../../../lib/rollout/action';
import { wait } from '../../../lib/rollout/decide';
import { NO_MEMORY } from '../../../lib/rollout/driver-memory';
import { known } from '../../../lib/rollout/fact';
import { INVARIANTS, violationsOf } from '../../../lib/rollout/invariants';
import type { Observation } from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import type { FrozenWave, RolloutRecord } from '../../../lib/rollout/record';
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

const before = asApplied(aRecord());
const aGate = { gate: 'workloads', namespace: '', subject: '', value: '' };

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
    const name = named('nothing is left');
    const ended = { phase: 'rolled-back', released: 0 } as const;
    expect(broken(ended, { from })).not.toContain(name);
    expect(broken({ ...ended, released: 1 }, { from })).toContain(name);
    expect(broken({ ...ended, restarting: { 'Deployment/shop/cart': AT } }, { from })).toContain(
      name,
    );
    const owned = {
      ...before.owned,
      namespaces: [{ ...before.owned.namespaces[0]!, revision: TO }],
    };
    expect(broken({ ...ended, owned }, { from })).toContain(name);
  });

  it('see a way back that depends on what it leaves, and one that a killed driver would not find', () => {
    const from = { ...before, phase: 'rolling-back' } as const;
    expect(broken({ phase: 'rolling-back', since: AT }, { from })).toContain(named('the way back'));
    const rejects = known([aProxy(aPod(), { state: 'error', message: 'no' })], AT);
    const observation = anObservation({
      istiods: known([anIstiod(FROM), anIstiod(TO, { proxies: rejects })], AT),
    });
    const name = named('a driver that');
    expect(broken({ phase: 'retaining' }, { observation })).toContain(name);
    expect(broken({ phase: 'rolling-back' }, { observation })).not.toContain(name);
    expect(broken({ phase: 'retaining' })).not.toContain(name);
  });

  it('see namespaces that move before gateways, and gateways that return before namespaces', () => {
    const name = named('no namespace moves');
    const web = aNamespaceWave('web', ['shop']);
    const core = aNamespaceWave('core', ['pay']);
    const planOf = (...waves: FrozenWave[]) => ({ ...before.plan, waves });
    const wrongly = { ...before, plan: planOf(web, core, aGatewayWave()) };
    expect(broken({ released: 2 }, { from: wrongly })).toContain(name);
    const rightly = { ...before, plan: planOf(aGatewayWave(), core, web) };
    expect(broken({ released: 2 }, { from: rightly })).not.toContain(name);

    const from = { ...rightly, plan: planOf(aGatewayWave(), web), phase: 'rolling-back' as const };
    const returning = { ...from, released: 2, applied: null, since: AT - 1 };
    const actions: Action[] = [{ type: 'apply', expect: [], refresh: false, reason: '' }];
    expect(broken({}, { from: returning, actions })).toContain(name);
    const back = known([aPod({ revision: FROM })], AT);
    const observation = anObservation({ pods: back });
    expect(broken({}, { from: returning, actions, observation })).not.toContain(name);
  });
});
