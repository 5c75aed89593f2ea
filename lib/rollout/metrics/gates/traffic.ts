import { pass, type Gate } from '../../gates/gate';
import type { Observation } from '../../observation';
import type { FrozenWave, RolloutRecord } from '../../record';
import { scopeOf } from '../../wave-scope';
import { lengthOf } from '../count-requests';
import { measured } from '../measured';
import { onTraffic, open, trafficReader } from '../traffic-reader';
import { memberKey, requestView } from '../view';
import { receivedQuery, sentQuery } from '../view-query';
import { partsOf } from '../wave-parts';
import { evidenceTimes } from '../wave-traffic';

const GATE = 'traffic';

/** Less before the wave is no traffic that could be missed. */
const BUSY = 100;

/** Less than this share of what was usual is the most silent of outages. */
const VANISHED = 0.1;

/** So many minutes are looked at: a single one may be one in which nobody came. */
const FEWEST_MINUTES = 2;
const MOST_MINUTES = 5;

const received = requestView(
  receivedQuery,
  ({ reporter, destinationNamespace }) =>
    reporter === 'destination' ? destinationNamespace : null,
  () => false,
);

const sent = requestView(
  sentQuery,
  ({ reporter, sourceNamespace, sourceWorkload }) =>
    reporter === 'source' ? memberKey(sourceNamespace, sourceWorkload) : null,
  () => false,
);

/**
 * Fails when a member of the wave that was busy just before it was moved hardly gets a request any more: nothing fails then,
 * and nothing is slow. Only for the wave that is being moved: hours later traffic may rest for other reasons.
 */
export function trafficGate(record: RolloutRecord, reader = trafficReader(record)): Gate {
  return onTraffic(GATE, reader, (wave, observation, traffic) => {
    if (!traffic.isProving) return pass(GATE, 'as it comes', `wave ${wave.name} proved itself`);
    const seen = measured(wave, observation, traffic);
    if (seen.kind === 'too few') return open(GATE, 'Error', seen.value, seen.reason);
    const times = evidenceTimes(traffic).slice(-MOST_MINUTES);
    const usual = traffic.before.slice(-MOST_MINUTES);
    // A generation of a gateway takes only its part of them.
    const share = wave.kind === 'gateway' ? wave.share / 100 : 1;
    const parts = partsOf(wave, traffic, [received], sent).map((part) => {
      const before = part.usual(usual).all;
      const expected = (before * share * lengthOf(times)) / Math.max(1, lengthOf(usual));
      return { part, before, now: part.within(times).all, expected };
    });
    const isLeft = leftOf(wave, observation);
    const gone =
      times.length < FEWEST_MINUTES
        ? undefined
        : parts.find(
            ({ part, before, now, expected }) =>
              isLeft(part.namespace) &&
              before >= BUSY &&
              expected >= BUSY &&
              now < VANISHED * expected,
          );
    const total = parts.reduce((sum, { part }) => sum + part.now.all, 0);
    if (gone === undefined) return pass(GATE, `${total} requests`, messageOf(wave, total));
    const { part, before, now, expected } = gone;
    return {
      gate: GATE,
      verdict: 'Fail',
      namespace: part.namespace,
      subject: part.subject,
      value: `${now} of about ${Math.round(expected)}`,
      counted: { bad: 0, all: now },
      baseline: { bad: 0, all: before },
      query: part.query([part]),
      message: `${part.subject}: ${now} requests where about ${Math.round(expected)} were usual before wave ${wave.name}`,
    };
  });
}

/** Of a namespace that was deleted nobody misses the traffic. */
function leftOf(wave: FrozenWave, observation: Observation): (namespace: string) => boolean {
  const read = scopeOf(wave, observation);
  if (wave.kind === 'gateway' || !read.known) return () => true;
  if (wave.kind === 'gateway-api') return () => read.scope.workloads.length > 0;
  const names = new Set(read.scope.namespaces.map(({ name }) => name));
  return (namespace) => names.has(namespace);
}

function messageOf({ name }: FrozenWave, total: number): string {
  return `wave ${name} gets its traffic: ${total} requests`;
}
