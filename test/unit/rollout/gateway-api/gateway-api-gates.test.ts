import { known, unknown } from '../../../../lib/rollout/fact';
import { addressGate } from '../../../../lib/rollout/gates/address';
import type { Gate } from '../../../../lib/rollout/gates/gate';
import { injectionGate } from '../../../../lib/rollout/gates/injection';
import { labelsGate, returnedLabelsGate } from '../../../../lib/rollout/gates/labels';
import { proxiesGate } from '../../../../lib/rollout/gates/proxies';
import { workloadsGate } from '../../../../lib/rollout/gates/workloads';
import type { GatewayApiFact } from '../../../../lib/rollout/gateway-api/gateway-api-fact';
import { inUse } from '../../../../lib/rollout/in-use';
import type { Observation } from '../../../../lib/rollout/observation';
import type { GatewayApiWave } from '../../../../lib/rollout/record';
import {
  AT,
  aDefaultValidator,
  aNamespace,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aProxy,
  aWorkload,
  FROM,
  TO,
} from '../../../support/rollout-builders';

const WAVE: GatewayApiWave = {
  name: 'edge',
  kind: 'gateway-api',
  stepOf: 'edge',
  gateway: {
    namespace: 'shop',
    name: 'web',
    uid: 'u1',
    deployment: 'web-istio',
    addresses: ['10.0.0.1'],
    original: null,
  },
  soakSeconds: 10,
  approval: false,
};

const GATEWAY: GatewayApiFact = {
  namespace: 'shop',
  name: 'web',
  uid: 'u1',
  className: 'istio',
  label: TO,
  revOwned: true,
  revManagers: [],
  deployment: 'web-istio',
  copiesLabels: true,
  unprogrammed: null,
  addresses: ['10.0.0.1'],
};

/** Its pods beside those of a workload of the same namespace, which are on `from`. */
function observed(gateway: Partial<GatewayApiFact> = {}, changes: Partial<Observation> = {}) {
  const workload = { kind: 'Deployment', name: 'web-istio' } as const;
  const own = ['web-1', 'web-2'].map((name) => aPod({ name, workload, optedOut: true }));
  return anObservation({
    namespaces: known([aNamespace({ labels: { 'istio.io/rev': FROM } })], AT),
    workloads: known([aWorkload(), aWorkload({ name: 'web-istio' })], AT),
    pods: known([...own, aPod({ revision: FROM })], AT),
    istiods: known(
      [
        anIstiod(FROM),
        anIstiod(TO, {
          proxies: known(
            own.map((pod) => aProxy(pod)),
            AT,
          ),
        }),
      ],
      AT,
    ),
    gatewayApi: known([{ ...GATEWAY, ...gateway }], AT),
    ...changes,
  });
}

const GATES: Readonly<Record<string, Gate>> = {
  labels: labelsGate,
  workloads: workloadsGate,
  injection: injectionGate,
  proxies: proxiesGate,
  address: addressGate,
};

/** What each gate says that does not pass. */
function saidOf(observation: Observation, gates = GATES): readonly string[] {
  return Object.values(gates)
    .map((gate) => gate(WAVE, observation, TO))
    .filter(({ verdict }) => verdict !== 'Pass')
    .map(({ gate, verdict, subject, message }) => `${gate} ${verdict} (${subject}): ${message}`);
}

const oldPod = aPod({
  name: 'web-1',
  workload: { kind: 'Deployment', name: 'web-istio' },
  optedOut: true,
  revision: FROM,
});

describe('the gates of a Gateway of the Gateway API', () => {
  it('pass when it is labelled, rolled out, synced and programmed, whatever else is in its namespace', () => {
    expect(saidOf(observed())).toEqual([]);
  });

  it.each<[string, Observation, readonly string[]]>([
    [
      'its label is somebody else’s',
      observed({ label: FROM, revOwned: false, revManagers: ['argocd'] }),
      [
        'labels Inconclusive (Gateway shop/web): Gateway shop/web has istio.io/rev=1-30, it belongs on 1-31; argocd set it: kubectl label gateways.gateway.networking.k8s.io -n shop web istio.io/rev-',
      ],
    ],
    [
      'its istiod has not replaced a pod yet',
      observed({}, { pods: known([oldPod], AT) }),
      [
        'injection Inconclusive (Pod shop/web-1): pod shop/web-1 is injected by 1-30, it belongs on 1-31',
      ],
    ],
    [
      'it is not programmed any more',
      observed({ unprogrammed: 'AddressNotAssigned' }),
      [
        'address Inconclusive (Gateway shop/web): Gateway shop/web is not programmed: AddressNotAssigned',
      ],
    ],
    [
      'it has another address than it had',
      observed({ addresses: ['10.0.0.9'] }),
      [
        'address Inconclusive (Gateway shop/web): Gateway shop/web has lost its address 10.0.0.1; now 10.0.0.9',
      ],
    ],
    [
      'it was scaled to one pod meanwhile',
      observed(
        {},
        {
          workloads: known(
            [aWorkload({ name: 'web-istio', desired: 1, updated: 1, ready: 1, total: 1 })],
            AT,
          ),
        },
      ),
      [
        'workloads Inconclusive (Deployment shop/web-istio): Deployment shop/web-istio: 1 replicas, 2 at least',
      ],
    ],
    [
      'its Deployment is gone',
      observed({}, { workloads: known([aWorkload()], AT) }),
      [
        'workloads Inconclusive (Deployment shop/web-istio): gateway Deployment shop/web-istio does not exist',
      ],
    ],
  ])('hold while %s', (_what, observation, said) => {
    expect(saidOf(observation)).toEqual(said);
  });

  it('hold, and turn nothing back, while nobody could read what there is', () => {
    const said = saidOf(observed({}, { gatewayApi: unknown('timeout', AT) }));
    expect(said.map((one) => one.split(' (')[0])).toEqual(
      ['labels', 'workloads', 'injection', 'proxies', 'address'].map((gate) => `${gate} Error`),
    );
  });

  it('ask nothing of one that was deleted, or made anew', () => {
    const gone = observed({}, { gatewayApi: known([], AT) });
    expect(saidOf(gone)).toEqual([]);
    expect(saidOf(observed({ uid: 'u2', label: FROM, addresses: [] }))).toEqual([]);
  });

  it('accept on the way back whatever label leads to the old revision', () => {
    const back = (gateway: Partial<GatewayApiFact>, changes: Partial<Observation> = {}) =>
      returnedLabelsGate(WAVE, observed(gateway, changes), FROM).verdict;
    expect(back({ label: FROM })).toBe('Pass');
    // That of the namespace.
    expect(back({ label: null })).toBe('Pass');
    expect(back({ label: TO })).toBe('Inconclusive');
    const bare = { namespaces: known([aNamespace({ labels: {} })], AT) };
    expect(back({ label: null }, bare)).toBe('Inconclusive');
    const tag = known([anInjector(FROM), anInjector(FROM, { tag: 'default' })], AT);
    expect(back({ label: null }, { ...bare, injectors: tag })).toBe('Pass');
    const validator = known([aDefaultValidator(FROM)], AT);
    expect(back({ label: null }, { ...bare, pointers: validator })).toBe('Pass');
  });
});

describe('a revision', () => {
  it('is in use by the pods that its istiod made for a Gateway', () => {
    const observation = observed({}, { pods: known([oldPod], AT) });
    expect(inUse(FROM, observation).reasons).toContain('pods injected by it: shop/web-1');
  });
});
