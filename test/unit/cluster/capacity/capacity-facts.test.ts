import type { V1Pod } from '@kubernetes/client-node';
import { budgetFact } from '../../../../lib/cluster/capacity/budget-fact';
import { listedNode, nodeFacts } from '../../../../lib/cluster/capacity/node-facts';
import { podNeeds } from '../../../../lib/cluster/capacity/pod-needs';
import { quotaFact } from '../../../../lib/cluster/capacity/quota-fact';
import { podFact } from '../../../../lib/cluster/pod-fact';
import { daemonSetFact, statefulSetFact } from '../../../../lib/cluster/workload-fact';

const container = (name: string, requests: Record<string, string>, changes: object = {}) => ({
  name,
  resources: { requests },
  ...changes,
});
const ofPod = (spec: object): V1Pod => ({ spec: { containers: [], ...spec } });
const needs = (spec: object) => podNeeds(ofPod(spec)).amounts;

describe('what a pod counts with', () => {
  it('is all that its containers ask for together', () => {
    const containers = [
      { name: 'a', resources: { requests: { cpu: '100m' }, limits: { memory: '1Gi' } } },
      container('istio-proxy', { cpu: '0.5', memory: '128Mi' }),
      { name: 'c' },
    ];
    expect(needs({ containers })).toEqual({
      'requests.cpu': 0.6,
      'requests.memory': 128 * 2 ** 20,
      'limits.memory': 2 ** 30,
    });
  });

  it('contains a sidecar that starts before the others and stays, and the largest that ends', () => {
    const proxy = container('istio-proxy', { cpu: '100m' }, { restartPolicy: 'Always' });
    const containers = [container('app', { cpu: '200m' })];
    const load = (cpu: string) => container('load', { cpu });
    const cpu = (...initContainers: object[]) =>
      needs({ containers, initContainers })['requests.cpu'];
    expect(cpu(proxy, load('150m'))).toBeCloseTo(0.3);
    expect(cpu(proxy, load('1'))).toBeCloseTo(1.1);
    expect(cpu(load('1'), proxy)).toBeCloseTo(1);
  });

  it('is what is said of the pod as a whole, where that is, and what running it costs', () => {
    const containers = [container('app', { cpu: '200m', memory: '1Gi' })];
    const whole = { resources: { requests: { cpu: '2' } }, overhead: { cpu: '250m' } };
    expect(needs({ containers, ...whole })).toEqual({
      'requests.cpu': 2.25,
      'requests.memory': 2 ** 30,
    });
  });

  it('has its priority', () => {
    expect(podNeeds(ofPod({ priorityClassName: 'high' })).priority).toBe('high');
    expect(podNeeds({}).priority).toBe('');
  });
});

it('a pod says why no node takes it, in the words of the scheduler', () => {
  const scheduled = (changes: object) =>
    podFact({
      status: { conditions: [{ type: 'PodScheduled', status: 'False', ...changes }] },
    }).unschedulable;
  const message = '0/3 nodes are available: 3 Insufficient cpu.';
  expect(scheduled({ reason: 'Unschedulable', message })).toBe(message);
  expect(scheduled({ reason: 'SchedulingGated', message })).toBeNull();
  expect(scheduled({ reason: 'Unschedulable', status: 'True', message })).toBeNull();
});

it('a quota has what its controller counted, and which pods it counts', () => {
  const fact = quotaFact({
    metadata: { namespace: 'shop', name: 'compute' },
    spec: {
      hard: { pods: '5' },
      scopes: ['NotTerminating'],
      scopeSelector: {
        matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }],
      },
    },
    status: { hard: { pods: '4', 'limits.memory': '1.5Gi' }, used: { pods: '3' } },
  });
  expect(fact).toEqual({
    namespace: 'shop',
    name: 'compute',
    hard: { pods: 4, 'limits.memory': 1.5 * 2 ** 30 },
    used: { pods: 3 },
    scopes: [
      { key: 'NotTerminating', operator: 'Exists' },
      { key: 'PriorityClass', operator: 'In', values: ['high'] },
    ],
  });
  expect(quotaFact({ spec: { hard: { pods: '5' } } })).toMatchObject({
    hard: { pods: 5 },
    used: {},
  });
});

it('a disruption budget has what its controller counted; before that it expects more than there is', () => {
  const status = {
    observedGeneration: 2,
    disruptionsAllowed: 0,
    currentHealthy: 3,
    desiredHealthy: 3,
    expectedPods: 3,
  };
  const fact = (generation: number) =>
    budgetFact({ metadata: { name: 'db', namespace: 'shop', generation }, spec: {}, status });
  expect(fact(2)).toEqual({
    namespace: 'shop',
    name: 'db',
    selector: null,
    allowed: 0,
    healthy: 3,
    wanted: 3,
    expected: 3,
  });
  expect(fact(3).expected).toBe(4);
});

it('pods that a disruption budget may select are known by the labels of their template', () => {
  const template = { metadata: { labels: { app: 'db' } } };
  const set = (updateStrategy: object) => ({
    spec: { selector: {}, serviceName: 'db', template, updateStrategy },
  });
  expect(statefulSetFact(set({ type: 'OnDelete' })).podLabels).toEqual({ app: 'db' });
  expect(daemonSetFact(set({ type: 'OnDelete' })).podLabels).toEqual({ app: 'db' });
  expect(statefulSetFact(set({}))).not.toHaveProperty('podLabels');
});

describe('a node', () => {
  const node = (spec: object = {}, ready = 'True') =>
    listedNode({
      metadata: { name: 'a' },
      spec,
      status: {
        allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
        conditions: [{ type: 'Ready', status: ready }],
      },
    });

  it('has left what its pods do not request', () => {
    const placed = [
      { node: 'a', requests: { 'requests.cpu': 1 } },
      { node: 'a', requests: { 'requests.cpu': 0.5, 'requests.memory': 2 ** 30 } },
      { node: '', requests: { 'requests.cpu': 9 } },
      { node: 'gone', requests: { 'requests.cpu': 9 } },
    ];
    expect(nodeFacts([node()], placed)).toEqual([
      {
        name: 'a',
        open: true,
        free: { pods: 108, 'requests.cpu': 2.5, 'requests.memory': 7 * 2 ** 30 },
      },
    ]);
  });

  it.each([
    ['is cordoned', node({ unschedulable: true })],
    ['is not ready', node({}, 'Unknown')],
    ['keeps pods away', node({ taints: [{ key: 'x', effect: 'NoSchedule' }] })],
  ])('takes none when it %s', (_name, { open }) => {
    expect(open).toBe(false);
  });

  it('takes pods though it would rather not', () => {
    expect(node({ taints: [{ key: 'x', effect: 'PreferNoSchedule' }] }).open).toBe(true);
  });
});
