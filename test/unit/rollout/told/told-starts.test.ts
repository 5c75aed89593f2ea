import { known, unknown } from '../../../../lib/rollout/fact';
import type { Observation, PodFact, WorkloadFact } from '../../../../lib/rollout/observation';
import type { RolloutSpec, WaveSpec } from '../../../../lib/rollout/rollout-spec';
import { startRollout } from '../../../../lib/rollout/start-rollout';
import { gatewaysOf } from '../../../../lib/rollout/wave-members';
import {
  AT,
  aNamespace,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aWorkload,
  FROM,
  LATER,
  TO,
} from '../../../support/rollout-builders';

const web = { name: 'web', namespaces: ['shop'] };
const edge = { name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] };
const gateway = aWorkload({ namespace: 'ingress', name: 'gateway', templateRev: FROM });
const on = (name: string, labels: Readonly<Record<string, string>> = { 'istio.io/rev': FROM }) =>
  aNamespace({ name, labels, revOwned: false });
const waves = (...all: WaveSpec[]): Partial<RolloutSpec> => ({ waves: all });
const seen = (name: keyof Observation, ...value: readonly unknown[]) => ({
  [name]: known(value, AT),
});
const inShop = (changes: Partial<WorkloadFact>) => seen('workloads', aWorkload(changes));
const pods = (...all: Partial<PodFact>[]) =>
  seen('pods', ...all.map((one) => aPod({ revision: FROM, ...one })));
const four = seen('namespaces', ...['a', 'b', 'c', 'shop'].map((name) => on(name)));
const blind = unknown<never>('503', AT);

/** The problems of a start, or its notes and what is in its waves. */
function told(spec: Partial<RolloutSpec>, changes: Partial<Observation>): string {
  const observation = anObservation({
    namespaces: known([on('shop')], AT),
    pods: known([aPod({ revision: FROM })], AT),
    istiods: known([anIstiod(FROM)], AT),
    injectors: known([anInjector(FROM), anInjector(TO)], AT),
    ...changes,
  });
  const whole: RolloutSpec = { from: FROM, to: TO, waves: [web], ...spec };
  const started = startRollout({ spec: whole, observation, record: null, now: AT });
  if (!started.ok) return [`${started.cause}:`, ...started.problems].join('\n');
  const members = started.record.plan.waves.map((wave) => {
    const names = wave.kind === 'namespace' ? wave.namespaces : gatewaysOf([wave]);
    return `${wave.name}: ${names.map(({ name }) => name).join(', ')}`;
  });
  return [...started.notes, ...members].join('\n');
}

