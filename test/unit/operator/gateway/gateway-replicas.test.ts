import fc from 'fast-check';
import { wholeReplicas, withReplicas } from '../../../../lib/operator/gateway/gateway-replicas';

describe('the replicas of a gateway as a whole', () => {
  it.each([
    ['the chart says one where nothing is said', undefined, 1],
    ['an autoscaler keeps its minimum', { autoscaling: { minReplicas: 3, maxReplicas: 9 } }, 3],
    ['an autoscaler does not read the count', { replicaCount: 4 }, 1],
    ['without an autoscaler the count is', { replicaCount: 4, autoscaling: { enabled: false } }, 4],
    ['without either Kubernetes makes one', { autoscaling: { enabled: false } }, 1],
    ['a gateway may be off', { replicaCount: 0, autoscaling: { enabled: false } }, 0],
    ['a DaemonSet has as many as there are nodes', { kind: 'DaemonSet' as const }, null],
  ])('%s', (_reason, values, replicas) => {
    expect(wholeReplicas(values)).toBe(replicas);
  });
});

describe('the values of a part of a gateway', () => {
  it.each([
    [1, 2, 6, 3],
    [2, 3, 10, 7],
    [3, 3, 10, 10],
    // More than the least that the autoscaler keeps: as many as it has made of the other generation, say.
    [7, 3, 10, 10],
  ])('%j replicas of %j to %j are scaled to at most %j', (replicas, min, max, most) => {
    const autoscaling = { minReplicas: min, maxReplicas: max, targetCPUUtilizationPercentage: 70 };
    expect(withReplicas({ autoscaling, replicaCount: 9 }, replicas)).toEqual({
      autoscaling: { ...autoscaling, minReplicas: replicas, maxReplicas: most },
      replicaCount: 9,
    });
  });

  it('are a count where there is no autoscaler, and nothing else of them changes', () => {
    const values = { autoscaling: { enabled: false }, replicaCount: 4, labels: { team: 'edge' } };
    expect(withReplicas(values, 2)).toEqual({ ...values, replicaCount: 2 });
  });

  const autoscaled = fc.record({
    enabled: fc.option(fc.constant(true), { nil: undefined }),
    minReplicas: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
    maxReplicas: fc.option(fc.integer({ min: 40, max: 200 }), { nil: undefined }),
  });
  const counted = fc.record({ enabled: fc.constant(false) });
  const values = fc
    .record({
      autoscaling: fc.oneof(autoscaled, counted),
      replicaCount: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
    })
    .map((one) => JSON.parse(JSON.stringify(one)) as typeof one);

  it('make a gateway of exactly these replicas, and of the whole what it is anyway', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 40 }), (given, replicas) => {
        expect(wholeReplicas(withReplicas(given as object, replicas))).toBe(replicas);
        const whole = wholeReplicas(given as object)!;
        const back = withReplicas(withReplicas(given as object, whole), whole);
        expect(back).toEqual(withReplicas(given as object, whole));
      }),
    );
  });

  it('let an autoscaler make at least these replicas, and never more than of the whole', () => {
    fc.assert(
      fc.property(autoscaled, fc.integer({ min: 1, max: 5 }), (autoscaling, replicas) => {
        const given = JSON.parse(JSON.stringify({ autoscaling })) as object;
        const { maxReplicas = 0 } = withReplicas(given, replicas).autoscaling ?? {};
        expect(maxReplicas).toBeGreaterThanOrEqual(replicas);
        expect(maxReplicas).toBeLessThanOrEqual(autoscaling.maxReplicas ?? 5);
      }),
    );
  });
});
