import { known, unknown } from '../../../lib/rollout/fact';
import type { NamespaceFact, Observation } from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import type { FrozenPlan, RolloutRecord } from '../../../lib/rollout/record';
import {
  AT,
  aNamespace,
  anInjector,
  anObservation,
  aPod,
  aProxy,
  anIstiod,
  aRecord,
  asApplied,
  aWorkload,
  FROM,
  TO,
} from '../../support/rollout-builders';

const late = aNamespace({ name: 'late', labels: { 'istio.io/rev': FROM }, revOwned: false });
const soaked = asApplied(aRecord({ passingSince: AT - 15_000 }));
const withPlan = (changes: Partial<FrozenPlan>) =>
  asApplied({ ...soaked, plan: { ...soaked.plan, ...changes } });

function decide(
  record: RolloutRecord,
  extra: readonly NamespaceFact[],
  changes: Partial<Observation> = {},
) {
  const pods = [aPod(), aPod({ name: 'cart-2' })];
  const proxies = known(
    pods.map((pod) => aProxy(pod)),
    AT,
  );
  const observation = anObservation({
    namespaces: known([aNamespace(), ...extra], AT),
    istiods: known([anIstiod(FROM), anIstiod(TO, { proxies })], AT),
    ...changes,
  });
  return plan({ observation, record, now: AT });
}

describe('namespaces that are on the old revision when every wave is proved', () => {
  it('become a last wave, with the longest soak, and the plan keeps its hash', () => {
    const { record, actions } = decide(soaked, [late]);
    expect(actions).toEqual([]);
    expect(record).toMatchObject({ phase: 'moving', released: 1, since: AT });
    expect(record.plan.hash).toBe(soaked.plan.hash);
    expect(record.plan.waves[1]).toMatchObject({
      name: 'stragglers',
      soakSeconds: 10,
      namespaces: [{ name: 'late', uid: 'uid-late', original: { rev: FROM, injection: null } }],
    });
  });

  const appended = asApplied({ ...decide(soaked, [late]).record, since: AT - 1 });

  it('are adopted before their wave, while the others go on being judged', () => {
    expect(decide(appended, [late]).actions).toMatchObject([
      { type: 'adopt', revision: FROM, target: { uid: 'uid-late' } },
    ]);
    const adopted = decide(appended, [{ ...late, revOwned: true }]).record;
    expect(adopted).toMatchObject({ phase: 'moving', released: 2 });
    expect(adopted.owned.namespaces).toContainEqual({
      name: 'late',
      uid: 'uid-late',
      revision: FROM,
    });
  });

  it('are dropped where somebody took them off the old revision meanwhile', () => {
    const labels = { 'istio.io/rev': TO };
    const { record } = decide(appended, [{ ...late, labels }]);
    expect(record.plan.waves).toHaveLength(1);
    expect(decide({ ...record, since: AT - 1 }, [{ ...late, labels }]).record.phase).toBe(
      'retaining',
    );
  });

  it('stop the rollout for a person when their labels do not become ours', () => {
    const overdue = { ...appended, since: AT - 60_001 };
    expect(decide(overdue, [late]).next).toMatchObject({
      outcome: 'blocked',
      message: expect.stringContaining('namespaces late could not be adopted') as string,
    });
  });

  it('are left alone where the spec says so', () => {
    expect(decide(withPlan({ stragglers: 'hold' }), [late]).record.phase).toBe('retaining');
  });

  it('hold the rollout when they are more than a wave of it has', () => {
    const many = [late, { ...late, name: 'later', uid: 'uid-later' }];
    const { record, status } = decide(soaked, many);
    expect(record.phase).toBe('moving');
    expect(status).toContain('late, later are on 1-30 and in no wave');
  });

  it('hold the rollout when they cannot be moved', () => {
    const pods = known([aPod(), aPod({ name: 'cart-2' }), aPod({ namespace: 'late', name: 'bare', workload: null, revision: FROM })], AT); // prettier-ignore
    expect(decide(soaked, [late], { pods }).status).toContain('belongs to no workload');
    const workloads = known([aWorkload(), aWorkload({ namespace: 'late', ready: 1 })], AT);
    expect(decide(soaked, [late], { workloads }).status).toContain('is not rolled out');
  });

  it('hold the rollout while it is not known whether there are any', () => {
    const injectors = unknown<never>('503', AT);
    expect(decide(soaked, [], { injectors }).record.phase).toBe('moving');
  });

  it('are found by what injects them, not by their label', () => {
    const injectors = known(
      [anInjector(FROM), anInjector(TO), anInjector(FROM, { tag: 'prod' })],
      AT,
    );
    const tagged = { ...late, labels: { 'istio.io/rev': 'prod' } };
    expect(decide(soaked, [tagged], { injectors }).record.plan.waves).toHaveLength(2);
  });

  it('come once: what is late after them keeps the old revision from being removed', () => {
    const moved: RolloutRecord = { ...soaked, plan: { ...soaked.plan } };
    const waves = [...moved.plan.waves, { ...appended.plan.waves[1]!, namespaces: [] }];
    const record = asApplied({
      ...moved,
      released: 2,
      plan: { ...moved.plan, waves },
      progress: [moved.progress[0]!, moved.progress[0]!],
    });
    expect(decide(record, [late]).record.phase).toBe('retaining');
  });
});
