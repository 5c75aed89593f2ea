import { podFact } from '../../../lib/cluster/pod-fact';
import {
  gatewayApiFact,
  pinnedGateways,
  readGatewayApi,
  type GatewayObject,
} from '../../../lib/cluster/read-gateway-api';
import { StubApiServer } from '../../support/stub-api-server';

const PROGRAMMED = { type: 'Programmed', status: 'True', observedGeneration: 2 };

function aGateway(changes: object = {}, conditions: readonly object[] = [PROGRAMMED]) {
  return {
    metadata: { namespace: 'shop', name: 'web', uid: 'u1', generation: 2, ...changes },
    spec: { gatewayClassName: 'istio' },
    status: { addresses: [{ value: '10.0.0.2' }, { value: '10.0.0.1' }], conditions },
  } as GatewayObject;
}

describe('what is read of a Gateway of the Gateway API', () => {
  it('is who it is, its label and its owners, its Deployment, and at what it is reached', () => {
    const labels = { 'istio.io/rev': 'prod' };
    const fieldsV1 = { 'f:metadata': { 'f:labels': { 'f:istio.io/rev': {} } } };
    const managedFields = [{ manager: 'argocd', operation: 'Apply', fieldsV1 }];
    expect(gatewayApiFact(aGateway({ labels, managedFields }))).toEqual({
      namespace: 'shop',
      name: 'web',
      uid: 'u1',
      className: 'istio',
      label: 'prod',
      revOwned: false,
      revManagers: ['argocd'],
      deployment: 'web-istio',
      copiesLabels: true,
      unprogrammed: null,
      addresses: ['10.0.0.1', '10.0.0.2'],
    });
  });

  it('is the name that its annotation gives the Deployment, as istiod takes it', () => {
    const annotations = { 'gateway.istio.io/name-override': 'edge' };
    expect(gatewayApiFact(aGateway({ annotations })).deployment).toBe('edge');
  });

  it('is whether its pods get other labels than its own', () => {
    const spec = { gatewayClassName: 'istio', infrastructure: { labels: {} } };
    expect(gatewayApiFact({ ...aGateway(), spec }).copiesLabels).toBe(false);
  });

  it.each<[string, readonly object[], string]>([
    ['says nothing', [], 'its status does not say so'],
    [
      'says no, and why',
      [{ ...PROGRAMMED, status: 'False', reason: 'AddressNotAssigned', message: 'pending' }],
      'AddressNotAssigned: pending',
    ],
    ['does not know', [{ ...PROGRAMMED, status: 'Unknown', reason: 'Pending' }], 'Pending'],
    [
      'speaks of an older generation',
      [{ ...PROGRAMMED, observedGeneration: 1 }],
      'its status is of an older one',
    ],
  ])('is no good where its status %s', (_what, conditions, said) => {
    expect(gatewayApiFact(aGateway({}, conditions)).unprogrammed).toBe(said);
  });

  it('counts as a use of the revision that its label names', () => {
    const facts = ['1-30', 'prod', '1-29'].map((rev) =>
      gatewayApiFact(aGateway({ labels: { 'istio.io/rev': rev } })),
    );
    expect(pinnedGateways([...facts, gatewayApiFact(aGateway())], ['1-30', '1-31'])).toEqual([
      { kind: 'Gateway of the Gateway API', namespace: 'shop', name: 'web', revision: '1-30' },
    ]);
  });

  it.each<[string, number, number | null]>([
    ['is nothing where the cluster does not know the kind', 404, 0],
    ['is unknown where it may not be read', 403, null],
  ])('%s', async (_what, code, length) => {
    const stub = await StubApiServer.start(() => ({ code, message: 'no' }));
    const found = await readGatewayApi(stub.client).then(
      (all) => all.length,
      () => null,
    );
    stub.stop();
    expect(found).toBe(length);
  });
});

describe('a pod that istiod made for a Gateway', () => {
  const pod = (labels: Record<string, string>) =>
    podFact({ metadata: { name: 'web-1', labels, annotations: { 'istio.io/rev': '1-30' } } });
  const asked = { 'sidecar.istio.io/inject': 'false' };

  it('is of the revision whose istiod made it, though nobody injected it', () => {
    const made = { ...asked, 'gateway.istio.io/managed': 'istio.io-gateway-controller' };
    expect(pod(made)).toMatchObject({ revision: '1-30', optedOut: true });
    expect(pod(asked)).toMatchObject({ revision: null, optedOut: true });
  });
});
