import { known, unknown } from '../../../lib/rollout/fact';
import { injectionGate } from '../../../lib/rollout/gates/injection';
import { injectorGate } from '../../../lib/rollout/gates/injector';
import { istiodGate } from '../../../lib/rollout/gates/istiod';
import { labelsGate } from '../../../lib/rollout/gates/labels';
import { proxiesGate } from '../../../lib/rollout/gates/proxies';
import { workloadsGate } from '../../../lib/rollout/gates/workloads';
import type { IstiodFact, PodFact, WorkloadFact } from '../../../lib/rollout/observation';
import {
  AT,
  aGatewayWave,
  aNamespace,
  aNamespaceWave,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aRecord,
  aWorkload,
  FROM,
  TO,
} from '../../support/rollout-builders';

const wave = aNamespaceWave('web', ['shop']);

describe.each([
  ['labels', labelsGate],
  ['workloads', workloadsGate],
  ['injection', injectionGate],
  ['proxies', proxiesGate],
] as const)('the %s gate', (name, gate) => {
  it('passes on a wave that runs well', () => {
    expect(gate(wave, anObservation(), TO)).toMatchObject({ gate: name, verdict: 'Pass' });
  });

  it.each(['namespaces', 'workloads', 'pods'] as const)(
    'is an error when %s are unknown',
    (fact) => {
      const observation = anObservation({ [fact]: unknown('the API server answered 503', AT) });
      expect(gate(wave, observation, TO)).toMatchObject({
        verdict: 'Error',
        message: 'the API server answered 503',
      });
    },
  );

  it('has nothing to say of a namespace that was made anew under the same name', () => {
    const anew = anObservation({
      namespaces: known([aNamespace({ uid: 'another', labels: {} })], AT),
      pods: known([aPod({ revision: null })], AT),
      workloads: known([aWorkload({ ready: 0 })], AT),
    });
    expect(gate(wave, anew, TO).verdict).toBe('Pass');
  });
});

describe('the labels gate', () => {
  it.each([
    ['the old revision', { 'istio.io/rev': FROM }, `istio.io/rev=${FROM}`],
    ['no label', {}, 'no label'],
    [
      'istio-injection, which hides the revision',
      { 'istio.io/rev': TO, 'istio-injection': 'enabled' },
      'istio-injection=enabled',
    ],
  ])('waits while a namespace has %s', (_title, labels, value) => {
    const observation = anObservation({ namespaces: known([aNamespace({ labels })], AT) });
    expect(labelsGate(wave, observation, TO)).toMatchObject({
      verdict: 'Inconclusive',
      namespace: 'shop',
      value,
    });
  });

  it.each([
    [TO, 'Pass'],
    [FROM, 'Inconclusive'],
    [null, 'Inconclusive'],
  ])('judges a gateway by its pod template: %s is %s', (templateRev, verdict) => {
    const gateway = aWorkload({ namespace: 'ingress', name: `gateway-${TO}`, templateRev });
    const observation = anObservation({ workloads: known([gateway], AT) });
    expect(labelsGate(aGatewayWave(), observation, TO).verdict).toBe(verdict);
  });

  it('waits for a gateway that has no Deployment', () => {
    expect(labelsGate(aGatewayWave(), anObservation(), TO)).toMatchObject({
      verdict: 'Inconclusive',
      value: 'absent',
    });
  });
});

describe('the workloads gate', () => {
  const withWorkload = (changes: Partial<WorkloadFact>, pods: readonly PodFact[] = []) =>
    workloadsGate(
      wave,
      anObservation({
        workloads: known([aWorkload(changes)], AT),
        pods: known(pods, AT),
      }),
      TO,
    );

  it.each([
    ['its controller has not seen the newest generation', { observed: false }],
    ['not all pods are of the newest generation', { updated: 1 }],
    ['not all pods are ready', { ready: 1 }],
    ['a pod of an older generation is left', { total: 3 }],
    ['pods are missing', { total: 1, updated: 1 }],
    ['it shrinks', { desired: 1 }],
  ])('waits while %s', (_title, changes) => {
    expect(withWorkload(changes)).toMatchObject({
      verdict: 'Inconclusive',
      namespace: 'shop',
      subject: 'Deployment shop/cart',
    });
  });

  it('counts ready pods of the revision, not those that the old revision still serves', () => {
    const pods = [
      aPod({ revision: FROM }),
      aPod({ name: 'cart-2', revision: FROM }),
      aPod({ name: 'cart-3', ready: false }),
    ];
    expect(withWorkload({ updated: 1, total: 3 }, pods).value).toBe(`0/2 ready on ${TO}`);
    expect(withWorkload({ updated: 1, total: 3 }, [...pods, aPod()]).value).toBe(
      `1/2 ready on ${TO}`,
    );
  });

  it('waits for pods that are terminating', () => {
    expect(withWorkload({}, [aPod({ terminating: true })])).toMatchObject({
      verdict: 'Inconclusive',
      value: '1 pods terminating',
    });
  });

  it('judges a workload without pods, whose pods may be refused', () => {
    expect(withWorkload({ ready: 0, updated: 0, total: 0 }).value).toBe(`0/2 ready on ${TO}`);
  });

  it('passes a workload that is scaled to nothing', () => {
    const none = { desired: 0, ready: 0, updated: 0, total: 0, available: 0 };
    expect(withWorkload(none).verdict).toBe('Pass');
  });

  it('leaves a workload alone whose pods all opted out of the mesh', () => {
    expect(withWorkload({ ready: 0 }, [aPod({ optedOut: true, revision: null })]).verdict).toBe(
      'Pass',
    );
  });

  it('waits for a gateway that has no Deployment', () => {
    expect(workloadsGate(aGatewayWave(), anObservation(), TO)).toMatchObject({
      verdict: 'Inconclusive',
      namespace: 'ingress',
      value: 'absent',
    });
  });
});

