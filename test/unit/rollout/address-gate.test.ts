import { known, unknown } from '../../../lib/rollout/fact';
import { addressGate } from '../../../lib/rollout/gates/address';
import type { AddressFact, Observation } from '../../../lib/rollout/observation';
import { anAddress } from '../../support/an-address';
import {
  aGatewayWave,
  aNamespaceWave,
  anObservation,
  aPod,
  aWorkload,
  AT,
  FROM,
  TO,
} from '../../support/rollout-builders';

const DEPLOYMENT = `gateway-${TO}`;
const PODS = ['gateway-1', 'gateway-2'].map((name) =>
  aPod({ namespace: 'ingress', name, workload: { kind: 'Deployment', name: DEPLOYMENT } }),
);

function seen(address: Partial<AddressFact> = {}, changes: Partial<Observation> = {}) {
  const endpoints = PODS.map(({ name }) => name);
  return anObservation({
    workloads: known([aWorkload({ namespace: 'ingress', name: DEPLOYMENT, templateRev: TO })], AT),
    pods: known(PODS, AT),
    addresses: known([anAddress({ endpoints, ...address })], AT),
    ...changes,
  });
}

const at = (share: number) => ({ ...aGatewayWave(), share });
const judged = (share: number, observation: Observation) => addressGate(at(share), observation, TO);

describe('the address gate', () => {
  it.each([
    [100, TO, 'Pass'],
    [100, null, 'Inconclusive'],
    [100, FROM, 'Inconclusive'],
    [33, null, 'Pass'],
    // A later step has all of it.
    [33, TO, 'Pass'],
    [33, FROM, 'Inconclusive'],
    [0, FROM, 'Pass'],
  ])('at a share of %i %% says of an address that leads to %s: %s', (share, serving, verdict) => {
    expect(judged(share, seen({ serving })).verdict).toBe(verdict);
  });

  it('waits until every ready pod of the generation is behind the address', () => {
    expect(judged(100, seen({ endpoints: ['gateway-1'] }))).toMatchObject({
      verdict: 'Inconclusive',
      value: '1 pods missing',
      message: 'Service ingress/gateway does not lead to gateway-2 yet',
    });
    const unready = known([PODS[0]!, { ...PODS[1]!, ready: false }], AT);
    const some = seen({ endpoints: ['gateway-1'] }, { pods: unready });
    expect(judged(100, some).verdict).toBe('Pass');
  });

  it('does not pass an address that nobody is behind, or whose Service or Deployment is gone', () => {
    expect(judged(100, seen({ endpoints: [] }, { pods: known([], AT) }))).toMatchObject({
      verdict: 'Inconclusive',
    });
    expect(judged(100, seen({}, { addresses: known([], AT) }))).toMatchObject({
      verdict: 'Inconclusive',
      value: 'absent',
    });
    expect(judged(100, seen({}, { workloads: known([], AT) })).verdict).toBe('Inconclusive');
  });

  it('is Error while Services cannot be read, and nothing to namespaces', () => {
    const unread = seen({}, { addresses: unknown('503', AT) });
    expect(judged(100, unread).verdict).toBe('Error');
    expect(judged(100, seen({}, { pods: unknown('503', AT) })).verdict).toBe('Error');
    expect(judged(100, seen({}, { workloads: unknown('503', AT) })).verdict).toBe('Error');
    expect(addressGate(aNamespaceWave('web', ['shop']), unread, TO).verdict).toBe('Pass');
  });
});
