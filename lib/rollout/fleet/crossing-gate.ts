import type { Fact } from '../fact';
import { pass, undecided, unreadable, type Gate } from '../gates/gate';
import { lowerBound, upperBound } from '../metrics/confidence';
import { PASS_ALPHA } from '../metrics/judge-share';
import { percent } from '../metrics/percent';
import type { RolloutRecord } from '../record';
import type { GateResult } from '../verdict';
import { arrivalsOf, type Arrivals } from './arrivals';
import type { Crossing } from './crossing';
import { enteringClusters } from './entering';
import { awaitsCoverage } from './peer-rollout';

const GATE = 'crossing';

/** Callers try elsewhere when no connection comes about, so a gateway that drops may lose nothing, and be seen by its absence only. */
const LEAST_LEFT = 0.5;

/** One cluster, and what its proxies saw. */
interface Seen {
  readonly name: string;
  readonly crossing: Fact<Crossing>;
}

/**
 * Judges gateways that other networks come in by from the other side: since traffic comes to the wave's generation, their requests
 * are answered here, not less than half as often as before, and in none of them more get lost than may fail. The gateway itself passes
 * TLS through, and has no requests to count.
 */
export function crossingGate(record: RolloutRecord): Gate {
  const { metrics, clusters } = record.plan;
  return (wave, observation) => {
    if (metrics === null || clusters === undefined || !awaitsCoverage(wave))
      return pass(GATE, 'not asked', `no other cluster comes in by wave ${wave.name}`);
    const subject = `wave ${wave.name}`;
    const others = enteringClusters(record, observation);
    if (!others.known) return unreadable(GATE, subject, others.reason);
    const seen: Seen[] = [];
    for (const { name, state } of others.value) {
      if (!state.known)
        return unreadable(GATE, `cluster ${name}`, `cluster ${name}: ${state.reason}`);
      if (state.value.crossing !== null) seen.push({ name, crossing: state.value.crossing });
    }
    const index = record.plan.waves.findIndex(({ name }) => name === wave.name);
    const { releasedAt = Infinity, arrivals } = record.progress[index] ?? {};
    const limit = metrics.maxErrorShare;
    const problem = seen
      .map((one) => problemOf(one, releasedAt, limit))
      .find((one) => one !== null);
    if (problem !== undefined) return problem;
    const counts = seen.flatMap(({ crossing }) => (crossing.known ? [crossing.value] : []));
    const arrived = arrivalsOf(counts, clusters.self);
    const missing = arrivals === undefined ? null : missingOf(subject, arrived, arrivals);
    if (missing !== null) return missing;
    if (arrived.here > 0)
      return pass(GATE, `${String(Math.round(arrived.here))} requests`, 'they arrive');
    return unproved(subject, metrics.lowTraffic === 'healthOnly');
  };
}

function missingOf(subject: string, { here, all }: Arrivals, before: number): GateResult | null {
  const isLess = all > 0 && upperBound(here, all, PASS_ALPHA) < before * LEAST_LEFT;
  if (!isLess) return null;
  const value = percent(here / all);
  const message = `${value} of the requests of other networks are answered here, at least half of the ${percent(before)} before has to be`;
  return { gate: GATE, verdict: 'Fail', namespace: '', subject, value, message };
}

function problemOf({ name, crossing }: Seen, releasedAt: number, limit: number): GateResult | null {
  const subject = `cluster ${name}`;
  if (!crossing.known) return unreadable(GATE, subject, `${subject}: ${crossing.reason}`);
  const { windowMs, answered, lost } = crossing.value;
  if (crossing.at - windowMs < releasedAt)
    return undecided(GATE, subject, 'counting', `${subject}: counted until the wave moved, too`);
  const all = lost + Object.values(answered).reduce((sum, count) => sum + count, 0);
  if (all === 0 || lowerBound(lost, all, PASS_ALPHA) <= limit) return null;
  const value = percent(lost / all);
  return {
    gate: GATE,
    verdict: 'Fail',
    namespace: '',
    subject,
    value,
    message: `${subject}: ${value} of its requests found no way, at most ${percent(limit)} may`,
  };
}

function unproved(subject: string, mayLack: boolean): GateResult {
  const message = 'no request of another network was answered here since the wave moved';
  if (mayLack) return pass(GATE, 'no requests', message);
  return { gate: GATE, verdict: 'NoData', namespace: '', subject, value: 'no requests', message };
}
