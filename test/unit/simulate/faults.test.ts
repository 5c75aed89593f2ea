import { FAULTS } from '../../../lib/simulate/faults';
import { runSimulation, type SimulatedRollout } from '../../../lib/simulate/run-simulation';
import type { MetricsSpec } from '../../../lib/rollout/metrics/metrics-spec';
import { FROM, TO } from '../../support/rollout-builders';
import { simClusterOf } from '../../support/sim-cluster-of';

const MINUTE = 60;

const SPEC = {
  from: FROM,
  to: TO,
  waves: [
    { name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] },
    { name: 'canary', namespaces: ['a'] },
    { name: 'rest', namespaces: ['b', 'c'] },
  ],
  soakSeconds: 15 * MINUTE,
  deadlineSeconds: 10 * MINUTE,
  retainSeconds: 5 * MINUTE,
};

/** Plays a fault that strikes a wave; the default tag is on `to` already, so that nothing else keeps `from`. */
function play(
  name: string | null,
  wave: string | null = null,
  metrics: MetricsSpec = {},
): SimulatedRollout {
  const cluster = simClusterOf(['a', 'b', 'c'], {
    tags: {},
    namespaces: ['a', 'b', 'c', 'ingress'].map((namespace) => ({
      name: namespace,
      labels: namespace === 'ingress' ? {} : { 'istio.io/rev': FROM },
      workloads: [
        {
          kind: 'Deployment',
          name: namespace === 'ingress' ? `gateway-${FROM}` : 'app',
          replicas: 2,
          templateRev: namespace === 'ingress' ? FROM : null,
        },
      ],
    })),
    timing: { podStartMs: 8_000, podStopMs: 5_000, istiodStartMs: 15_000 },
    traffic: { seed: 1, perMinute: 600, errors: 0.0005, slow: 0.001 },
  });
  const faults = FAULTS.filter((fault) => fault.name === name).map((fault) => ({ fault, wave }));
  const limits = { approveMs: 0, limitMs: 24 * 3_600_000 };
  return runSimulation({ spec: { ...SPEC, metrics }, cluster, faults, seed: 1, ...limits });
}

/** What each fault leads to when it strikes the last wave, and the gate that notices it. */
const ENDS: Readonly<Record<string, readonly [SimulatedRollout['end']['outcome'], RegExp]>> = {
  errors: ['rolled-back', /gate success-rate: Namespace b/],
  'slow-burn': ['rolled-back', /gate success-rate: Namespace b/],
  latency: ['rolled-back', /gate latency: Namespace b/],
  silence: ['rolled-back', /gate traffic: Namespace b/],
  'never-ready': ['rolled-back', /gate workloads: Deployment b\/app/],
  'quota-full': ['done', /is removed/],
  rejected: ['rolled-back', /gate proxies: .* rejected its configuration/],
  'other-root': ['rolled-back', /gate certificates: .* does not trust/],
  'new-istiod-down': ['rolled-back', /gate proxies: .* is not connected/],
  'old-istiod-broken': ['blocked', /1-30 did not survive a restart: .* is not ready/],
  'old-istiod-down': ['done', /is removed/],
  'prometheus-outage': ['done', /is removed/],
  'api-outage': ['done', /is removed/],
  'engine-fails': ['done', /is removed/],
  'label-taken': ['rolled-back', /gate labels: namespace b has istio.io\/rev=1-30/],
  'label-removed': ['done', /is removed/],
  'namespace-deleted': ['done', /is removed/],
  'stale-injector': ['done', /is removed/],
  'driver-killed': ['done', /is removed/],
  'clock-jump': ['blocked', /run the rollout again to continue/],
};

describe('a simulated rollout with a fault', () => {
  it('has an end for every fault that there is', () => {
    expect(Object.keys(ENDS).sort()).toEqual(FAULTS.map(({ name }) => name).sort());
  });

  it('ends done without one, having put no more than one wave at risk', () => {
    const { end, blast, violations, movedAt, turnedAt } = play(null);
    expect(end.outcome).toBe('done');
    expect(violations).toEqual([]);
    expect(blast).toMatchObject({ namespaces: ['b', 'c'], pods: 4, wave: 'rest' });
    expect([movedAt === null, turnedAt]).toEqual([false, null]);
  });

  it.each(Object.entries(ENDS))('%s: ends %s', (name, [outcome, message]) => {
    const { end, violations, struckAt, turnedAt, backAt } = play(name);
    expect(violations).toEqual([]);
    expect(end.outcome).toBe(outcome);
    expect(end.message).toMatch(message);
    expect(struckAt).not.toBeNull();
    expect([turnedAt !== null, backAt !== null]).toEqual(
      outcome === 'rolled-back' ? [true, true] : [false, false],
    );
  });

  it('counts what a team counts, so that a rollout which is held to it goes on, or back', () => {
    const orders = { name: 'orders', bad: 'orders_failed', total: 'orders', maxShare: 0.01 };
    const spec: MetricsSpec = { lowTraffic: 'hold', counts: [orders] };
    expect(play(null, null, spec).end.outcome).toBe('done');
    const lenient = play('errors', null, {
      ...spec,
      maxErrorShare: 0.9,
      waveBudget: 0.9,
      rolloutBudget: 0.9,
    });
    expect(lenient.end.message).toMatch(/gate count-orders: Namespace b/);
  });

  it('puts only the wave at risk that the fault strikes', () => {
    const { blast, end } = play('errors', 'canary');
    expect(end.message).toMatch(/wave canary failed/);
    expect(blast.namespaces).not.toContain('b');
  });

  it('plays the same again from the same seed', () => {
    expect(play('slow-burn')).toEqual(play('slow-burn'));
  });
});
