import { known } from '../../../../lib/rollout/fact';
import type { Observation, WorkloadFact } from '../../../../lib/rollout/observation';
import { plan } from '../../../../lib/rollout/plan';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import { restartProblems } from '../../../../lib/rollout/restart/restart-problems';
import { restartLimits, type RestartSpec } from '../../../../lib/rollout/restart/restart-spec';
import {
  AT,
  aNamespace,
  anIstiod,
  anObservation,
  aPod,
  aRecord,
  asApplied,
  aWorkload,
  FROM,
  TO,
} from '../../../support/rollout-builders';

const STAMP = `${TO}.1.1`;
const key = (name: string) => `Deployment/shop/${name}`;

/** Workloads of one namespace, each with one pod on the old revision unless it is said to be moved. */
function cluster(
  workloads: readonly Partial<WorkloadFact>[],
  moved: readonly string[] = [],
): Partial<Observation> {
  const all = workloads.map((changes) => aWorkload(changes));
  return {
    workloads: known(all, AT),
    pods: known(
      all.map(({ name }) =>
        aPod({
          name: `${name}-1`,
          workload: { kind: 'Deployment', name },
          revision: moved.includes(name) ? TO : FROM,
        }),
      ),
      AT,
    ),
  };
}

const named = (...names: string[]) => names.map((name): Partial<WorkloadFact> => ({ name }));
const many = (count: number) =>
  named(...Array.from({ length: count }, (_, index) => `w${String(index).padStart(4, '0')}`));

function decide(
  restart: RestartSpec,
  facts: Partial<Observation>,
  changes: Partial<RolloutRecord> = {},
  now = AT,
) {
  const record = asApplied(aRecord(changes));
  const frozen = { ...record.plan, restart: restartLimits(restart) };
  return plan({ observation: anObservation(facts), record: { ...record, plan: frozen }, now });
}
const begun = (...args: Parameters<typeof decide>) =>
  decide(...args).actions.flatMap((action) => (action.type === 'restart' ? action.name : []));

