import { known, unknown } from '../../../lib/rollout/fact';
import type { Observation } from '../../../lib/rollout/observation';
import type { RolloutRecord } from '../../../lib/rollout/record';
import type { RolloutSpec } from '../../../lib/rollout/rollout-spec';
import { startRollout } from '../../../lib/rollout/start-rollout';
import {
  AT,
  aNamespace,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aWorkload,
  FROM,
  TO,
} from '../../support/rollout-builders';

const spec: RolloutSpec = { from: FROM, to: TO, waves: [{ name: 'web', namespaces: ['shop'] }] };
const gatewaySpec: RolloutSpec = {
  ...spec,
  waves: [{ name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] }],
};
const onFrom = (changes: Partial<Observation> = {}) =>
  anObservation({
    namespaces: known([aNamespace({ labels: { 'istio.io/rev': FROM }, revOwned: false })], AT),
    pods: known([aPod({ revision: FROM })], AT),
    istiods: known([anIstiod(FROM)], AT),
    injectors: known([anInjector(FROM)], AT),
    ...changes,
  });
const start = (
  changes: Partial<Observation> = {},
  options: { spec?: RolloutSpec; record?: RolloutRecord | null; now?: number } = {},
) => startRollout({ spec, record: null, now: AT, ...options, observation: onFrom(changes) });
const problems = (...args: Parameters<typeof start>) => {
  const result = start(...args);
  return result.ok ? [] : result.problems;
};
const started = (...args: Parameters<typeof start>): RolloutRecord => {
  const result = start(...args);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.record;
};

