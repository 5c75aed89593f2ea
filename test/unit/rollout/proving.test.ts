import type { Action, Decision } from '../../../lib/rollout/action';
import { NO_MEMORY } from '../../../lib/rollout/driver-memory';
import { known, unknown } from '../../../lib/rollout/fact';
import { survivalGate } from '../../../lib/rollout/gates/survival';
import { violationsOf } from '../../../lib/rollout/invariants';
import type {
  IstiodFact,
  Observation,
  PodFact,
  WorkloadFact,
} from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import type { RolloutRecord } from '../../../lib/rollout/record';
import {
  AT,
  aNamespaceWave,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aProxy,
  aRecord,
  asApplied,
  aWorkload,
  FROM,
  someAdmission,
  TO,
} from '../../support/rollout-builders';

const MESH = 'istio-system';
const STAMP = `${FROM}.1.990000`;
const cart = aPod({ revision: FROM });

/** What differs from an old revision that serves again after its restart. */
interface Changes {
  readonly pod?: Partial<PodFact>;
  readonly istiod?: Partial<IstiodFact>;
  readonly workload?: Partial<WorkloadFact>;
  readonly other?: Partial<Observation>;
}

function cluster({ pod, istiod, workload, other }: Changes = {}): Observation {
  const name = `istiod-${FROM}-a`;
  const owner = { kind: 'Deployment', name: `istiod-${FROM}` } as const;
  return anObservation({
    pods: known(
      [
        cart,
        aPod({ namespace: MESH, name, workload: owner, restart: STAMP, revision: null, ...pod }),
      ],
      AT,
    ),
    workloads: known(
      [
        aWorkload(),
        aWorkload({ ...owner, namespace: MESH, uid: 'uid-istiod', restart: STAMP, ...workload }),
      ],
      AT,
    ),
    istiods: known(
      [anIstiod(FROM, { proxies: known([aProxy(cart)], AT), ...istiod }), anIstiod(TO)],
      AT,
    ),
    admission: known(someAdmission({ injection: { outcome: 'injected', revision: FROM } }), AT),
    ...other,
  });
}

const NOT_YET: Changes = { pod: { restart: null }, workload: { restart: null } };

const proving = (changes: Partial<RolloutRecord> = {}) =>
  asApplied(aRecord({ phase: 'proving', released: 0, progress: [], proof: STAMP, ...changes }));

const decide = (changes: Changes = {}, record = proving(), now = AT): Decision =>
  plan({ observation: cluster(changes), record, now });

/** Past the deadline, from a look that was made then. */
const late = (changes: Changes) => decide(changes, proving({ since: AT - 60_001 }));

const restartOf = (seen: string | null, stamp: string): Action =>
  expect.objectContaining({
    type: 'restart',
    kind: 'Deployment',
    namespace: MESH,
    name: `istiod-${FROM}`,
    uid: 'uid-istiod',
    seen,
    stamp,
  }) as Action;

