import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { coverageOf } from '../../lib/rollout/fleet/coverage';
import { violationsOf } from '../../lib/rollout/invariants';
import {
  simulateFleet,
  type FleetEnds,
  type FleetSimulation,
  type SimMember,
} from '../../lib/simulate/fleet-simulation';
import { FROM, TO } from './rollout-builders';
import { simClusterOf } from './sim-cluster-of';

/** The order of three clusters: one leads, two follow it. */
const GROUPS = [['eu-1'], ['us-1', 'us-2']] as const;

const NAMES = GROUPS.flat();

/** What every cluster does: its ingress, two waves, and the east-west gateway once nine tenths have moved. */
export function fleetSpec(self: string, changes: Partial<RolloutSpec> = {}): RolloutSpec {
  return {
    from: FROM,
    to: TO,
    waves: [
      { name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] },
      { name: 'first', namespaces: ['a'] },
      { name: 'second', namespaces: ['b', 'c'] },
      { name: 'east-west', gateways: [{ namespace: 'eastwest', name: 'eastwest' }], coverage: 90 },
    ],
    soakSeconds: 10,
    deadlineSeconds: 300,
    retainSeconds: 30,
    restartFrom: false,
    clusters: { self, groups: GROUPS, atOnce: 1 },
    ...changes,
  };
}

/** A mesh over three clusters, each with three namespaces, an ingress and an east-west gateway. */
export function simFleet(changes: Partial<RolloutSpec> = {}): SimMember[] {
  return NAMES.map((name) => ({
    name,
    spec: fleetSpec(name, changes),
    cluster: simClusterOf(['a', 'b', 'c'], { eastWest: true }),
  }));
}

/** The same, but `us-1` has no istiods: it uses those of `eu-1`. */
export function simRemoteFleet(changes: Partial<RolloutSpec> = {}): SimMember[] {
  return simFleet(changes).map((member): SimMember => {
    const { spec, name } = member;
    const of = { self: name, groups: GROUPS, ...spec.clusters };
    if (name === 'eu-1')
      return { ...member, spec: { ...spec, clusters: { ...of, serves: ['us-1'] } } };
    if (name !== 'us-1') return member;
    const controlPlane = 'eu-1';
    return { ...member, controlPlane, spec: { ...spec, clusters: { ...of, controlPlane } } };
  });
}

/** How a simulated fleet went. */
export interface PlayedFleet {
  readonly ends: FleetEnds;
  /** What happened, in order: `<cluster> <phase or wave>`, and `<cluster> retired` where it gave the old revision up. */
  readonly steps: readonly string[];
  readonly broken: readonly string[];
}

/**
 * Plays a fleet to its end, and holds every decision of each cluster against the rules; while none turns back, coverage never falls for
 * whoever looks.
 */
export function playFleet(
  simulation: Omit<FleetSimulation, 'limitMs' | 'onDecision'>,
): PlayedFleet {
  const steps: string[] = [];
  const broken = new Set<string>();
  const last: Record<string, string> = {};
  const furthest: Record<string, number> = {};
  const ends = simulateFleet({
    ...simulation,
    limitMs: 6 * 3_600_000,
    onDecision: ({ name }, step) => {
      // A wait that goes on as it was shows nothing new.
      if (step.decision.record === step.before && last[name] === step.decision.status) return;
      last[name] = step.decision.status;
      for (const violation of violationsOf(step)) broken.add(`${name}: ${violation}`);
      const { before, decision, observation } = step;
      const { record } = decision;
      const isBack = steps.some((one) => one.endsWith(' rolling-back'));
      const coverage = coverageOf(record, observation);
      if (coverage.known && !isBack) {
        const { percent } = coverage.value;
        const seen = furthest[name] ?? 0;
        if (percent < seen)
          broken.add(`${name}: coverage fell from ${String(seen)} to ${String(percent)} %`);
        furthest[name] = percent;
      }
      if (record.released > before.released)
        steps.push(`${name} ${record.plan.waves[record.released - 1]?.name ?? ''}`);
      if (record.phase !== before.phase) steps.push(`${name} ${record.phase}`);
      if (record.retired.length > before.retired.length) steps.push(`${name} retired`);
    },
  });
  return { ends, steps, broken: [...broken] };
}