describe('startRollout', () => {
  it('freezes the plan with identities, original labels and defaults', () => {
    expect(started()).toMatchObject({
      phase: 'installing',
      attempt: 1,
      released: 0,
      applied: null,
      owned: { namespaces: [], gateways: {}, tags: {}, pointers: {} },
      plan: {
        deadlineSeconds: 600,
        waves: [
          {
            name: 'web',
            soakSeconds: 300,
            namespaces: [
              { name: 'shop', uid: 'uid-shop', original: { rev: FROM, injection: null } },
            ],
          },
        ],
      },
    });
  });

  it('gives equal plans equal hashes, and different ones different hashes', () => {
    const hash = started().plan.hash;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(started({}, { now: AT + 1 }).plan.hash).toBe(hash);
    expect(started({}, { spec: { ...spec, soakSeconds: 1 } }).plan.hash).not.toBe(hash);
  });

  const labelled = (labels: Record<string, string>, injectors = [anInjector(FROM)]) => ({
    namespaces: known([aNamespace({ labels })], AT),
    injectors: known(injectors, AT),
  });

  it.each([
    ['its label', labelled({ 'istio.io/rev': FROM })],
    ['a tag', labelled({ 'istio.io/rev': 'prod' }, [anInjector(FROM, { tag: 'prod' })])],
    [
      'istio-injection',
      labelled({ 'istio-injection': 'enabled' }, [anInjector(FROM, { tag: 'default' })]),
    ],
  ])('takes a namespace that is injected by the old revision through %s', (_title, changes) => {
    expect(problems(changes)).toEqual([]);
  });

  it.each([
    [
      'is injected by another revision',
      labelled({ 'istio.io/rev': '1-29' }, [anInjector('1-29')]),
      /shop is injected by 1-29/,
    ],
    [
      'has a tag of another revision',
      labelled({ 'istio.io/rev': 'p' }, [anInjector('1-29', { tag: 'p' })]),
      /tag p points at 1-29/,
    ],
    ['has no label', labelled({}), /shop is not injected \(no injection label\)/],
    [
      'turns injection off',
      labelled({ 'istio-injection': 'disabled', 'istio.io/rev': FROM }),
      /istio-injection=disabled/,
    ],
    [
      'follows a default that nobody serves',
      labelled({ 'istio-injection': 'enabled' }),
      /no injector serves/,
    ],
    ['does not exist', { namespaces: known([], AT) }, /shop of wave "web" does not exist/],
  ])('refuses a namespace that %s', (_title, changes, message) => {
    expect(problems(changes)).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ['of a Job', { workload: { kind: 'Job', name: 'j' } }, 'Job shop/j'],
    ['of nothing', { workload: null }, 'Pod shop/cart-1'],
    ['of a ReplicaSet', { workload: { kind: 'ReplicaSet', name: 'r' } }, 'ReplicaSet shop/r'],
    ['of what it does not know', { workload: { kind: 'Rollout', name: 'r' } }, 'Rollout shop/r'],
  ])('refuses a living pod %s, which no restart replaces, unless it is waived', (...row) => {
    const [, changes, subject] = row;
    // Its owner is told once, however many pods it has.
    const facts = { pods: known([aPod(changes), aPod(changes)], AT) };
    expect(problems(facts)).toEqual([expect.stringContaining(`${subject} cannot be moved: `)]);
    const [kind = '', name = ''] = subject.replace('shop/', '').split(' ');
    const waive = [{ kind, namespace: 'shop', name, reason: 'ends at night' }];
    expect(problems(facts, { spec: { ...spec, restart: { waive } } })).toEqual([]);
    expect(started(facts, { spec: { ...spec, restart: { waive } } }).plan.restart.waived).toEqual(
      waive,
    );
    const other = [{ kind, namespace: 'pay', name, reason: 'ends at night' }];
    expect(problems(facts, { spec: { ...spec, restart: { waive: other } } })).toHaveLength(1);
  });

  it.each([
    ['ended', { phase: 'Succeeded' }],
    ['opted out', { optedOut: true }],
    ['is in another namespace', { namespace: 'other' }],
  ])('does not mind a bare pod that %s', (_title, changes) => {
    expect(problems({ pods: known([aPod({ workload: null, ...changes })], AT) })).toEqual([]);
  });

  it.each([
    ['none runs', [], /no istiod of 1-30 runs/],
    [
      'one is not ready',
      [anIstiod(FROM), anIstiod(FROM, { pod: 'i/b', ready: false })],
      /istiod i\/b of 1-30 is not ready/,
    ],
  ])('refuses to start when %s of the old revision', (_title, istiods, message) => {
    expect(problems({ istiods: known(istiods, AT) })).toEqual([expect.stringMatching(message)]);
  });

  it.each(['namespaces', 'workloads', 'pods', 'istiods', 'injectors'] as const)(
    'refuses to start when %s could not be read',
    (fact) => {
      expect(problems({ [fact]: unknown('503', AT) })).toEqual([
        `${fact} could not be read: 503; try again`,
      ]);
    },
  );

  const gateway = (templateRev: string | null, labels: Record<string, string> = {}) => ({
    workloads: known(
      [aWorkload({ namespace: 'ingress', name: `gateway-${FROM}`, templateRev })],
      AT,
    ),
    namespaces: known([aNamespace({ name: 'ingress', labels })], AT),
  });

  it('takes a gateway whose pod template names the old revision', () => {
    expect(started(gateway(FROM), { spec: gatewaySpec }).owned.gateways).toEqual({
      'ingress/gateway': FROM,
    });
  });

  it.each([
    [
      'has no generation of the old revision',
      { workloads: known([], AT) },
      /no Deployment ingress\/gateway-1-30/,
    ],
    ['is on another revision', gateway('1-29'), /labelled istio.io\/rev=1-29, not 1-30/],
    ['names no revision', gateway(null), /has no label/],
    [
      'is in a namespace whose label decides',
      gateway(FROM, { 'istio.io/rev': FROM }),
      /decides over the gateway's own label/,
    ],
  ])('refuses a gateway that %s', (_title, changes, message) => {
    expect(problems(changes, { spec: gatewaySpec })).toEqual([expect.stringMatching(message)]);
  });

  it('tells every problem at once', () => {
    const found = problems({
      namespaces: known([], AT),
      istiods: known([], AT),
    });
    expect(found).toHaveLength(2);
  });

  it('refuses a gateway inside a namespace that a wave moves', () => {
    const waves = [
      { name: 'edge', gateways: [{ namespace: 'shop', name: 'gateway' }] },
      { name: 'web', namespaces: ['shop'] },
    ];
    expect(problems({}, { spec: { ...spec, waves } })).toEqual([
      expect.stringMatching(/gateway shop\/gateway/),
    ]);
  });

  describe('with a record', () => {
    const record = started();

    it('resumes a rollout under way as it was agreed, whatever can be read', () => {
      expect(started({}, { record })).toEqual(record);
      expect(started({ istiods: unknown('503', AT) }, { record })).toEqual(record);
    });

    it('counts no time in which nobody drove: neither for a soak nor against a deadline', () => {
      const soaking: RolloutRecord = {
        ...record,
        phase: 'moving',
        released: 1,
        passingSince: AT,
        waveringSince: AT,
        soakRestarts: 3,
        restarts: { a: 3 },
        cleanScans: [AT],
      };
      expect(started({}, { record: soaking, now: AT + 3_600_000 })).toEqual({
        ...soaking,
        since: AT + 3_600_000,
        passingSince: null,
        waveringSince: null,
        soakRestarts: 0,
        restarts: {},
        cleanScans: [],
      });
    });

    it('gives a rollout that nobody drove past its deadline a new one', () => {
      const now = AT + 600_001;
      expect(started({}, { record, now })).toEqual({ ...record, since: now });
    });

    it.each([
      ['waves', { waves: [{ name: 'web', namespaces: ['shop', 'pay'] }] }, 'wave web'],
      ['revisions', { to: '1-32' }, 'to'],
      ['times', { deadlineSeconds: 1 }, 'deadlineSeconds'],
    ])('refuses other %s while it is under way, and says what differs', (_title, change, key) => {
      const found = problems({}, { record, spec: { ...spec, ...change } });
      expect(found[0]).toContain('finish it first');
      expect(found.slice(1)).toEqual([expect.stringContaining(`${key}: `)]);
    });

    it('leaves a rollout that is done alone', () => {
      const done = { ...record, phase: 'done' } as const;
      expect(started({ namespaces: known([], AT) }, { record: done })).toBe(done);
    });

    it('retries after a rollback with a new plan and a new attempt, keeping what is ours', () => {
      const owned = {
        namespaces: [
          { name: 'shop', uid: 'uid-shop', revision: FROM },
          { name: 'gone', uid: 'uid-gone', revision: FROM },
        ],
        gateways: {},
        tags: {},
        pointers: {},
      };
      const back: RolloutRecord = { ...record, phase: 'rolled-back', applied: 'key', owned };
      expect(started({}, { record: back, now: AT + 5 })).toMatchObject({
        phase: 'installing',
        attempt: 2,
        since: AT + 5,
        applied: null,
        owned: { namespaces: [{ name: 'shop', uid: 'uid-shop', revision: FROM }] },
      });
    });

    it('does not take a lost record for a rollout that never started', () => {
      const annotations = { 'istio-revisions.dev/original': '{"rev":null,"injection":"enabled"}' };
      const namespaces = known([aNamespace({ labels: { 'istio.io/rev': FROM }, annotations })], AT);
      expect(problems({ namespaces })).toEqual([
        expect.stringContaining('the record of the rollout is gone, but namespaces shop were'),
      ]);
      const done: RolloutRecord = { ...record, phase: 'rolled-back' };
      expect(started({ namespaces }, { record: done }).attempt).toBe(2);
    });

    it('starts the next move after one that is done, and keeps what that one retired', () => {
      const done: RolloutRecord = {
        ...record,
        plan: { ...record.plan, from: '1-29', to: FROM },
        phase: 'done',
        retired: ['1-29'],
        attempt: 3,
      };
      expect(started({}, { record: done })).toMatchObject({ attempt: 1, retired: ['1-29'] });
    });
  });
});
