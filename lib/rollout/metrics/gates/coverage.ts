import { pass, type Gate } from '../../gates/gate';
import type { RolloutRecord } from '../../record';
import { measured } from '../measured';
import { onTraffic, open, trafficReader } from '../traffic-reader';

const GATE = 'coverage';

/**
 * Passes when nearly every proxy of the wave was scraped at both ends of its window. What was not measured is no traffic that
 * vanished, and no wave without errors.
 */
export function coverageGate(record: RolloutRecord, reader = trafficReader(record)): Gate {
  return onTraffic(GATE, reader, (wave, observation, traffic) => {
    const found = measured(wave, observation, traffic);
    if (found.kind === 'too few') {
      const held = open(GATE, 'Error', found.value, found.reason);
      return found.isPast ? { ...held, recount: true } : held;
    }
    const edgeless = traffic.ends[1].durations.find(
      ({ pod, fast }) =>
        fast === null && found.pods.some(({ namespace, name }) => pod === `${namespace}/${name}`),
    );
    if (edgeless !== undefined) {
      const message = `the latency histogram of pod ${edgeless.pod} has no bucket that ends at ${traffic.limits.slowerThanMs} ms; set slowerThanMs to one of its edges`;
      return open(GATE, 'NoData', 'no such bucket', message);
    }
    return pass(GATE, found.value, `proxies of wave ${wave.name}: ${found.value}`);
  });
}
