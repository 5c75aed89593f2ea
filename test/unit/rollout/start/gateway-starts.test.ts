import { known } from '../../../../lib/rollout/fact';
import type { Observation } from '../../../../lib/rollout/observation';
import type { RolloutSpec } from '../../../../lib/rollout/rollout-spec';
import { startRollout } from '../../../../lib/rollout/start-rollout';
import {
  AT,
  aNamespace,
  anInjector,
  anIstiod,
  anObservation,
  aWorkload,
  FROM,
  TO,
} from '../../../support/rollout-builders';

const gatewaySpec: RolloutSpec = {
  from: FROM,
  to: TO,
  waves: [{ name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] }],
};

function start(changes: Partial<Observation>, { spec }: { readonly spec: RolloutSpec }) {
  const observation = anObservation({
    namespaces: known([aNamespace({ labels: { 'istio.io/rev': FROM }, revOwned: false })], AT),
    istiods: known([anIstiod(FROM)], AT),
    injectors: known([anInjector(FROM)], AT),
    ...changes,
  });
  return startRollout({ spec, record: null, now: AT, observation });
}

function problems(...args: Parameters<typeof start>): readonly string[] {
  const result = start(...args);
  return result.ok ? [] : result.problems;
}

function started(...args: Parameters<typeof start>) {
  const result = start(...args);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.record;
}

describe('a rollout of gateways', () => {
  it('names a gateway that is not there, and takes one whose namespace has no label', () => {
    expect(problems({}, { spec: gatewaySpec })).toEqual([
      'gateway ingress/gateway has no generation of 1-30: there is no Deployment ingress/gateway-1-30; install it or leave it out',
    ]);
    const gateway = (name: string) =>
      known([aWorkload({ namespace: 'ingress', name, templateRev: FROM })], AT);
    const taken = (name: string) =>
      started({ workloads: gateway(name) }, { spec: gatewaySpec }).plan.waves.map((wave) => [
        wave.name,
        wave.kind === 'gateway' && wave.gateways[0]?.inPlace === true,
      ]);
    expect(taken('gateway-1-30')).toEqual([
      ['edge-beside', false],
      ['edge-50', false],
      ['edge', false],
    ]);
    // As Helm and istioctl make it.
    expect(taken('gateway')).toEqual([['edge', true]]);
  });

  it('refuses a wave that is called as a step of a wave of gateways is', () => {
    const waves = [
      ...gatewaySpec.waves,
      { name: 'edge-50', gateways: [{ namespace: 'ingress', name: 'other' }] },
    ];
    const workloads = known(
      ['gateway', 'other'].map((name) =>
        aWorkload({ namespace: 'ingress', name: `${name}-${FROM}`, templateRev: FROM }),
      ),
      AT,
    );
    expect(problems({ workloads }, { spec: { ...gatewaySpec, waves } })).toEqual([
      'waves: a step of wave edge is called "edge-50", too; call that wave otherwise',
    ]);
  });
});
