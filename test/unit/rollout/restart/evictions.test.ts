import { known } from '../../../../lib/rollout/fact';
import type { PodFact } from '../../../../lib/rollout/observation';
import { plan } from '../../../../lib/rollout/plan';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import {
  AT,
  anObservation,
  aPod,
  aRecord,
  asApplied,
  aWorkload,
  FROM,
  TO,
} from '../../../support/rollout-builders';

const KEY = 'StatefulSet/shop/db';
const workload = { kind: 'StatefulSet', name: 'db' } as const;
const db = (ordinal: number, revision: string, changes: Partial<PodFact> = {}) =>
  aPod({ name: `db-${ordinal}`, workload, revision, ...changes });

function decide(pods: readonly PodFact[], changes: Partial<RolloutRecord> = {}, desired = 3) {
  const observation = anObservation({
    workloads: known(
      [
        aWorkload({
          ...workload,
          replacedBy: 'eviction',
          desired,
          updated: desired,
          ready: desired,
        }),
      ],
      AT,
    ),
    pods: known(pods, AT),
  });
  return plan({ observation, record: asApplied(aRecord(changes)), now: AT });
}
const evicted = (...args: Parameters<typeof decide>) =>
  decide(...args).actions.flatMap((action) => (action.type === 'evict' ? action.pod : action.type));

describe('a workload whose pods nothing replaces until they are deleted', () => {
  it('loses its last pod first, by uid, noted before', () => {
    const decision = decide([db(2, FROM), db(10, FROM), db(1, FROM)]);
    expect(decision.actions).toMatchObject([
      { type: 'evict', kind: 'StatefulSet', name: 'db', pod: 'db-10', uid: 'uid-db-10' },
    ]);
    expect(decision.record.restarting).toEqual({ [KEY]: AT });
  });

  const since = AT - 10_000;
  const begun = { restarting: { [KEY]: since }, since };

  it('loses the next when the one before is there again and ready, and its time begins anew', () => {
    const decision = decide([db(0, FROM), db(1, FROM), db(2, TO)], begun);
    expect(decision.actions).toMatchObject([{ type: 'evict', pod: 'db-1' }]);
    expect(decision.record).toMatchObject({ restarting: { [KEY]: AT }, since: AT });
  });

  it.each([
    ['is not there', []],
    ['is not ready', [db(2, TO, { ready: false })]],
    ['still ends', [db(2, FROM, { terminating: true })]],
  ])('loses none while the one before %s', (_, last) => {
    const decision = decide([db(0, FROM), db(1, FROM), ...last], begun);
    expect(decision.actions).toEqual([]);
    expect(decision.record.restarting).toEqual(begun.restarting);
  });

  it('loses none on a look from before the last one went', () => {
    const all = [db(0, FROM), db(1, FROM), db(2, FROM)];
    expect(evicted(all, { restarting: { [KEY]: AT } })).toEqual([]);
    // A driver that was killed before it got to it does it at the next look.
    expect(evicted(all, { restarting: { [KEY]: AT - 1 } })).toEqual(['db-2']);
  });

  it('loses one that is not ready first: it serves nobody', () => {
    const pods = [db(0, FROM, { ready: false }), db(1, FROM), db(2, FROM)];
    expect(evicted(pods)).toEqual(['db-0']);
  });

  it('loses no pod that is right already', () => {
    expect(evicted([db(0, TO), db(1, TO), db(2, TO)])).toEqual([]);
  });

  it('is given up when what comes back is wrong again and again', () => {
    const again = db(2, FROM, { createdAt: since + 1000 });
    const after = (count: number) =>
      decide([db(0, FROM), db(1, FROM), again], { ...begun, restarts: { [KEY]: count } });
    expect(after(1).record.restarts).toEqual({ [KEY]: 2 });
    expect(after(2).actions).toHaveLength(1);
    expect(after(3).record).toMatchObject({
      phase: 'rolling-back',
      failure: { gate: 'injection', subject: 'StatefulSet shop/db' },
    });
  });
});