const STARTS: readonly (readonly [string, Partial<RolloutSpec>, Partial<Observation>])[] = [
  ['is as it should be', waves(edge, web), seen('workloads', gateway, aWorkload())],
  [
    'cannot be read',
    {},
    { namespaces: blind, workloads: blind, pods: blind, istiods: blind, injectors: blind },
  ],
  ['has no istiod of it', {}, seen('istiods', anIstiod(TO))],
  ['has an istiod that is not ready', {}, seen('istiods', anIstiod(FROM, { ready: false }))],
  ['has a namespace that is not injected', {}, seen('namespaces', on('shop', {}))],
  [
    'has a namespace on another revision',
    {},
    seen('namespaces', on('shop', { 'istio.io/rev': TO })),
  ],
  ['has no such namespace', {}, seen('namespaces', on('other'))],
  ['has a workload that is paused', {}, inShop({ unrestartable: 'is paused' })],
  ['has a workload that is not rolled out', {}, inShop({ ready: 1 })],
  ['has a workload of no pods that is not rolled out', {}, inShop({ desired: 0, ready: 1 })],
  [
    'has a workload outside of the mesh that is not rolled out',
    {},
    { ...inShop({ ready: 1 }), ...pods({ revision: null, optedOut: true }) },
  ],
  [
    'has pods that nothing moves',
    {},
    pods(
      { name: 'z', workload: null },
      { name: 'a', workload: { kind: 'Job', name: 'cron' } },
      { name: 'b', workload: { kind: 'Job', name: 'cron' } },
      { name: 'c', workload: { kind: 'ReplicaSet', name: 'set' } },
      { name: 'd', workload: { kind: 'ReplicationController', name: 'old' } },
      { name: 'e', workload: { kind: 'Rollout', name: 'argo' } },
    ),
  ],
  [
    'has such pods, which are waived, ended, opted out or going',
    { restart: { waive: [{ kind: 'Job', namespace: 'shop', name: 'cron', reason: 'it ends' }] } },
    pods(
      { name: 'a', workload: { kind: 'Job', name: 'cron' } },
      { name: 'b', workload: null, optedOut: true },
      { name: 'c', workload: null, terminating: true },
      { name: 'd', workload: null, phase: 'Succeeded' },
      { name: 'e', namespace: 'bank', workload: null },
    ),
  ],
  [
    'has other pods than those that are waived',
    {
      restart: {
        waive: [
          { kind: 'Job', namespace: 'bank', name: 'cron', reason: 'it ends' },
          { kind: 'Pod', namespace: 'shop', name: 'cron', reason: 'it ends' },
        ],
      },
    },
    pods({ name: 'a', workload: { kind: 'Job', name: 'cron' } }),
  ],
  ['has a gateway in a namespace of a wave', waves(edge, { ...web, namespaces: ['ingress'] }), {}],
  ['has no such gateway', waves(edge), {}],
  [
    'has a gateway without the label',
    waves(edge),
    seen('workloads', { ...gateway, templateRev: null }),
  ],
  [
    'has a gateway on another revision that is not ready',
    waves(edge),
    seen('workloads', { ...gateway, templateRev: TO, ready: 0 }),
  ],
  ['has a gateway that is not ready', waves(edge), seen('workloads', { ...gateway, ready: 0 })],
  [
    'has a gateway in a namespace with a label',
    waves(edge),
    { ...seen('workloads', gateway), ...seen('namespaces', on('ingress')) },
  ],
  [
    'has a gateway in a namespace without injection',
    waves(edge),
    {
      ...seen('workloads', gateway),
      ...seen('namespaces', on('ingress', { 'istio-injection': 'disabled' })),
    },
  ],
  [
    'has nothing that is selected',
    waves(web, { name: 'rest', selector: { matchLabels: { tier: 'x' } } }),
    {},
  ],
  ['has nothing left that is selected', waves(web, { name: 'rest', selector: {} }), {}],
  [
    'has some that are selected and in another wave',
    waves(
      { name: 'first', selector: {}, share: 50 },
      { name: 'named', namespaces: ['a', 'b'] },
      { name: 'rest', selector: {} },
    ),
    four,
  ],
  [
    'has one that is selected and in another wave',
    waves({ name: 'rest', selector: {} }, web),
    four,
  ],
  [
    'has the smallest share',
    waves({ name: 'first', selector: {}, share: 1 }, { name: 'rest', selector: {} }),
    four,
  ],
  [
    'has a half',
    waves({ name: 'first', selector: {}, share: 50 }, { name: 'rest', selector: {} }),
    four,
  ],
  [
    'has three quarters',
    waves({ name: 'first', selector: {}, share: 75 }, { name: 'rest', selector: {} }),
    four,
  ],
  [
    'has some of another revision that would be selected',
    waves({ name: 'rest', selector: {} }),
    seen('namespaces', on('shop'), on('bank', { 'istio.io/rev': TO }), on('kube-system', {})),
  ],
  [
    'has no such workload, or one without pods',
    waves(
      {
        name: 'app',
        workloads: [
          { kind: 'Deployment', namespace: 'shop', name: 'cart' },
          { kind: 'DaemonSet', namespace: 'shop', name: 'agent' },
        ],
      },
      web,
    ),
    inShop({ desired: 0, ready: 0, updated: 0, total: 0 }),
  ],
  [
    'has workloads whose namespace is in no later wave',
    waves(web, {
      name: 'app',
      workloads: [{ kind: 'Deployment', namespace: 'shop', name: 'cart' }],
    }),
    {},
  ],
  [
    'has workloads whose namespace is in no wave',
    waves({ name: 'app', workloads: [{ kind: 'Deployment', namespace: 'shop', name: 'cart' }] }),
    {},
  ],
  [
    'has a revision that is called like a tag',
    { mode: 'tag', ...waves({ ...web, tag: LATER }) },
    seen('injectors', anInjector(FROM), anInjector(LATER)),
  ],
  [
    'has an istiod that is called like a tag',
    { mode: 'tag', ...waves({ ...web, tag: LATER }) },
    seen('istiods', anIstiod(FROM), anIstiod(LATER)),
  ],
  [
    'has a tag that points elsewhere',
    { mode: 'tag' },
    seen('injectors', anInjector(FROM), anInjector(TO, { tag: 'web' })),
  ],
  [
    'has a tag that points there',
    { mode: 'tag' },
    seen('injectors', anInjector(FROM), anInjector(FROM, { tag: 'web' })),
  ],
  [
    'has strangers with a tag',
    { mode: 'tag' },
    {
      ...seen('injectors', anInjector(FROM), anInjector(FROM, { tag: 'web' })),
      ...seen('namespaces', on('shop'), on('bank', { 'istio.io/rev': 'web' })),
      ...seen(
        'workloads',
        aWorkload({ templateRev: 'web' }),
        aWorkload({ namespace: 'bank', templateRev: 'web' }),
      ),
    },
  ],
];

describe('what a rollout is told at its start where the cluster', () => {
  it.each(STARTS)('%s', (_, spec, changes) => {
    expect(told(spec, changes)).toMatchSnapshot();
  });
});
