import type { Action } from '../../../lib/rollout/action';
import { NO_MEMORY } from '../../../lib/rollout/driver-memory';
import { known, unknown } from '../../../lib/rollout/fact';
import { evictedOneByOne } from '../../../lib/rollout/invariants/evicted-one-by-one';
import type { Observation, PodFact } from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import { AT, anObservation, aPod, aRecord, aWorkload, FROM } from '../../support/rollout-builders';

const workload = { kind: 'StatefulSet', name: 'db' } as const;
const db = (name: string, changes: Partial<PodFact> = {}) =>
  aPod({ name, workload, revision: FROM, ...changes });
const evict = (pod: string): Action => ({
  ...workload,
  type: 'evict',
  namespace: 'shop',
  pod,
  uid: `uid-${pod}`,
  reason: '',
});
const seen = (...pods: PodFact[]) =>
  anObservation({
    pods: known(pods, AT),
    workloads: known([aWorkload({ ...workload, replacedBy: 'eviction', desired: 2 })], AT),
  });

function broken(observation: Observation, ...actions: Action[]): string | null {
  const before = aRecord();
  const honest = plan({ observation, record: before, now: AT });
  const decision = { ...honest, actions };
  return evictedOneByOne.check({ before, observation, now: AT, memory: NO_MEMORY, decision });
}

describe('evictions, held against their rule', () => {
  it('may take one while the others are ready', () => {
    expect(broken(seen(db('db-0'), db('db-1')), evict('db-1'))).toBeNull();
  });

  it('may not take two', () => {
    const both = seen(db('db-0'), db('db-1'));
    expect(broken(both, evict('db-0'), evict('db-1'))).toContain('two pods');
  });

  it.each([
    ['gone', []],
    ['not ready', [db('db-0', { ready: false })]],
    ['ending', [db('db-0', { terminating: true })]],
  ])('may take none while another is %s', (_, others) => {
    expect(broken(seen(db('db-1'), ...others), evict('db-1'))).toContain('0 of 1 others');
  });

  it('may take one that serves nobody', () => {
    const sick = seen(db('db-0', { ready: false }), db('db-1', { ready: false }));
    expect(broken(sick, evict('db-1'))).toBeNull();
  });

  it('may take none of what is not known', () => {
    const blind = anObservation({ pods: unknown('503', AT) });
    expect(broken(blind, evict('db-1'))).toContain('unknown');
  });
});
