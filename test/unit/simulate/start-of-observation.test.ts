import { known, unknown } from '../../../lib/rollout/fact';
import { startOfObservation } from '../../../lib/simulate/start-of-observation';
import { usual } from '../../../lib/simulate/start-of-spec';
import { GATEWAY_API_SPEC, gatewayApiCluster } from '../../support/gateway-api-rollouts';
import {
  AT,
  aDefaultValidator,
  anInjector,
  anObservation,
  aPointer,
  FROM,
  TO,
} from '../../support/rollout-builders';

const spec = { from: FROM, to: TO, waves: [{ name: 'web', namespaces: ['shop'] }] };
const injectors = known([anInjector(FROM), anInjector(FROM, { tag: 'default' })], AT);

describe('a simulated cluster that begins as one is now', () => {
  it('has what leads to a revision, and knows what somebody else manages of it', () => {
    const pointers = known(
      [aPointer(FROM, { ours: false, manager: 'istioctl' }), aDefaultValidator(FROM)],
      AT,
    );
    const start = startOfObservation(spec, anObservation({ injectors, pointers }), usual(1));
    expect(start).toMatchObject({
      tags: { default: FROM },
      validator: FROM,
      foreign: ['tag default'],
    });
    const none = anObservation({ injectors, pointers: known([], AT) });
    expect(startOfObservation(spec, none, usual(1))).toMatchObject({ validator: null });
  });

  it('has its Gateways of the Gateway API, with the pods that istiod made of them', () => {
    const { state } = gatewayApiCluster();
    const observation = gatewayApiCluster().observe();
    const start = startOfObservation(GATEWAY_API_SPEC, observation, usual(1));
    expect(start?.gatewayApis).toEqual(
      state.gatewayApis.map(({ namespace, name, deployment, label }) => {
        return { namespace, name, deployment, label };
      }),
    );
    const ingress = start?.namespaces.find(({ name }) => name === 'ingress')?.workloads;
    const made = ingress?.find(({ name }) => name === 'api-istio');
    expect(made).toMatchObject({ replicas: 2, templateRev: FROM });
    const gatewayApi = unknown<never>('503', AT);
    expect(startOfObservation(spec, anObservation({ gatewayApi }), usual(1))).toBeNull();
  });

  it('is none where that could not be read', () => {
    const pointers = unknown<never>('503', AT);
    expect(startOfObservation(spec, anObservation({ pointers }), usual(1))).toBeNull();
  });
});
