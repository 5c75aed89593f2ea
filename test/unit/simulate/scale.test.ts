import type { RolloutSpec } from '../../../lib/rollout/rollout-spec';
import { runSimulation, type SimulatedRollout } from '../../../lib/simulate/run-simulation';
import { FROM, TO } from '../../support/rollout-builders';
import { simClusterOf } from '../../support/sim-cluster-of';

/** Plays a rollout of so many namespaces, with a workload in each, in two waves. */
function play(count: number, changes: Partial<RolloutSpec> = {}): SimulatedRollout {
  const names = Array.from({ length: count }, (_, index) => `team-${index}`);
  const waves = [
    { name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] },
    { name: 'canary', namespaces: names.slice(0, count / 2) },
    { name: 'rest', namespaces: names.slice(count / 2) },
  ];
  const spec = { from: FROM, to: TO, waves, ...changes };
  const cluster = simClusterOf(names);
  return runSimulation({
    spec,
    cluster,
    faults: [],
    seed: 1,
    approveMs: 0,
    limitMs: 7 * 86_400_000,
  });
}

describe('what a simulated rollout asks of the API server', () => {
  const [few, many] = [play(20), play(40)];

  it('is at most two writes of the driver and two of the engine for each namespace', () => {
    expect([few.end.outcome, many.end.outcome]).toEqual(['done', 'done']);
    // Adopted and restarted; taken into the tree and moved.
    expect(many.writes.action - few.writes.action).toBeLessThanOrEqual(2 * 20);
    expect(many.writes.object - few.writes.object).toBeLessThanOrEqual(2 * 20);
  });

  it('is one write of the record for each look at the most, and none for a namespace', () => {
    expect(many.writes.record).toBeLessThanOrEqual(many.looks);
    expect(many.writes.record - few.writes.record).toBeLessThan(20);
  });

  it('is no more than a look for ten minutes of the time in which nothing happens', () => {
    const longer = play(20, { retainSeconds: 2 * 86_400 });
    expect(longer.end.outcome).toBe('done');
    expect(longer.looks - few.looks).toBeLessThanOrEqual(24 * 6 + 1);
  });
});
