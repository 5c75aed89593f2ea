import { pass, type Gate } from '../../gates/gate';
import type { RolloutRecord } from '../../record';
import { scopeOf } from '../../wave-scope';
import { open } from '../share-gate';
import { waveTraffic } from '../wave-traffic';

const GATE = 'coverage';

/** Below it the silence of those that were not scraped could hide anything. */
const ENOUGH = 0.9;

/**
 * Passes when nearly every proxy of the wave was scraped a moment ago. What was not measured is no traffic that vanished,
 * and no wave without errors.
 */
export function coverageGate(record: RolloutRecord): Gate {
  return (wave, observation) => {
    const read = waveTraffic(record, wave, observation);
    if (read.kind === 'unreadable') return open(GATE, 'Error', 'unknown', read.reason);
    if (read.kind === 'early') return open(GATE, 'Inconclusive', 'warming up', read.message);
    const scope = scopeOf(wave, observation);
    if (!scope.known) return open(GATE, 'Error', 'unknown', scope.reason);
    const { limits, metrics } = read.traffic;
    const latest = metrics.snapshots.find(({ at }) => at === metrics.at);
    const oldest = metrics.at - 2 * limits.scrapeSeconds * 1000;
    const pods = scope.scope.pods.filter((pod) => pod.ready && !pod.terminating);
    const fresh = pods.filter(
      (pod) => (latest?.scraped[`${pod.namespace}/${pod.name}`] ?? 0) >= oldest,
    );
    const value = `${fresh.length}/${pods.length} scraped`;
    if (fresh.length < pods.length * ENOUGH) {
      const message = `Prometheus scraped ${fresh.length} of ${pods.length} proxies of wave ${wave.name} within the last two scrapes`;
      return open(GATE, 'Error', value, message);
    }
    const edgeless = latest?.durations.find(
      ({ pod, fast }) =>
        fast === null && pods.some(({ namespace, name }) => pod === `${namespace}/${name}`),
    );
    if (edgeless !== undefined) {
      const message = `the latency histogram of pod ${edgeless.pod} has no bucket that ends at ${limits.slowerThanMs} ms; set slowerThanMs to one of its edges`;
      return open(GATE, 'NoData', 'no such bucket', message);
    }
    return pass(GATE, value, `${fresh.length} proxies of wave ${wave.name} are scraped`);
  };
}