describe('proving that the old revision survives a restart', () => {
  it.each<[string, Changes, string]>([
    [
      'a proxy that did not come back',
      { istiod: { proxies: known([], AT) } },
      `Inconclusive: the proxy of pod shop/cart-1 is not connected to any istiod of ${FROM} since its restart`,
    ],
    [
      'a proxy that may be on an istiod that cannot be asked',
      { istiod: { proxies: unknown('503', AT) } },
      'Error: 503',
    ],
    [
      'an istiod that does not say its root',
      { istiod: { servedRoot: unknown('503', AT) } },
      'Error: 503',
    ],
    [
      'an istiod with another root',
      { istiod: { servedRoot: known('other', AT) } },
      `Inconclusive: istiod istio-system/istiod-${FROM}-a of ${FROM} serves a chain of a root that namespace shop does not trust; look at its authority before anything goes back`,
    ],
    [
      'no istiod',
      { other: { istiods: known([anIstiod(TO)], AT) } },
      `Inconclusive: istiod of ${FROM}: no pod`,
    ],
    [
      'an istiod that is not replaced',
      { pod: { restart: null } },
      `Inconclusive: istiod istio-system/istiod-${FROM}-a of ${FROM} is not replaced yet`,
    ],
    [
      'an istiod that is not ready',
      { istiod: { ready: false } },
      `Inconclusive: istiod istio-system/istiod-${FROM}-a of ${FROM} is not ready`,
    ],
    [
      'a Deployment that is not through',
      { workload: { updated: 1 } },
      `Inconclusive: Deployment istio-system/istiod-${FROM} is not completely restarted`,
    ],
    ['injectors that cannot be read', { other: { injectors: unknown('503', AT) } }, 'Error: 503'],
    ['roots that cannot be read', { other: { roots: unknown('503', AT) } }, 'Error: 503'],
    ['a wave that cannot be read', { other: { namespaces: unknown('503', AT) } }, 'Error: 503'],
  ])('waits for %s', (_, changes, found) => {
    const { verdict, message } = survivalGate(proving(), cluster(changes));
    expect(`${verdict}: ${message}`).toBe(found);
  });

  it('restarts its istiods one time, noted before it is done', () => {
    const decision = decide(NOT_YET, proving({ proof: null }));
    expect(decision.record).toMatchObject({ proof: `${FROM}.1.${AT}`, since: AT });
    expect(decision.actions).toEqual([restartOf(null, `${FROM}.1.${AT}`)]);
  });

  it('repeats a restart that was not carried out, and no other', () => {
    expect(decide(NOT_YET).actions).toEqual([restartOf(null, STAMP)]);
    expect(decide({ pod: { restart: null } }).actions).toEqual([]);
  });

  it('takes an old stamp of an earlier rollout for no proof', () => {
    const before = { pod: { restart: 'then' }, workload: { restart: 'then' } };
    const decision = decide(before, proving({ proof: null }));
    expect(decision.actions).toEqual([restartOf('then', `${FROM}.1.${AT}`)]);
  });

  it('goes on once it serves again, by a look from after the restart', () => {
    expect(decide().record.phase).toBe('adopting');
    expect(decide({}, proving({ since: AT })).record.phase).toBe('proving');
  });

  const moved = aPod({ name: 'cart-2', revision: FROM });
  const connected = { proxies: known([aProxy(cart)], AT) };
  it.each<[string, Changes, RegExp]>([
    ['a pod is from before the restart', { pod: { restart: null } }, /is not replaced yet/],
    ['a pod is not ready', { istiod: { ready: false } }, /is not ready/],
    [
      'its Deployment still has old pods',
      { workload: { total: 3 } },
      /istiod-1-30 is not completely restarted/,
    ],
    [
      'it serves another root',
      { istiod: { ...connected, servedRoot: known('other', AT) } },
      /a root that namespace shop does not trust/,
    ],
    [
      'its injector is gone',
      { other: { injectors: known([anInjector(TO)], AT) } },
      /the injector of 1-30 is missing/,
    ],
    [
      'a proxy does not come back',
      { other: { pods: known([...podsOf(cluster()), moved], AT) } },
      /the proxy of pod shop\/cart-2 is not connected to any istiod of 1-30/,
    ],
    [
      'its webhook does not inject',
      {
        other: { admission: known(someAdmission({ injection: { outcome: 'not-injected' } }), AT) },
      },
      /1-30/,
    ],
  ])('waits, and after the deadline never begins, when %s', (_, changes, message) => {
    expect(decide(changes)).toMatchObject({
      record: { phase: 'proving' },
      next: { type: 'continue' },
    });
    const { record, next, actions } = late(changes);
    expect({ phase: record.phase, actions, next }).toMatchObject({
      phase: 'proving',
      actions: [],
      next: { type: 'stop', outcome: 'blocked', message: expect.stringMatching(message) as string },
    });
    expect(next).toMatchObject({ message: expect.stringContaining('nothing was moved') as string });
  });

  it.each([
    'istiods',
    'pods',
    'workloads',
    'injectors',
    'roots',
    'namespaces',
    'admission',
  ] as const)('holds while %s cannot be read, and asks a person after twice the time', (fact) => {
    const changes = { other: { [fact]: unknown('503', AT) } };
    expect(late(changes)).toMatchObject({
      record: { phase: 'proving' },
      held: { reason: '503' },
      next: { type: 'continue' },
    });
    const stuck = decide(changes, proving({ since: AT - 120_001 }));
    expect(stuck.next).toMatchObject({ type: 'stop', outcome: 'blocked' });
  });

  it.each<[string, Changes, RegExp]>([
    ['one of them is not ready', { istiod: { ready: false } }, /is not ready/],
    ['its Deployment is not rolled out', { workload: { ready: 1 } }, /is not rolled out/],
    ['its Deployment is paused', { workload: { unrestartable: 'is paused' } }, /is paused/],
    [
      'it serves another root',
      { istiod: { servedRoot: known('other', AT) } },
      /a root that namespace shop does not trust/,
    ],
    ['no pod would stay', { workload: { staying: 0 } }, /would leave no istiod of 1-30/],
    [
      'nothing makes its pod anew',
      { pod: { workload: null } },
      /nothing makes istiod istio-system\/istiod-1-30-a anew/,
    ],
  ])('restarts nothing when %s, and says so', (_, { pod, workload, ...rest }, reason) => {
    const changes = {
      ...rest,
      pod: { restart: null, ...pod },
      workload: { restart: null, ...workload },
    };
    const decision = decide(changes, proving({ proof: null }));
    expect(decision).toMatchObject({ actions: [], record: { proof: null } });
    expect(decision.held?.reason).toMatch(reason);
    const overdue = decide(changes, proving({ proof: null, since: AT - 60_001 }));
    expect(overdue.next).toMatchObject({ type: 'stop', outcome: 'blocked' });
  });

  it('does not ask for the proxies of waves that have moved', () => {
    const waves = [aNamespaceWave('moved', ['shop']), aNamespaceWave('web', ['other'])];
    const record = proving({ plan: { ...aRecord().plan, waves }, released: 1 });
    const changes = { istiod: { proxies: known([], AT) } };
    expect(decide(changes, record).record.phase).toBe('adopting');
  });
});

