import type { WaveSpec } from '../../../lib/rollout/rollout-spec';
import type { GatewaySpec } from '../../../stacks/environments/environment';
import { devEnvironment } from '../../../stacks/environments/dev';
import { gatewayWaveProblems } from '../../../stacks/gateway-wave-problems';
import { requireValidEnvironment } from '../../../stacks/validate-environment';

const INGRESS = { namespace: 'gateways', name: 'ingress' };

const ROLLOUT = { from: '1-30', to: '1-31' };
const PATCH = { from: '1-30@1.30.3', to: '1-30@1.30.4' };

function problems(
  change: Partial<GatewaySpec>,
  shares?: readonly number[],
  rollout = ROLLOUT,
): string[] {
  const gateway = { ...INGRESS, revision: '1-30', ...change };
  const wave = { name: 'edge', gateways: [INGRESS], ...(shares === undefined ? {} : { shares }) };
  return gatewayWaveProblems(wave, new Map([['gateways/ingress', gateway]]), rollout);
}

const replicas = (replicaCount: number): Partial<GatewaySpec> => ({
  values: { autoscaling: { enabled: false }, replicaCount },
});
const scaled = (minReplicas: number): Partial<GatewaySpec> => ({
  values: { autoscaling: { minReplicas } },
});

describe('a gateway of a wave', () => {
  it.each<[string, Partial<GatewaySpec>, number[] | undefined]>([
    ['with two replicas, all at once', replicas(2), undefined],
    ['with an autoscaler that keeps two', scaled(2), [100]],
    ['with shares that two replicas can give', replicas(2), [33, 50, 100]],
    ['with shares that three can give', scaled(3), [25, 40, 50, 100]],
    ['with one replica that changes in place', { inPlace: true, ...replicas(1) }, undefined],
    ['that changes in place, all at once', { inPlace: true }, [100]],
  ])('moves %s', (_reason, change, shares) => {
    expect(problems(change, shares)).toEqual([]);
  });

  it.each<[string, Partial<GatewaySpec>, number[] | undefined, string[]]>([
    [
      'with shares that its replicas cannot give, each told',
      replicas(2),
      [10, 33, 40, 100],
      [10, 40].map(
        (share) =>
          `found share ${share}, which the 2 replicas of gateway "gateways/ingress" cannot give beside the old ones; they can give 33, 50, 100`,
      ),
    ],
    [
      'with one replica, as the chart has it by default',
      {},
      undefined,
      [
        'gateway "gateways/ingress" has 1 replicas, but moves from 2 on; set values.replicaCount, or values.autoscaling.minReplicas where it is autoscaled',
      ],
    ],
    [
      'with none',
      replicas(0),
      undefined,
      [
        'gateway "gateways/ingress" has 0 replicas, but moves from 2 on; set values.replicaCount, or values.autoscaling.minReplicas where it is autoscaled',
      ],
    ],
    [
      'as a DaemonSet',
      { values: { kind: 'DaemonSet' } },
      undefined,
      [
        'gateway "gateways/ingress" is a DaemonSet, which has no generations; leave it out of the waves, it moves with its declaration',
      ],
    ],
    [
      'in place, with shares',
      { inPlace: true, ...replicas(2) },
      [50, 100],
      [
        'gateway "gateways/ingress" changes in place, so it cannot take shares of its traffic; leave out inPlace or the shares',
      ],
    ],
  ])('does not move %s', (_reason, change, shares, told) => {
    expect(problems(change, shares)).toEqual(told);
  });

  it('may have one replica in a patch, which changes it in place', () => {
    expect(problems(replicas(1), undefined, PATCH)).toEqual([]);
    expect(problems({ values: { kind: 'DaemonSet' } }, undefined, PATCH)).toHaveLength(1);
  });

  it('is judged by its own values, and one that is not declared is told elsewhere', () => {
    const wave: WaveSpec = { name: 'edge', gateways: [INGRESS, { ...INGRESS, name: 'egress' }] };
    const egress = { ...INGRESS, name: 'egress', revision: '1-30' };
    expect(gatewayWaveProblems(wave, new Map([['gateways/egress', egress]]), ROLLOUT)).toEqual([
      expect.stringContaining('gateway "gateways/egress" has 1 replicas'),
    ]);
    expect(gatewayWaveProblems({ name: 'web', namespaces: ['shop'] }, new Map(), ROLLOUT)).toEqual(
      [],
    );
  });

  it('stands in the way of its environment, with the name of the wave', () => {
    const [gateway] = devEnvironment.mesh.gateways as [GatewaySpec];
    const mesh = { ...devEnvironment.mesh, gateways: [{ ...gateway, ...replicas(1) }] };
    expect(() => {
      requireValidEnvironment({ ...devEnvironment, mesh });
    }).toThrow(
      'dev: rollout.waves.gateways: gateway "gateways/ingress" has 1 replicas, but moves from 2 on',
    );
  });
});
