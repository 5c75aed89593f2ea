import { known, type Fact } from '../../rollout/fact';
import type { Crossing } from '../../rollout/fleet/crossing';
import { parseVector } from './parse-answer';
import type { PrometheusGet } from './prometheus-get';
import { queryPath } from './query-path';

/** Envoy's flags for what no endpoint answered: no route, no cluster, nothing healthy, no connection, retries used up. */
const LOST = 'NR|NC|UH|UF|URX|UC';

const SENT = 'istio_requests_total{reporter="source"';

/**
 * Counts what the proxies of a cluster sent.
 * @param cluster - its name, which is that of no other
 * @param windowSeconds - how far back
 * @throws Error where Prometheus does not say
 */
export async function readCrossing(
  get: PrometheusGet,
  cluster: string,
  windowSeconds: number,
  now: () => number,
): Promise<Fact<Crossing>> {
  const at = now();
  const lost = `response_flags=~"(.*,)?(${LOST})(,.*)?"`;
  const range = `[${String(windowSeconds)}s]`;
  const ask = async (query: string) => parseVector(await get(queryPath(query, at)));
  const [answered, unanswered, sent] = await Promise.all([
    ask(
      `sum by (destination_cluster) (increase(${SENT},response_flags!~"(.*,)?(${LOST})(,.*)?"}${range}))`,
    ),
    ask(`sum(increase(${SENT},${lost}}${range}))`),
    ask(
      `sum by (namespace, pod) (increase(${SENT},destination_cluster!~"|unknown|${cluster}"}${range})) > 0`,
    ),
  ]);
  const byCluster = answered.map(
    ({ labels, value }) => [labels['destination_cluster'] ?? '', value] as const,
  );
  return known(
    {
      windowMs: windowSeconds * 1000,
      answered: Object.fromEntries(byCluster),
      lost: unanswered.reduce((sum, { value }) => sum + value, 0),
      sentBy: Object.fromEntries(
        sent.map(({ labels, value }) => [
          `${labels['namespace'] ?? ''}/${labels['pod'] ?? ''}`,
          value,
        ]),
      ),
    },
    at,
  );
}