describe('the injection gate', () => {
  const withPod = (changes: Partial<PodFact>) =>
    injectionGate(
      wave,
      anObservation({ pods: known([aPod(), aPod({ name: 'x', ...changes })], AT) }),
      TO,
    );

  it.each([
    [FROM, `pod shop/x is injected by ${FROM}, it belongs on ${TO}`],
    [null, `pod shop/x has no sidecar, it belongs on ${TO}`],
    [`${TO}-1`, `pod shop/x is injected by ${TO}-1, it belongs on ${TO}`],
  ])('waits for a pod with revision %s', (revision, message) => {
    expect(withPod({ revision })).toMatchObject({
      verdict: 'Inconclusive',
      namespace: 'shop',
      value: `1/2 on ${TO}`,
      message,
    });
  });

  it.each([
    [{}, 'no injection label'],
    [{ 'istio.io/rev': 'gone' }, 'label istio.io/rev=gone, which no injector serves'],
    [{ 'istio-injection': 'disabled' }, 'label istio-injection=disabled'],
  ])('says that nothing injects a pod whose namespace has labels %j', (labels, why) => {
    const namespaces = known([aNamespace({ labels })], AT);
    const pods = known([aPod({ revision: null })], AT);
    expect(injectionGate(wave, anObservation({ namespaces, pods }), TO).message).toBe(
      `pod shop/cart-1 has no sidecar (${why}), it belongs on ${TO}`,
    );
  });

  it.each([
    ['ended', { revision: FROM, phase: 'Succeeded' }],
    ['failed for good', { revision: FROM, phase: 'Failed' }],
    ['opted out', { revision: null, optedOut: true }],
    ['is terminating', { revision: FROM, terminating: true }],
    ['is in another namespace', { revision: FROM, namespace: 'other' }],
  ])('does not mind a pod that %s', (_title, changes) => {
    expect(withPod(changes).verdict).toBe('Pass');
  });

  it('judges the pods of a gateway only, not its neighbours', () => {
    const gateway = aWorkload({ namespace: 'ingress', name: `gateway-${TO}`, templateRev: TO });
    const pod = aPod({
      namespace: 'ingress',
      workload: { kind: 'Deployment', name: `gateway-${TO}` },
    });
    const neighbour = {
      ...pod,
      name: 'n',
      workload: { kind: 'Deployment', name: 'n' },
      revision: FROM,
    };
    const at = (pods: PodFact[]) =>
      anObservation({ workloads: known([gateway], AT), pods: known(pods, AT) });
    expect(injectionGate(aGatewayWave(), at([pod, neighbour]), TO).verdict).toBe('Pass');
    expect(injectionGate(aGatewayWave(), at([{ ...pod, revision: FROM }]), TO).verdict).toBe(
      'Inconclusive',
    );
  });
});

describe('the istiod gate', () => {
  const { plan } = aRecord();
  const withIstiods = (...istiods: IstiodFact[]) =>
    istiodGate(plan, anObservation({ istiods: known(istiods, AT) }));

  it('passes when every istiod of both revisions is ready', () => {
    expect(withIstiods(anIstiod(FROM), anIstiod(TO)).verdict).toBe('Pass');
  });

  it.each([
    ['there is none of the new revision', [anIstiod(FROM)], 'Inconclusive', 'no pod'],
    [
      'one of the new revision is not ready',
      [anIstiod(FROM), anIstiod(TO), anIstiod(TO, { ready: false })],
      'Inconclusive',
      '1/2 ready',
    ],
    ['there is none of the old revision', [anIstiod(TO)], 'Environment', 'no pod'],
    [
      'one of the old revision is not ready',
      [anIstiod(FROM, { ready: false }), anIstiod(TO)],
      'Environment',
      '0/1 ready',
    ],
  ] as const)('does not pass when %s', (_title, istiods, verdict, value) => {
    expect(withIstiods(...istiods)).toMatchObject({ verdict, value });
  });

  it('is an error when istiods are unknown', () => {
    const observation = anObservation({ istiods: unknown('forbidden', AT) });
    expect(istiodGate(plan, observation).verdict).toBe('Error');
  });
});

describe('the injector gate', () => {
  it.each([
    ['passes when it exists with a CA bundle', [anInjector(TO)], 'Pass'],
    ['waits for the CA bundle', [anInjector(TO, { caBundle: false })], 'Inconclusive'],
    ['waits for it to exist', [anInjector(FROM)], 'Inconclusive'],
    ['does not take a tag for it', [anInjector(TO, { tag: 'prod' })], 'Inconclusive'],
  ] as const)('%s', (_title, injectors, verdict) => {
    const observation = anObservation({ injectors: known(injectors, AT) });
    expect(injectorGate(TO, observation).verdict).toBe(verdict);
  });

  it('is an error when injectors are unknown', () => {
    const observation = anObservation({ injectors: unknown('forbidden', AT) });
    expect(injectorGate(TO, observation).verdict).toBe('Error');
  });
});
