import { known, unknown } from '../../../../lib/rollout/fact';
import type { Observation } from '../../../../lib/rollout/observation';
import { plan } from '../../../../lib/rollout/plan';
import type { FrozenPlan, RolloutRecord } from '../../../../lib/rollout/record';
import { restartProblems } from '../../../../lib/rollout/restart/restart-problems';
import { someCapacity } from '../../../support/capacity-builders';
import {
  AT,
  aNamespace,
  aNamespaceWave,
  anObservation,
  aPod,
  aRecord,
  asApplied,
  aWorkload,
  FROM,
  TO,
} from '../../../support/rollout-builders';

const NAMESPACES = ['bank', 'shop'];
const DEADLINE_MS = 60_000;
const waiver = (namespace: string) => ({
  kind: 'ResourceQuota',
  namespace,
  name: 'pods',
  reason: 'it is raised by hand',
});

/** A quota of pods of each namespace that is named, with so many left. */
const leaving = (left: Readonly<Record<string, number>>, used = 2) =>
  known(
    someCapacity({
      quotas: Object.entries(left).map(([namespace, more]) => ({
        namespace,
        name: 'pods',
        hard: { pods: used + more },
        used: { pods: used },
        scopes: [],
      })),
    }),
    AT,
  );

/** Two namespaces of one wave, labelled for the new revision, each with a workload on the old one that keeps all its pods. */
function seen(capacity: Observation['capacity'], names: readonly string[] = ['app']): Observation {
  const workloads = NAMESPACES.flatMap((namespace) =>
    names.map((name) => aWorkload({ namespace, name, uid: `${namespace}-${name}`, staying: 2 })),
  );
  const pods = workloads.flatMap(({ namespace, name }) =>
    ['1', '2'].map((number) =>
      aPod({
        namespace,
        name: `${name}-${number}`,
        workload: { kind: 'Deployment', name },
        revision: FROM,
      }),
    ),
  );
  return anObservation({
    namespaces: known(
      NAMESPACES.map((name) => aNamespace({ name })),
      AT,
    ),
    workloads: known(workloads, AT),
    pods: known(pods, AT),
    capacity,
  });
}

function recordOf(
  changes: Partial<RolloutRecord> = {},
  agreed: Partial<FrozenPlan> = {},
): RolloutRecord {
  const waves = [aNamespaceWave('web', NAMESPACES)];
  const record = aRecord({ plan: { ...aRecord().plan, waves } });
  const { owned } = aRecord({ plan: { ...record.plan, waves } });
  return asApplied({ ...record, owned, ...changes, plan: { ...record.plan, ...agreed } });
}

const decide = (observation: Observation, record = recordOf(), now = AT) =>
  plan({ observation: { ...observation, at: now }, record, now });
const begun = (...args: Parameters<typeof decide>) =>
  decide(...args).actions.flatMap((one) =>
    one.type === 'restart' ? `${one.namespace}/${one.name}` : [],
  );

