import type {
  BudgetFact,
  CapacityFact,
  QuotaFact,
} from '../../../../lib/rollout/capacity/capacity-fact';
import { nodeShortage } from '../../../../lib/rollout/capacity/node-shortage';
import { roomProblem } from '../../../../lib/rollout/capacity/room-problem';
import { known, unknown } from '../../../../lib/rollout/fact';
import type { Observation, PodFact, WorkloadFact } from '../../../../lib/rollout/observation';
import { someCapacity } from '../../../support/capacity-builders';
import { AT, anObservation, aPod, aWorkload, FROM } from '../../../support/rollout-builders';

const needs = {
  amounts: { 'requests.cpu': 0.6, 'requests.memory': 2 ** 30, 'limits.cpu': 2 },
  priority: '',
};
const ofCart = (changes: Partial<PodFact> = {}) => aPod({ revision: FROM, needs, ...changes });
const CART = [ofCart(), ofCart({ name: 'cart-2' })];

const quota = (changes: Partial<QuotaFact> = {}): QuotaFact => ({
  namespace: 'shop',
  name: 'compute',
  hard: { pods: 2 },
  used: { pods: 2 },
  scopes: [],
  ...changes,
});

/** Both pods of `cart` stay while it is restarted, so that a third is made first. */
const SURGING = { desired: 2, staying: 2 };

function problemOf(
  capacity: Partial<CapacityFact>,
  workload: Partial<WorkloadFact> = SURGING,
  others: Partial<Observation> = {},
  waived: readonly string[] = [],
) {
  const observation = anObservation({
    workloads: known([aWorkload(workload)], AT),
    pods: known(CART, AT),
    capacity: known(someCapacity(capacity), AT),
    ...others,
  });
  const waivers = waived.map((name) => ({
    kind: 'ResourceQuota',
    namespace: 'shop',
    name,
    reason: 'it is raised by hand',
  }));
  const pods = others.pods?.known === true ? others.pods.value : CART;
  return roomProblem({ workload: aWorkload(workload), pods }, observation, waivers);
}

describe('a quota', () => {
  it('without room for one pod more is named with its numbers, and with what to do', () => {
    expect(problemOf({ quotas: [quota()] })).toEqual({
      known: true,
      value: 'pods 2 of 2 used',
      message:
        'ResourceQuota shop/compute has no room: pods 2 of 2 used, and a restart of Deployment shop/cart makes a pod beside its 2 before it takes one, which needs 1 more; raise it, let a pod go first (maxUnavailable), or waive the quota in restart.waive',
    });
  });

  it.each([
    ['requests.cpu', 1.5, 1.2, 'requests.cpu 1200m of 1500m used', '600m'],
    ['cpu', 1.5, 1.2, 'cpu 1200m of 1500m used', '600m'],
    ['limits.cpu', 5, 4, 'limits.cpu 4000m of 5000m used', '2000m'],
    ['memory', 2.5 * 2 ** 30, 2 ** 31, 'memory 2Gi of 2.5Gi used', '1Gi'],
    ['count/pods', 2, 2, 'count/pods 2 of 2 used', '1'],
  ])('is compared by %s with what a pod asks for, its sidecar included', (...row) => {
    const [resource, hard, used, value, more] = row;
    const found = problemOf({
      quotas: [quota({ hard: { [resource]: hard }, used: { [resource]: used } })],
    });
    expect(found).toMatchObject({ value });
    expect(found?.message).toContain(`which needs ${more} more`);
  });

  it('with exactly as much left as a pod asks for has room', () => {
    const exact = quota({ hard: { 'requests.cpu': 1.8 }, used: { 'requests.cpu': 1.2 } });
    expect(problemOf({ quotas: [exact] })).toBeNull();
  });

  it.each([
    ['of another namespace', quota({ namespace: 'bank' })],
    [
      'of something that pods do not ask for',
      quota({ hard: { services: 1 }, used: { services: 1 } }),
    ],
    [
      'of pods that end by themselves',
      quota({ scopes: [{ key: 'Terminating', operator: 'Exists' }] }),
    ],
    [
      'of pods that ask for nothing',
      quota({ scopes: [{ key: 'BestEffort', operator: 'Exists' }] }),
    ],
    [
      'of another priority',
      quota({ scopes: [{ key: 'PriorityClass', operator: 'In', values: ['high'] }] }),
    ],
  ])('%s is no matter', (_name, other) => {
    expect(problemOf({ quotas: [other] })).toBeNull();
  });

  it.each([
    ['NotTerminating', 'Exists', undefined],
    ['NotBestEffort', 'Exists', undefined],
    ['PriorityClass', 'NotIn', ['high']],
    ['CrossNamespacePodAffinity', 'Exists', undefined],
  ] as const)('by the scope %s %s counts, or may count, these pods', (key, operator, values) => {
    const scoped = quota({ scopes: [{ key, operator, ...(values && { values }) }] });
    expect(problemOf({ quotas: [scoped] })).not.toBeNull();
  });

  it('that is waived by name is not asked; another one is', () => {
    const both = [quota(), quota({ name: 'second' })];
    expect(problemOf({ quotas: [quota()] }, SURGING, {}, ['compute'])).toBeNull();
    expect(problemOf({ quotas: both }, SURGING, {}, ['compute'])?.message).toContain('shop/second');
  });

  it.each([
    ['a pod goes first', { desired: 2, staying: 1 }],
    ['the new pod is there already', { desired: 2, staying: 2, total: 3 }],
  ])('needs no room where %s', (_name, workload) => {
    expect(problemOf({ quotas: [quota()] }, workload)).toBeNull();
  });

  it('has the room that pods on their way out still hold, and those that are one too many', () => {
    const going = [...CART, ofCart({ name: 'cart-3', terminating: true })];
    const full = { quotas: [quota({ hard: { pods: 3 }, used: { pods: 3 } })] };
    expect(problemOf(full)).not.toBeNull();
    expect(problemOf(full, SURGING, { pods: known(going, AT) })).toBeNull();
  });

  it.each([
    ['could not be read', unknown<CapacityFact>('403: quotas', AT)],
    ['was not asked for', null],
  ])('that %s is not known to have room', (_name, capacity) => {
    expect(problemOf({}, SURGING, { capacity })).toMatchObject({ known: false });
    expect(problemOf({}, { desired: 2, staying: 1 }, { capacity })).toBeNull();
  });
});