describe('the rules of the proof', () => {
  const broken = (
    before: RolloutRecord,
    changes: Changes,
    made: { readonly after?: Partial<RolloutRecord>; readonly actions?: readonly Action[] },
  ) => {
    const observation = cluster(changes);
    const honest = plan({ observation, record: before, now: AT });
    const { after = {}, actions = [] } = made;
    const decision = { ...honest, record: { ...before, ...after }, actions };
    return violationsOf({ before, observation, now: AT, memory: NO_MEMORY, decision }).join('\n');
  };
  const goesOn = { after: { phase: 'adopting' } } as const;

  it('see a rollout that begins without it', () => {
    const rule = /S10 nothing moves away/;
    expect(broken(proving(), {}, goesOn)).not.toMatch(rule);
    expect(broken(proving({ phase: 'installing' }), {}, goesOn)).toMatch(rule);
    expect(broken(proving({ proof: null }), {}, goesOn)).toMatch(rule);
    expect(broken(proving({ since: AT }), {}, goesOn)).toMatch(rule);
    expect(broken(proving(), { pod: { restart: null } }, goesOn)).toMatch(rule);
    const spared = { ...aRecord().plan, restartFrom: false };
    expect(broken(proving({ phase: 'installing', plan: spared }), {}, goesOn)).not.toMatch(rule);
  });

  it('see istiods that are restarted where none stays, or not all are well', () => {
    const rule = /S17 istiods are restarted/;
    const actions = decide(NOT_YET, proving({ proof: null })).actions;
    const after = { proof: `${FROM}.1.${AT}` };
    const before = proving({ proof: null });
    expect(broken(before, NOT_YET, { after, actions })).not.toMatch(rule);
    expect(broken(before, NOT_YET, { actions })).toMatch(rule);
    const bare = { ...NOT_YET, workload: { restart: null, staying: 0 } };
    expect(broken(before, bare, { after, actions })).toMatch(rule);
    const unready = { ...NOT_YET, istiod: { ready: false } };
    expect(broken(before, unready, { after, actions })).toMatch(rule);
    const other = actions.map((action) => ({ ...action, name: 'cart', namespace: 'shop' }));
    expect(broken(before, NOT_YET, { after, actions: other })).toMatch(rule);
  });
});

function podsOf({ pods }: Observation): readonly PodFact[] {
  return pods.known ? pods.value : [];
}
