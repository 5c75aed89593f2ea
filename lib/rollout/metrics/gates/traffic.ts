import { pass, type Gate } from '../../gates/gate';
import type { FrozenWave, RolloutRecord } from '../../record';
import { tally } from '../control-group';
import type { Counted } from '../count-requests';
import { measured } from '../measured';
import { open } from '../share-gate';
import { partsOf } from '../wave-parts';
import { waveTraffic } from '../wave-traffic';

const GATE = 'traffic';

/** Less before the wave is no traffic that could be missed. */
const BUSY = 100;

/** Less than this share of what was usual is the most silent of outages. */
const VANISHED = 0.1;

/**
 * Fails when a member of the wave that was busy just before it was moved hardly gets a request any more: nothing fails then,
 * and nothing is slow. Only for the wave that is being moved: hours later traffic may rest for other reasons.
 */
export function trafficGate(record: RolloutRecord): Gate {
  return (wave, observation) => {
    const read = waveTraffic(record, wave, observation);
    if (read.kind === 'unreadable') return open(GATE, 'Error', 'unknown', read.reason);
    if (read.kind === 'early') return open(GATE, 'Inconclusive', 'warming up', read.message);
    const { traffic } = read;
    if (!traffic.isProving) return pass(GATE, 'as it comes', `wave ${wave.name} proved itself`);
    const seen = measured(wave, observation, traffic);
    if (seen.kind === 'too few') return open(GATE, 'Error', seen.value, seen.reason);
    const parts = partsOf(wave, traffic, [received], sent);
    const gone = parts.find(({ now, before }) => {
      const expected = (before.all * traffic.now.ms) / traffic.before.ms;
      return before.all >= BUSY && expected >= BUSY && now.all < VANISHED * expected;
    });
    const total = parts.reduce((sum, { now }) => sum + now.all, 0);
    if (gone === undefined) return pass(GATE, `${total} requests`, messageOf(wave, total));
    const expected = Math.round((gone.before.all * traffic.now.ms) / traffic.before.ms);
    return {
      gate: GATE,
      verdict: 'Fail',
      namespace: gone.namespace,
      subject: gone.subject,
      value: `${gone.now.all} of about ${expected}`,
      message: `${gone.subject}: ${gone.now.all} requests where about ${expected} were usual before wave ${wave.name}`,
      confirm: true,
    };
  };
}

function messageOf({ name }: FrozenWave, total: number): string {
  return `wave ${name} gets its traffic: ${total} requests`;
}

function received({ requests }: Counted, namespace: string) {
  const own = requests.filter(
    (one) => one.reporter === 'destination' && one.destinationNamespace === namespace,
  );
  return tally(own, () => false);
}

function sent({ requests }: Counted, namespace: string, workload: string) {
  const own = requests.filter(
    (one) =>
      one.reporter === 'source' &&
      one.sourceNamespace === namespace &&
      one.sourceWorkload === workload,
  );
  return tally(own, () => false);
}