describe('a disruption budget', () => {
  const budget = (changes: Partial<BudgetFact> = {}): BudgetFact => ({
    namespace: 'shop',
    name: 'db',
    selector: { matchLabels: { app: 'db' } },
    allowed: 0,
    healthy: 2,
    wanted: 2,
    expected: 2,
    ...changes,
  });
  const DB = {
    kind: 'StatefulSet',
    name: 'db',
    replacedBy: 'eviction',
    podLabels: { app: 'db' },
  } as const;

  it('that allows no eviction though all is well is named with its numbers, and with what to do', () => {
    expect(problemOf({ budgets: [budget()] }, DB)?.message).toBe(
      'PodDisruptionBudget shop/db allows no eviction although all is well: 2 of 2 pods must stay, so the pods of StatefulSet shop/db cannot be replaced; let it allow one, or give the StatefulSet db another update strategy',
    );
  });

  it.each([
    ['allows one', { allowed: 1 }],
    ['waits for a pod to get well', { healthy: 1 }],
    ['selects other pods', { selector: { matchLabels: { app: 'cart' } } }],
    ['selects nothing', { selector: null }],
    ['is of another namespace', { namespace: 'bank' }],
  ])('that %s keeps nothing', (_name, changes) => {
    expect(problemOf({ budgets: [budget(changes)] }, DB)).toBeNull();
  });

  it('is no matter of a rolling restart, which evicts nothing', () => {
    const rolling = { ...DB, replacedBy: 'template' } as const;
    expect(problemOf({ budgets: [budget()] }, rolling)).toBeNull();
  });
});

describe('nodes', () => {
  const node = (free: Record<string, number>, open = true) => ({ name: 'a', open, free });
  const large = { pods: 1, 'requests.cpu': 1, 'requests.memory': 2 ** 31 };
  const short = (nodes: CapacityFact['nodes'], workload: Partial<WorkloadFact> = SURGING) =>
    nodeShortage(
      [{ workload: aWorkload(workload), pods: CART }],
      anObservation({ capacity: known(someCapacity({ nodes }), AT) }),
    );

  it('without room for one pod more are told before the restart, with what it asks for', () => {
    expect(short(known([node({ ...large, 'requests.cpu': 0.5 })], AT))).toBe(
      'no node has room for a pod more of Deployment shop/cart (requests.cpu 600m, requests.memory 1Gi): it stays pending until one has, or one is added',
    );
  });

  it.each([
    ['no place for a pod', node({ ...large, pods: 0 })],
    ['pods kept away', node(large, false)],
  ])('with %s do not count', (_name, one) => {
    expect(short(known([one], AT))).toContain('no node has room');
  });

  it('are enough when one of them takes the pod; its limits take no room', () => {
    expect(short(known([node({}), node(large)], AT))).toBeNull();
  });

  it('are no matter where a pod goes first, or has its node', () => {
    const none = known([], AT);
    expect(short(none, { desired: 2, staying: 1 })).toBeNull();
    expect(short(none, { ...SURGING, kind: 'DaemonSet' })).toBeNull();
  });

  it('that could not be read are told, and hold nothing', () => {
    expect(short(unknown('403: nodes', AT))).toBe(
      'whether nodes have room for new pods is not known: 403: nodes',
    );
    expect(problemOf({ nodes: unknown('403: nodes', AT) })).toBeNull();
  });

  it('that take a pod of a restart no more are told in the words of the scheduler', () => {
    const pending = ofCart({ name: 'cart-3', unschedulable: '0/3 nodes are available' });
    const found = problemOf(
      {},
      { desired: 2, staying: 1 },
      { pods: known([...CART, pending], AT) },
    );
    expect(found).toEqual({
      known: true,
      value: 'unschedulable',
      message:
        'no node takes pod shop/cart-3 of Deployment shop/cart: 0/3 nodes are available; it waits until one does',
    });
  });
});
