import fc from 'fast-check';
import type { RolloutMode, RolloutSpec } from '../../lib/rollout/rollout-spec';
import type { SimCluster } from '../../lib/simulate/sim-cluster';
import { FROM, TO } from './rollout-builders';
import { FAULTS, type Fault } from './rollout-drive';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Some namespaces in some waves, behind a gateway that takes its traffic in steps, all at once, or is in no wave. */
export const specs = fc
  .record({
    waveOf: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: NAMES.length }),
    gateway: fc.constantFrom(null, [100], [33, 100], [50, 100]),
    mode: fc.constantFrom<RolloutMode>('label', 'tag'),
    soakSeconds: fc.integer({ min: 0, max: 8 }),
    retainSeconds: fc.integer({ min: 0, max: 90 }),
    restart: fc.record({
      maxWorkloads: fc.integer({ min: 1, max: 4 }),
      maxPods: fc.integer({ min: 1, max: 4 }),
    }),
  })
  .map(({ waveOf, gateway, mode, soakSeconds, retainSeconds, restart }): RolloutSpec => {
    const groups = [...new Set(waveOf)];
    return {
      from: FROM,
      to: TO,
      mode,
      waves: [
        ...(gateway === null
          ? []
          : [
              {
                name: 'edge',
                gateways: [{ namespace: 'ingress', name: 'gateway' }],
                shares: gateway,
              },
            ]),
        ...groups.map((group) => ({
          name: `wave-${group}`,
          namespaces: NAMES.filter((_, index) => waveOf[index] === group),
        })),
      ],
      soakSeconds,
      deadlineSeconds: 30,
      retainSeconds,
      restart,
    };
  });

/** What goes wrong in one tick after the other. */
export const faultLists = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant<Fault>('none') },
    { weight: 1, arbitrary: fc.constantFrom(...FAULTS) },
  ),
  { maxLength: 12 },
);

/** The namespaces that a spec names. */
export function namespacesOf(spec: RolloutSpec): string[] {
  return spec.waves.flatMap((wave) => ('namespaces' in wave ? wave.namespaces : []));
}

/** A gateway that is not part of the plan has to be moved by its owner, or go. */
export function gatewayMover(spec: RolloutSpec, cluster: SimCluster) {
  const hasGateway = spec.waves.some((wave) => 'gateways' in wave);
  return ({ phase }: { readonly phase: string }) => {
    if (phase !== 'removing' || hasGateway) return;
    if (cluster.namespaces.some(({ name }) => name === 'ingress')) {
      cluster.deleteNamespace('ingress');
    }
  };
}