describe('a namespace whose quota has no room for the pods of a restart', () => {
  it('is held, and the others of its wave are restarted', () => {
    const decision = decide(seen(leaving({ shop: 0 })));
    expect(decision.actions).toMatchObject([{ type: 'restart', namespace: 'bank' }]);
    expect(decision.gates).toContainEqual(
      expect.objectContaining({
        gate: 'capacity',
        verdict: 'Environment',
        subject: 'Deployment shop/app',
        value: 'pods 2 of 2 used',
      }),
    );
  });

  it('never turns the rollout back: past twice the deadline a person has to look', () => {
    const full = seen(leaving({ bank: 0, shop: 0 }));
    let record = recordOf();
    const outcomes = [0, 1, 2, 3].map((times) => {
      const decision = decide(full, record, AT + times * DEADLINE_MS);
      ({ record } = decision);
      return [record.phase, decision.held?.by, decision.next.type];
    });
    expect(outcomes).toEqual([
      ['moving', 'the cluster', 'continue'],
      ['moving', 'the cluster', 'continue'],
      ['moving', 'the cluster', 'continue'],
      ['moving', 'a person', 'stop'],
    ]);
    expect(decide(full, record, AT).held?.reason).toContain('ResourceQuota bank/pods has no room');
  });

  it('is restarted once there is room, with the time that its wave had left', () => {
    const full = seen(leaving({ bank: 0, shop: 0 }));
    const { record } = decide(full);
    const later = AT + 1.5 * DEADLINE_MS;
    const decision = decide(seen(leaving({ bank: 1, shop: 1 })), record, later);
    expect(decision.record).toMatchObject({ phase: 'moving', since: later, waveringSince: null });
    expect(decision.actions).toHaveLength(2);
  });

  it('gives back to the wave the time in which it had no room, and no more', () => {
    const full = seen(leaving({ shop: 0 }));
    const since = AT - 5000;
    const { record } = decide(full, recordOf({ restarting: {}, since }));
    // The one that has room has begun, and the time of the wave with it.
    const later = AT + 40_000;
    const roomy = { ...seen(leaving({ shop: 1 })), injectors: unknown<never>('503', AT) };
    expect(decide(roomy, record, later).record.since).toBe(later);
  });

  it.each([
    [
      'waived in the plan',
      {},
      { restart: { ...recordOf().plan.restart, waived: [waiver('shop')] } },
    ],
    [
      'answered for by a person',
      { approvals: [{ wave: 'web', gate: 'capacity', by: 'ann', at: AT, reason: '' }] },
      {},
    ],
  ])('is restarted where that is %s', (_name, changes, agreed) => {
    expect(begun(seen(leaving({ shop: 0 })), recordOf(changes, agreed))).toEqual([
      'bank/app',
      'shop/app',
    ]);
  });

  it('is held too where quotas could not be read', () => {
    const decision = decide(seen(unknown('403: resourcequotas', AT)));
    expect(decision.actions).toEqual([]);
    expect(decision.held?.reason).toContain('403: resourcequotas');
  });

  it('goes back without being asked for room', () => {
    const back = recordOf({ phase: 'rolling-back', released: 1 });
    const observation = seen(leaving({ bank: 0, shop: 0 }));
    const returned = {
      ...observation,
      namespaces: known(
        NAMESPACES.map((name) => aNamespace({ name, labels: { 'istio.io/rev': FROM } })),
        AT,
      ),
      pods: known(
        observation.pods.known
          ? observation.pods.value.map((pod) => ({ ...pod, revision: TO }))
          : [],
        AT,
      ),
    };
    expect(begun(returned, back)).toEqual(['bank/app', 'shop/app']);
  });

  it('takes its restarts one after the other where there is room for one', () => {
    const two = seen(leaving({ shop: 1 }, 4), ['app', 'worker']);
    expect(begun(two)).toEqual(['bank/app', 'bank/worker', 'shop/app']);
    const restarting = Object.fromEntries(
      ['bank/app', 'bank/worker', 'shop/app'].map((key) => [`Deployment/${key}`, AT]),
    );
    const stamped = {
      ...two,
      workloads: known(
        two.workloads.known
          ? two.workloads.value.map((one) =>
              `Deployment/${one.namespace}/${one.name}` in restarting
                ? { ...one, restart: `${TO}.1.1`, updated: 0 }
                : one,
            )
          : [],
        AT,
      ),
    };
    expect(begun(stamped, recordOf({ restarting }))).toEqual([]);
  });

  it('fails nothing whose restart has begun and whose pods it refuses', () => {
    const restarting = { 'Deployment/shop/app': AT - 2 * DEADLINE_MS };
    const full = seen(leaving({ shop: 0 }));
    const workloads = known(
      full.workloads.known
        ? full.workloads.value.map((one) => ({ ...one, restart: `${TO}.1.1`, updated: 0 }))
        : [],
      AT,
    );
    const record = recordOf({ restarting, since: AT - 1 });
    expect(decide({ ...full, workloads }, record).record.phase).toBe('moving');
    const roomy = { ...full, workloads, capacity: leaving({ shop: 5 }) };
    expect(decide(roomy, record).record.phase).toBe('rolling-back');
  });
});

describe('a wave that has no room', () => {
  const waiting = (capacity: Observation['capacity']) => {
    const record = recordOf({ released: 0, progress: [], since: AT - 5000 });
    const observation = seen(capacity);
    return decide(
      {
        ...observation,
        namespaces: known(
          NAMESPACES.map((name) => aNamespace({ name, labels: { 'istio.io/rev': FROM } })),
          AT,
        ),
      },
      asApplied(record),
    );
  };

  it('does not move: no label leads to pods that cannot come', () => {
    const { record, held, actions } = waiting(leaving({ shop: 0 }));
    expect([record.released, actions]).toEqual([0, []]);
    expect(held?.reason).toContain('ResourceQuota shop/pods has no room');
    expect(waiting(leaving({ shop: 1 })).record.released).toBe(1);
  });

  it('moves where only nodes are short, and says so', () => {
    const few = known(someCapacity({ nodes: known([], AT) }), AT);
    const { record, gates } = waiting(few);
    expect(record.released).toBe(1);
    expect(gates.find(({ gate }) => gate === 'capacity')).toMatchObject({
      verdict: 'Pass',
      value: 'nodes are short',
      message: expect.stringContaining('no node has room') as string,
    });
  });
});

it('a quota may be waived, with its name and a reason', () => {
  expect(restartProblems({ waive: [waiver('shop')] })).toEqual([]);
});
