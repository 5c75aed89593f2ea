import { pass, type Gate } from '../../gates/gate';
import type { Observation } from '../../observation';
import type { FrozenWave, RolloutRecord } from '../../record';
import { scopeOf } from '../../wave-scope';
import { tally } from '../control-group';
import type { Counted } from '../count-requests';
import { measured } from '../measured';
import { onTraffic, open, trafficReader } from '../traffic-reader';
import { receivedBy, sentByGateway } from '../select-requests';
import type { Part } from '../share-gate';
import { receivedQuery, sentQuery } from '../view-query';
import { partsOf } from '../wave-parts';
import type { WaveTraffic } from '../wave-traffic';

const GATE = 'traffic';

/** Less before the wave is no traffic that could be missed. */
const BUSY = 100;

/** Less than this share of what was usual is the most silent of outages. */
const VANISHED = 0.1;

/**
 * Fails when a member of the wave that was busy just before it was moved hardly gets a request any more: nothing fails then,
 * and nothing is slow. Only for the wave that is being moved: hours later traffic may rest for other reasons.
 */
export function trafficGate(record: RolloutRecord, reader = trafficReader(record)): Gate {
  return onTraffic(GATE, reader, (wave, observation, traffic) => {
    if (!traffic.isProving) return pass(GATE, 'as it comes', `wave ${wave.name} proved itself`);
    const seen = measured(wave, observation, traffic);
    if (seen.kind === 'too few') return open(GATE, 'Error', seen.value, seen.reason);
    const parts = partsOf(wave, traffic, [{ count: received, query: receivedQuery }], {
      count: sent,
      query: sentQuery,
    });
    const isLeft = leftOf(wave, observation);
    const gone = parts
      .filter(({ namespace }) => isLeft(namespace))
      .find((part) => {
        const expected = expectedOf(part, traffic);
        return part.before.all >= BUSY && expected >= BUSY && part.now.all < VANISHED * expected;
      });
    const total = parts.reduce((sum, { now }) => sum + now.all, 0);
    if (gone === undefined) return pass(GATE, `${total} requests`, messageOf(wave, total));
    const expected = Math.round(expectedOf(gone, traffic));
    return {
      gate: GATE,
      verdict: 'Fail',
      namespace: gone.namespace,
      subject: gone.subject,
      value: `${gone.now.all} of about ${expected}`,
      message: `${gone.subject}: ${gone.now.all} requests where about ${expected} were usual before wave ${wave.name}`,
      counted: { bad: 0, all: gone.now.all },
      baseline: { bad: 0, all: gone.before.all },
      query: gone.query([gone]),
      confirm: true,
    };
  });
}

/** Of a namespace that was deleted nobody misses the traffic. */
function leftOf(wave: FrozenWave, observation: Observation): (namespace: string) => boolean {
  const read = scopeOf(wave, observation);
  if (wave.kind === 'gateway' || !read.known) return () => true;
  const names = new Set(read.scope.namespaces.map(({ name }) => name));
  return (namespace) => names.has(namespace);
}

function messageOf({ name }: FrozenWave, total: number): string {
  return `wave ${name} gets its traffic: ${total} requests`;
}

/** Requests of a member in a window as long as that of now, had nothing changed. */
function expectedOf({ before }: Part, { now, before: window }: WaveTraffic): number {
  return (before.all * now.ms) / window.ms;
}

function received(counted: Counted, namespace: string) {
  return tally(receivedBy(counted, namespace), () => false);
}

function sent(counted: Counted, namespace: string, workload: string) {
  return tally(sentByGateway(counted, namespace, workload), () => false);
}