describe('the pace of restarts', () => {
  it('begins with as many workloads as may restart at once, by name, and notes them first', () => {
    const decision = decide({ maxWorkloads: 2 }, cluster(named('c', 'a', 'b')));
    expect(decision.actions).toMatchObject([{ name: 'a' }, { name: 'b' }]);
    expect(decision.record.restarting).toEqual({ [key('a')]: AT, [key('b')]: AT });
  });

  it('goes on with the next when one is finished, and counts the deadline from there', () => {
    const facts = cluster([{ name: 'a', restart: STAMP }, ...named('b', 'c')], ['a']);
    const restarting = { [key('a')]: AT - 9000, [key('b')]: AT - 9000 };
    const decision = decide({ maxWorkloads: 2 }, facts, { restarting, since: AT - 50_000 });
    // `b` was noted by a driver that was killed before it got to it.
    expect(decision.actions).toMatchObject([{ name: 'b' }, { name: 'c' }]);
    expect(decision.record).toMatchObject({
      restarting: { [key('b')]: AT - 9000, [key('c')]: AT },
      since: AT,
    });
  });

  it('is looked at again sooner while others wait for a place', () => {
    const rolling = { name: 'a', restart: STAMP, updated: 1 };
    const after = (names: readonly string[], maxWorkloads = 1) =>
      decide({ maxWorkloads }, cluster([rolling, ...named(...names)]), {
        restarting: { [key('a')]: AT - 9000 },
      }).next;
    expect(after([])).toEqual({ type: 'continue', afterMs: 1000 });
    expect(after(['b'])).toEqual({ type: 'continue', afterMs: 250 });
    expect(after(['b', 'c'], 2)).toEqual({ type: 'continue', afterMs: 250 });
    expect(after(['b'], 2)).toEqual({ type: 'continue', afterMs: 1000 });
  });

  it('counts what rolls though the record does not know of it', () => {
    const facts = cluster([{ name: 'a', restart: STAMP, updated: 1 }, ...named('b', 'c')]);
    expect(begun({ maxWorkloads: 2 }, facts)).toEqual(['b']);
  });

  it.each([
    { maxPods: 4, atOnce: [2, 2, 2], expected: ['a', 'b'] },
    { maxPods: 3, atOnce: [2, 2, 1], expected: ['a'] },
    { maxPods: 1, atOnce: [9, 1, 1], expected: ['a'] },
    { maxPods: 5, atOnce: [1, 9, 1], expected: ['a'] },
  ])('begins with $expected where $maxPods pods may start at once', (row) => {
    const facts = cluster(
      ['a', 'b', 'c'].map((name, index) => ({ name, atOnce: row.atOnce[index] ?? 1 })),
    );
    expect(begun({ maxPods: row.maxPods }, facts)).toEqual(row.expected);
  });

  it('begins with what the istiods of the new revision accept in a second, where no limit is given', () => {
    const wave = cluster(many(2000));
    const more = known([anIstiod(FROM), ...['a', 'b'].map((pod) => anIstiod(TO, { pod }))], AT);
    expect(begun({}, wave)).toHaveLength(20);
    expect(begun({}, { ...wave, istiods: more })).toHaveLength(40);
    expect(begun({ maxPods: 5000 }, wave)).toHaveLength(50);
  });

  it('turns back for a workload that is not well in its time, though others still wait for their turn', () => {
    const facts = cluster([{ name: 'a', restart: STAMP, updated: 1, ready: 1 }, ...named('b')]);
    const at = (startedAt: number) =>
      decide({ maxWorkloads: 1 }, facts, { restarting: { [key('a')]: startedAt }, since: AT - 1 })
        .record;
    expect(at(AT - 60_000).phase).toBe('moving');
    expect(at(AT - 60_001)).toMatchObject({
      phase: 'rolling-back',
      restarting: {},
      failure: { gate: 'workloads', wave: 'web', subject: 'Deployment shop/a' },
    });
  });

  it('holds on the way back too, where one that is late keeps no other from its turn', () => {
    const back = (startedAt: number) => {
      const facts = cluster(
        [{ name: 'a', restart: `${FROM}.1.1`, updated: 1 }, ...named('b', 'c')],
        ['a', 'b', 'c'],
      );
      const namespaces = known([aNamespace({ labels: { 'istio.io/rev': FROM } })], AT);
      return begun(
        { maxWorkloads: 1 },
        { ...facts, namespaces },
        {
          phase: 'rolling-back',
          restarting: { [key('a')]: startedAt },
          progress: [],
        },
      );
    };
    expect(back(AT - 60_000)).toEqual([]);
    expect(back(AT - 60_001)).toEqual(['b']);
  });

  it('forgets a workload that is gone', () => {
    const decision = decide({}, cluster(named('a'), ['a']), { restarting: { [key('z')]: AT } });
    expect(decision.record.restarting).toEqual({});
  });
});

describe('restartProblems', () => {
  it.each([0, -1, 1.5, Number.NaN])('refuses %d', (value) => {
    expect(restartProblems({ maxWorkloads: value, maxPods: value })).toEqual([
      `restart.maxWorkloads: found ${value}, must be a whole number from 1`,
      `restart.maxPods: found ${value}, must be a whole number from 1`,
    ]);
  });

  it('refuses a waiver that names nothing, gives no reason, is there twice, or is for what can be moved', () => {
    const job = { kind: 'Job', namespace: 'shop', name: 'report', reason: 'ends at night' };
    const problems = (...waive: NonNullable<RestartSpec['waive']>) => restartProblems({ waive });
    expect(problems(job)).toEqual([]);
    expect(problems({ ...job, reason: ' ' })).toEqual(['restart.waive[0].reason: it is empty']);
    expect(problems({ ...job, name: '' })).toEqual(['restart.waive[0].name: it is empty']);
    expect(problems(job, job)).toEqual(['restart.waive: Job shop/report is there twice']);
    expect(problems({ ...job, kind: 'Deployment' })).toEqual([
      'restart.waive[0]: a Deployment can be moved; bring it in order, or leave its namespace out',
    ]);
  });

  it('takes what is left out', () => {
    expect(restartProblems({})).toEqual([]);
    expect(restartLimits()).toEqual({ maxWorkloads: 50, maxPods: null, waived: [] });
  });
});
