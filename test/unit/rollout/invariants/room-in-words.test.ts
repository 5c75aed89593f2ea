import type { Action } from '../../../../lib/rollout/action';
import type { QuotaFact } from '../../../../lib/rollout/capacity/capacity-fact';
import { known, unknown } from '../../../../lib/rollout/fact';
import { restartsFit } from '../../../../lib/rollout/invariants/restarts-fit';
import type { Observation, WorkloadFact } from '../../../../lib/rollout/observation';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import { someCapacity } from '../../../support/capacity-builders';
import { AT, aPod, aRecord, aWorkload } from '../../../support/rollout-builders';
import { wrongOf } from '../../../support/wrong-of';

const restart = (name: string): Action => ({
  type: 'restart',
  kind: 'Deployment',
  namespace: 'shop',
  name,
  uid: `uid-${name}`,
  stamp: '',
  seen: null,
  reason: '',
});

/** Room for three pods, of which two are there, and for a core more than they take. */
const quota = (changes: Partial<QuotaFact> = {}): QuotaFact => ({
  namespace: 'shop',
  name: 'q',
  hard: { pods: 3, 'requests.cpu': 3, 'requests.memory': 1 },
  used: { pods: 2, 'requests.cpu': 2, 'requests.memory': 1 },
  scopes: [],
  ...changes,
});

const wants = (name: string, cpu: number) =>
  aPod({
    name: `${name}-1`,
    workload: { kind: 'Deployment', name },
    needs: { amounts: { 'requests.cpu': cpu }, priority: '' },
  });

/** What is wrong with restarts of some workloads, which make a pod before they take one. */
function wrong(
  names: readonly string[],
  quotas: readonly QuotaFact[],
  pods = [wants('cart', 0.5), wants('cart', 1), wants('pay', 0.1)],
  changes: {
    readonly seen?: Partial<Observation>;
    readonly before?: Partial<RolloutRecord>;
    readonly workload?: Partial<WorkloadFact>;
  } = {},
) {
  const workloads = ['cart', 'pay'].map((name) =>
    aWorkload({ name, staying: 2, ...changes.workload }),
  );
  return wrongOf(restartsFit, {
    before: aRecord(changes.before),
    actions: names.map(restart),
    seen: {
      workloads: known(workloads, AT),
      pods: known(pods, AT),
      capacity: known(someCapacity({ quotas }), AT),
      ...changes.seen,
    },
  });
}

describe('a restart that makes a pod more', () => {
  it('fits where its quota has room for exactly one', () => {
    expect(wrong(['cart'], [quota()])).toBeNull();
  });

  it('does not fit where it is one too many, or takes more of anything than there is', () => {
    expect(wrong(['cart', 'pay'], [quota()])).toBe('shop/q is overrun');
    expect(wrong(['cart'], [quota({ hard: { 'requests.cpu': 2.9 } })])).toBe('shop/q is overrun');
    expect(wrong(['pay'], [quota({ hard: { 'requests.cpu': 2.9 } })])).toBeNull();
    const memory = quota({ hard: { 'requests.memory': 0.5 } });
    expect(wrong(['cart'], [memory])).toBeNull();
    expect(wrong(['cart'], [quota({ used: {}, hard: { pods: 0 } })])).toBe('shop/q is overrun');
  });

  it('is judged by the quotas of its own namespace, without scopes and not waived', () => {
    const full = { hard: { pods: 2 } };
    expect(wrong(['cart'], [quota({ ...full, namespace: 'bank' })])).toBeNull();
    expect(
      wrong(
        ['cart'],
        [quota({ ...full, scopes: [{ key: 'BestEffort', operator: 'Exists', values: [] }] })],
      ),
    ).toBeNull();
    const waived = [{ kind: 'ResourceQuota', namespace: 'shop', name: 'q', reason: '' }];
    const { plan } = aRecord();
    const before = { plan: { ...plan, restart: { ...plan.restart, waived } } };
    expect(wrong(['cart'], [quota(full)], [], { before })).toBeNull();
    expect(wrong(['cart'], [quota({ ...full, name: 'r' })], [], { before })).not.toBeNull();
  });

  it('is none where a pod goes first, one more is there already, or it has begun', () => {
    const full = [quota({ hard: { pods: 2 } })];
    expect(wrong(['cart'], full, [], { workload: { staying: 1 } })).toBeNull();
    expect(wrong(['cart'], full, [], { workload: { total: 3 } })).toBeNull();
    const before = { restarting: { 'Deployment/shop/cart': AT } };
    expect(wrong(['cart'], full, [], { before })).toBeNull();
    expect(wrong([], full)).toBeNull();
  });

  it('fits where somebody approved it, and only for the wave of its namespace', () => {
    const full = [quota({ hard: { pods: 2 } })];
    const approved = (wave: string, gate: string): Partial<RolloutRecord> => ({
      approvals: [{ wave, gate, by: 'ann', at: AT, reason: '' }],
    });
    expect(wrong(['cart'], full, [], { before: approved('web', 'capacity') })).toBeNull();
    expect(wrong(['cart'], full, [], { before: approved('web', 'labels') })).not.toBeNull();
    expect(wrong(['cart'], full, [], { before: approved('core', 'capacity') })).not.toBeNull();
  });

  it('is refused where quotas are unknown, and left to others where nothing moves forward', () => {
    const blind = { capacity: unknown<never>('503', AT) };
    expect(wrong(['cart'], [], [], { seen: blind })).toBe('quotas are unknown');
    const full = [quota({ hard: { pods: 2 } })];
    expect(wrong(['cart'], full, [], { before: { phase: 'rolling-back' } })).toBeNull();
    const unread = { workloads: unknown<never>('503', AT) };
    expect(wrong(['cart'], full, [], { seen: unread })).toBeNull();
    const dark = { pods: unknown<never>('503', AT) };
    expect(wrong(['cart'], full, [], { seen: dark })).toBe('shop/q is overrun');
  });
});
