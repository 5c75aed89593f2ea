import { pass, type Gate } from '../../gates/gate';
import type { RolloutRecord } from '../../record';
import { measured } from '../measured';
import { open } from '../share-gate';
import { waveTraffic } from '../wave-traffic';

const GATE = 'coverage';

/**
 * Passes when nearly every proxy of the wave was scraped at both ends of its window. What was not measured is no traffic that
 * vanished, and no wave without errors.
 */
export function coverageGate(record: RolloutRecord): Gate {
  return (wave, observation) => {
    const read = waveTraffic(record, wave, observation);
    if (read.kind === 'unreadable') return open(GATE, 'Error', 'unknown', read.reason);
    if (read.kind === 'early') return open(GATE, 'Inconclusive', 'warming up', read.message);
    const { traffic } = read;
    const found = measured(wave, observation, traffic);
    if (found.kind === 'too few') return open(GATE, 'Error', found.value, found.reason);
    const edgeless = traffic.ends[1].durations.find(
      ({ pod, fast }) =>
        fast === null && found.pods.some(({ namespace, name }) => pod === `${namespace}/${name}`),
    );
    if (edgeless !== undefined) {
      const message = `the latency histogram of pod ${edgeless.pod} has no bucket that ends at ${traffic.limits.slowerThanMs} ms; set slowerThanMs to one of its edges`;
      return open(GATE, 'NoData', 'no such bucket', message);
    }
    return pass(GATE, found.value, `proxies of wave ${wave.name}: ${found.value}`);
  };
}
